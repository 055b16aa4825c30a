import { isKnown } from '../../dockerfile/unknown-text.ts';
import { nameOf, parentOf, resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { missingPackage } from '../python/installation.ts';
import { isWellKnown } from '../python/known-distributions.ts';
import { projectMetadata } from '../python/project.ts';
import { readMetadata } from '../python/pyproject.ts';
import { readRequirement } from '../python/requirement.ts';
import { sourceBuild } from './source-builds.ts';

/** What pip and `uv pip` are asked to install. */
export interface PackageRequest {
  readonly command: string;
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  /** `uv pip sync`: the operands are requirements files. */
  readonly filesOnly?: boolean;
  readonly byPip?: boolean;
}

/** The contents of a request. */
interface NamedPackages {
  /** Whether it includes everything that the application needs. */
  readonly whole: boolean | 'unknown';
  /** Whether it includes the project or a requirements file. */
  readonly asked: boolean;
  readonly exact: boolean;
  readonly names: ReadonlySet<string>;
  /** Requirements of named packages, as written. */
  readonly written: readonly string[];
  readonly files: readonly string[];
  readonly status: Status;
}

const isLocal = (name: string): boolean => /^\.{0,2}\/|^\.{1,2}(?:\[|$)/.test(name);

/** Reads what pip and `uv pip` are to install: named packages, requirements files, the project itself, stored wheels. */
export function readNamedPackages(machine: Machine, request: PackageRequest): NamedPackages {
  const { options, operands, command } = request;
  const files = [
    ...(options.get('--requirement') ?? []),
    ...(options.get('--requirements') ?? []),
    ...(request.filesOnly === true ? operands : []),
  ];
  const names = new Set<string>();
  const written: string[] = [];
  let whole: boolean | 'unknown' = false;
  let exact = true;
  const hashed = new Set<boolean>();
  let status: Status = 'ok';
  const worse = (next: Status): void => {
    if (next === 'failed' || (next === 'unknown' && status === 'ok')) status = next;
  };
  for (const file of files) {
    const read = readFile(machine, file, request);
    worse(read.status);
    for (const name of read.names) names.add(name);
    whole = eitherWhole(whole, read.whole);
    exact &&= read.exact;
    hashed.add(read.hashed === true);
  }
  const named = [...(options.get('--editable') ?? []), ...(request.filesOnly === true ? [] : operands)];
  for (const each of named) {
    const wheels = wheelsOf(machine, each);
    if (wheels !== null) {
      const wheelhouse = machine.stage.environments.get(wheels);
      if (wheelhouse === undefined) worse(unknown(machine, command));
      for (const name of wheelhouse?.packages ?? []) names.add(name);
      whole = whole === true || wheelhouse?.project === true ? true : (wheelhouse?.project ?? 'unknown');
      exact &&= wheelhouse?.exact === true;
    } else if (isLocal(each)) {
      worse(readLocal(machine, each, request));
      whole = true;
      exact = false;
    } else if (!isKnown(each)) worse(unknown(machine, command));
    else written.push(each);
  }
  for (const name of written.flatMap((each) => readRequirement(each)?.name ?? [])) names.add(name);
  if (status === 'ok') worse(judgeHashes(machine, request, hashed, named));
  const { dependencies } = machine.project.fact(projectMetadata);
  // Packages in addition to the project, which an earlier step installed, are treated as if they were named on the command line.
  const besides =
    request.filesOnly !== true &&
    files.length > 0 &&
    status === 'ok' &&
    whole === false &&
    names.size > 0 &&
    [...names].every((name) => dependencies?.has(name) === false) &&
    [...machine.stage.environments.values()].some(({ project }) => project === true);
  const local = named.some((each) => isLocal(each) || wheelsOf(machine, each) !== null);
  return {
    whole:
      whole === false && files.length + (local ? 1 : 0) > 0 ? missingPackage(machine, names) === null : whole,
    asked: (files.length > 0 && !besides) || local,
    exact: exact && (files.length > 0 || local),
    names,
    written: besides ? [...new Set([...written, ...names])] : written,
    files,
    status,
  };
}

/** Once one requirement has a hash, pip refuses those without one; uv does not. */
function judgeHashes(
  machine: Machine,
  { byPip }: PackageRequest,
  hashed: ReadonlySet<boolean>,
  named: readonly string[],
): Status {
  if (byPip !== true || !hashed.has(true) || (named.length === 0 && !hashed.has(false))) return 'ok';
  const phrase = `ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not: ${named[0] ?? 'those of another file'}`;
  return fail(machine, { kind: 'requirements-refused', phrase });
}

/** Whether one of two sources, or both together, contain everything that the application needs. */
function eitherWhole(one: boolean | 'unknown', other: boolean | 'unknown'): boolean | 'unknown' {
  if (one === true || other === true) return true;
  return one === 'unknown' ? one : other;
}

/** A project folder that is to be built and installed. */
function readLocal(machine: Machine, written: string, { operands }: PackageRequest): Status {
  const folder = resolvePath(machine.cwd, written.split('[')[0] ?? '');
  const absent = ['pyproject.toml', 'setup.py'].every(
    (name) => machine.stage.files.presence(resolvePath(folder, name)) === 'absent',
  );
  if (!isKnown(folder) || !absent) return 'ok';
  const phrase = `ERROR: Directory '${written}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.`;
  return fail(machine, { kind: 'project-not-installable', phrase, withInstaller: operands.includes('uv') });
}

type RequirementsFile = Pick<NamedPackages, 'whole' | 'exact' | 'status' | 'names'> & {
  /** Whether it has hashes of the package files (`--hash=…`). */
  readonly hashed?: boolean;
};

/** Whether `uv export` wrote it, with hashes or without (`--no-hashes`). */
const isExport = (tool: string | null): boolean => tool === 'uv-export' || tool === 'uv-export-bare';

/** Reads a requirements file, or the standard input in its place. */
function readFile(machine: Machine, written: string, request: PackageRequest): RequirementsFile {
  const nothing: RequirementsFile = { whole: 'unknown', exact: false, status: 'ok', names: new Set() };
  if (/^(?:-|\/dev\/stdin)$/.test(written)) {
    const { tool, text } = machine.input;
    if (isExport(tool)) return { ...nothing, whole: true, exact: true, hashed: tool === 'uv-export' };
    if (tool === 'uv-compile') return { ...nothing, whole: true };
    if (text !== '' && isKnown(text)) return readLines(machine, text, request);
    return { ...nothing, status: unknown(machine, `${request.command} of what another command prints`) };
  }
  const path = resolvePath(machine.cwd, written);
  const presence = isKnown(path) ? machine.stage.files.presence(path) : 'unknown';
  const command = request.command.split(' ').slice(0, 3).join(' ');
  if (presence === 'absent') {
    const status = fail(machine, { kind: 'requirements-not-found', path: written, purpose: 'install' });
    return { ...nothing, whole: true, status };
  }
  const entry = machine.stage.files.get(path);
  if (entry === null || !entry.certain)
    return { ...nothing, status: unknown(machine, `${command} ${written}`) };
  if (isExport(entry.tool))
    return { ...nothing, whole: true, exact: true, hashed: entry.tool === 'uv-export' };
  if (entry.tool === 'uv-compile') return { ...nothing, whole: true };
  const name = nameOf(path);
  const refuse = (phrase: string): RequirementsFile => ({
    ...nothing,
    whole: true,
    status: fail(machine, { kind: 'requirements-refused', phrase }),
  });
  // uv reads these files; pip takes each line for a requirement.
  if (name === 'uv.lock') return refuse('ERROR: Invalid requirement: `version = 1`');
  if (name === 'pyproject.toml') {
    if (request.byPip === true) return refuse('ERROR: Invalid requirement: `[project]`');
    if (entry.text === null) return { ...nothing, whole: entry.from === 'pyproject.toml' ? true : 'unknown' };
    const { dependencies, problem } = readMetadata(entry.text);
    if (problem !== null) return refuse(`error: ${problem}`);
    return dependencies === null ? nothing : { ...nothing, whole: false, names: dependencies };
  }
  if (entry.text === null || !isKnown(entry.text))
    return { ...nothing, status: unknown(machine, `${command} ${written}`) };
  return readLines(machine, entry.text, request);
}

/** Reads the lines of a requirements file. */
function readLines(machine: Machine, text: string, request: PackageRequest): RequirementsFile {
  const names = new Set<string>();
  let status: Status = 'ok';
  for (const raw of text.slice(0, 100_000).split('\n')) {
    // Remove comments, hashes and continuation marks.
    const line = (raw.split(/^#| #| --hash=|\\$/)[0] ?? '').trim();
    if (line === '' || line.startsWith('--hash=')) continue;
    const requirement = readRequirement(line);
    if (line.startsWith('-') || (requirement === null && /[/:]/.test(line))) {
      status = unknown(machine, `${request.command} ${line.slice(0, 40)}`);
    } else if (requirement === null) {
      const phrase = `ERROR: Invalid requirement: '${line.slice(0, 60)}'`;
      return {
        whole: true,
        exact: false,
        names,
        status: fail(machine, { kind: 'requirements-refused', phrase }),
      };
    } else {
      names.add(requirement.name);
      const build = sourceBuild(machine, requirement.name);
      if (build !== null && build !== 'unknown')
        return { whole: true, exact: false, names, status: fail(machine, build) };
      if (build !== null) status = unknown(machine, `${request.command} ${requirement.name}`);
      if (!isWellKnown(requirement.name)) status = unknown(machine, `${request.command} ${requirement.name}`);
    }
  }
  // Manually pinned versions may differ from those of the lock file.
  return { whole: false, exact: false, status, names, hashed: /\s--hash=/.test(text) };
}

/** The folder of the wheels that an operand names, by file name or pattern. */
const wheelsOf = (machine: Machine, operand: string): string | null =>
  /\/\*$|\.whl$/.test(operand) && isKnown(operand) ? parentOf(resolvePath(machine.cwd, operand)) : null;
