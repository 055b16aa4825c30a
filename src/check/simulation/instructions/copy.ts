import type { Instruction } from '../../dockerfile/instruction.ts';
import type { BuildState, InstructionOutcome, Substitution } from '../build/build.ts';
import { mayRecordFailure } from '../build/built-stages.ts';
import { borrowedImage } from '../build/foreign-image.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import { modeMakesExecutable } from '../image/mode.ts';
import { lacksLists, type Stage } from '../image/stage.ts';
import { isSourceOf } from '../project.ts';
import { hostOf, isNowhere, isRemote, isRepository } from '../remote.ts';
import { copyFiles } from './copy-files.ts';
import { type CopyRequest, isForeign, type MissingSource } from './copy-sources.ts';
import { refusedFrom } from './refusals.ts';

/** Carries out COPY or ADD. */
export function copy(
  run: BuildState,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): InstructionOutcome {
  const { line } = instruction;
  const { sources, destination, hasComment } = readPaths(instruction, words);
  const option = (name: string): string | null => {
    const value = instruction.options.get(name)?.[0];
    return value === undefined ? null : words.word(value);
  };
  if (instruction.options.has('checksum')) option('checksum');
  // Whether the Dockerfile frontend in use supports the option is unknown here.
  if (instruction.options.has('parents'))
    run.events.push({
      kind: 'unknown',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      doubt: { of: 'command', what: 'COPY --parents' },
    });
  const from = copySource(run, stage, instruction);
  const remote = instruction.keyword === 'add' ? sources.filter(isRemote) : [];
  const local = remote.length === 0 ? sources : sources.filter((source) => !isRemote(source));
  const contents = instruction.heredocs.map((heredoc) => ({
    name: heredoc.name,
    text: heredoc.expand ? words.plain(heredoc.content) : heredoc.content,
  }));
  const isSource = (path: string): boolean => isSourceOf(run.project, path);
  const [chmod, chown] = [option('chmod'), option('chown')];
  if (chown !== null && lacksLists(stage, chown) && mayRecordFailure(run))
    run.failures.push({
      kind: 'owner-not-found',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      owner: chown,
    });
  fetchRemote(run, stage, remote, {
    destination,
    line,
    executable: modeMakesExecutable(chmod ?? modeOfDownload),
  });
  const copied = copyFiles({
    instruction,
    sources: local,
    destination,
    contents,
    chmod,
    chown,
    stage,
    from,
    context: run.context,
    isSource,
    budget: run.budget,
    portable: run.tools.portable,
  });
  const bringsSource = (): boolean =>
    copied.taken.some(isSource) || (from !== null && !isForeign(from) && holdsSource(from, sources));
  if (stage.sourceSince === null && bringsSource()) stage.sourceSince = line;
  const missing = hasComment ? [...copied.missing, missingComment] : copied.missing;
  reportMissing(run, instruction, sources, missing);
  return { copied, values: [chmod ?? ''], sources: from === null ? local : [] };
}

/** Sources and destination after substitution, without heredocs. */
function readPaths(
  { json, args }: Instruction,
  words: Substitution,
): { readonly sources: readonly string[]; readonly destination: string; readonly hasComment: boolean } {
  // Docker takes a comment after the paths for more paths, which do not exist. The instruction is then simulated as intended.
  const comment = json ? -1 : args.findIndex((arg, index) => index > 1 && arg.startsWith('#'));
  const hasComment = comment >= 0;
  const paths = hasComment ? args.slice(0, comment) : args;
  const sources = paths
    .slice(0, -1)
    .filter((arg) => json || !/^\d*<<-?/.test(arg))
    .map((arg) => words.word(arg));
  return { sources, destination: words.word(paths.at(-1) ?? ''), hasComment };
}

/** Where the files come from: another stage or a foreign image; null for the build context. */
function copySource(run: BuildState, stage: Stage, instruction: Instruction): CopyRequest['from'] {
  const name = instruction.options.get('from')?.[0];
  const refused = refusedFrom(instruction, run.names, stage.index, run.names.length);
  if (refused !== null) run.errors[refused.pass].push(refused.error);
  if (name === undefined) return null;
  const other = stageFor(run, name, stage);
  if (other !== null) {
    stage.uses.add(other);
    return other;
  }
  return { foreign: borrowedImage(run, name, instruction.line) };
}

/** Whether files copied out of a stage include the application's source. */
const holdsSource = (from: Stage, sources: readonly string[]): boolean =>
  from.sourceSince !== null &&
  sources.some((source) => {
    const path = resolvePath('/', source);
    return (
      from.files.get(path)?.ofSource === true || from.files.under(path).some(([, entry]) => entry.ofSource)
    );
  });

/** Maximum number of missing sources reported per COPY: each is compared with all names of the project. */
const mostMissing = 20;

function reportMissing(
  run: BuildState,
  { line, options }: Instruction,
  sources: readonly string[],
  missing: readonly MissingSource[],
): void {
  for (const { path, hiddenBy, instead } of missing.slice(0, mostMissing)) {
    if (!mayRecordFailure(run)) return;
    run.failures.push({
      kind: 'copy-not-found',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      path,
      sources,
      isComment: path === '#',
      hiddenBy,
      instead: instead === '' ? null : instead,
      stage: options.get('from')?.[0] ?? null,
    });
  }
}

/** The failure that a comment after a COPY causes: its first word is taken for a file, which does not exist. */
const missingComment: MissingSource = { path: '#', hiddenBy: null, instead: null };

/** Mode of files that ADD downloads, unless it sets one: only root may access them (Docker's reference of ADD). */
const modeOfDownload = '600';

/** Simulates the downloads of ADD. Except for a few known programs, whether the file exists and what it contains is unknown. */
function fetchRemote(
  run: BuildState,
  stage: Stage,
  remote: readonly string[],
  { destination, line, executable }: Pick<Entry, 'line' | 'executable'> & { readonly destination: string },
): void {
  const at = { file: run.project.dockerfile, line };
  for (const source of remote) {
    const tool = run.tools.download(source);
    const host = hostOf(source);
    if (isNowhere(source)) run.failures.push({ kind: 'host-not-found', at, phase: 'build', host });
    else if (tool === null)
      run.events.push({ kind: 'unknown', at, phase: 'build', doubt: { of: 'service', host } });
    const folder =
      destination.endsWith('/') || stage.files.presence(resolvePath(stage.workdir, destination)) === 'folder';
    const path = folder ? `${destination}/${nameOf(source)}` : destination;
    if (isRepository(source)) stage.files.blur();
    else stage.files.put(resolvePath(stage.workdir, path), { ...plainFile, tool, line, executable });
  }
}

/** A stage by name or number; null if there is none, so that the name is an image's. */
export function stageFor(
  run: { readonly stages: readonly Stage[] },
  name: string,
  current: Stage | null,
): Stage | null {
  // Docker refuses a stage that copies from itself: the build would never end.
  if (/^\d+$/.test(name))
    return run.stages.find((stage, at) => at === Number(name) && stage !== current) ?? null;
  const lower = name.toLowerCase();
  return run.stages.findLast((stage) => stage.name === lower && stage !== current) ?? null;
}
