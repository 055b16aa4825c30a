import { isKnown } from '../dockerfile/unknown-text.ts';
import { nameOf, parentOf, plainFile, resolvePath } from './files.ts';
import { install, setEnvironment } from './install.ts';
import { fail, type Machine, type Status } from './machine.ts';
import type { Parsed } from './options.ts';
import { normal } from './project.ts';
import { bareEnvironment, homeOf, isRoot, systemPython } from './stage.ts';

/** What pip and `uv pip` share: packages by name, requirement files, the project itself. */
export function requirements(
  machine: Machine,
  command: string,
  options: Parsed['options'],
  operands: readonly string[],
  environment: string,
  given: Status,
  filesOnly = false,
): Status {
  let status = given;
  const files = [
    ...(options.get('-r') ?? []),
    ...(options.get('--requirement') ?? []),
    ...(options.get('--requirements') ?? []),
    ...(filesOnly ? operands : []),
  ];
  const local = [...(options.get('-e') ?? []), ...(options.get('--editable') ?? []), ...operands].filter(
    (name) => /^\.{0,2}\/|^\.{1,2}(?:\[|$)/.test(name) && !name.endsWith('.whl'),
  );
  const odd = operands.find(
    (name) => !local.includes(name) && !files.includes(name) && isNoRequirement(name),
  );
  if (odd !== undefined)
    status = fail(
      machine,
      'pip-usage',
      { phrase: `ERROR: Invalid requirement: ${spelled(odd)}`, command },
      /uv/.test(odd) ? 'installer-available' : null,
    );
  let whole = local.length > 0;
  for (const written of local) {
    const folder = resolvePath(machine.cwd, written.split('[')[0] ?? '');
    const absent = ['pyproject.toml', 'setup.py'].every(
      (name) => machine.stage.files.presence(resolvePath(folder, name)) === 'absent',
    );
    if (!isKnown(folder) || !absent) continue;
    const phrase = `ERROR: Directory '${written}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.`;
    status = fail(
      machine,
      'pip-usage',
      { phrase, command },
      operands.includes('uv') ? 'installer-available' : 'dependencies-copied-first',
    );
  }
  for (const written of files) {
    const path = resolvePath(machine.cwd, written);
    const presence = isKnown(path) ? machine.stage.files.presence(path) : 'unknown';
    if (presence === 'absent') {
      const own = machine.project.dependencyFiles.some((file) => nameOf(file) === nameOf(path));
      status = fail(
        machine,
        'file-not-found',
        { command: command.split(' ').slice(0, 3).join(' '), path: written, resolved: path },
        own ? 'dependencies-copied-first' : 'dependencies-installed',
      );
    }
    if (
      nameOf(path) === 'pyproject.toml' ||
      (nameOf(path).includes('requirements') && /\.(?:txt|in)$/.test(path)) ||
      presence !== 'absent'
    )
      whole = true;
  }
  if (whole) {
    const exported = files.some(
      (file) => machine.stage.files.get(resolvePath(machine.cwd, file))?.tool === 'uv-export',
    );
    const root = parentOf(resolvePath(machine.cwd, files[0] ?? `${local[0] ?? '.'}/x`));
    status = install(
      machine,
      { command, implicit: false, exact: exported, root, environment, withoutDev: false },
      status,
    );
  }
  const names = operands.filter((name) => !local.includes(name) && !(filesOnly && files.includes(name)));
  if (names.length > 0)
    addPackages(
      machine,
      environment,
      names,
      ofUser(machine, options, environment) ? userPrograms(machine) : null,
    );
  return status;
}

/** A name with a character in it that no package's has. Python cuts exotic blanks at its ends, and nothing of no width. */
const isNoRequirement = (name: string): boolean =>
  isKnown(name) && /[^\x20-\x7e]/.test(name.trim().replaceAll('\ufeff', '\u200b'));

/** As Python shows it: what is not seen by its number. */
const spelled = (name: string): string =>
  `'${name.trim().replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;

/** Asked for, or because the system's folders are not the user's: pip then installs for the user alone. */
const ofUser = (machine: Machine, options: Parsed['options'], environment: string): boolean =>
  environment === systemPython && (options.has('--user') || (!isRoot(machine.user) && isKnown(machine.user)));

/** Where `pip install --user` puts programs, a folder that is not on the PATH by itself. */
const userPrograms = (machine: Machine): string =>
  `${machine.env.get('HOME') ?? homeOf(machine.stage, machine.user) ?? '/root'}/.local/bin`;

/** Packages by name: `uv` among them is the tool itself. */
export function addPackages(
  machine: Machine,
  environment: string,
  names: readonly string[],
  /** Where their programs go, when not to the environment's own. */
  programs: string | null = null,
): void {
  const distributions = names.map((name) => normal(/^([A-Za-z0-9][\w.-]*)/.exec(name.trim())?.[1] ?? ''));
  const before = machine.stage.environments.get(environment) ?? bareEnvironment;
  setEnvironment(machine, environment, {
    ...before,
    packages: new Set([...before.packages, ...distributions]),
    line: machine.place.line,
  });
  if (distributions.includes('uv'))
    putUv(
      machine,
      programs ?? (environment === systemPython ? '/usr/local/bin' : `${environment}/bin`),
      'pip',
    );
}

/** uv is there from now on. */
export function putUv(machine: Machine, folder: string, how: string): void {
  for (const tool of ['uv', 'uvx']) {
    machine.stage.files.put(`${folder}/${tool}`, {
      ...plainFile,
      executable: true,
      tool,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  machine.happenings.push({ kind: 'uv-installed', at: machine.place, stage: machine.stage.index, how });
}
