import type { Instruction } from '../../dockerfile/instruction.ts';
import { type Done, mostFailures, type Run, type Substitution } from '../build/build.ts';
import { baseImage } from '../image/base-image.ts';
import { nameOf, plainFile, resolvePath } from '../image/files.ts';
import type { Stage } from '../image/stage.ts';
import { copyFiles } from './copy-files.ts';
import type { MissingSource } from './copy-sources.ts';
import { refusedFrom } from './refusals.ts';

/** COPY and ADD. */
export function copy(run: Run, stage: Stage, instruction: Instruction, words: Substitution): Done {
  const { line } = instruction;
  const heredocs = instruction.json
    ? []
    : instruction.args.slice(0, -1).filter((arg) => /^\d*<<-?/.test(arg));
  // A comment behind the paths is more paths for Docker, which it does not find. The rest is judged as it was meant.
  const comment = instruction.json
    ? -1
    : instruction.args.findIndex((arg, index) => index > 1 && arg.startsWith('#'));
  const paths = comment < 0 ? instruction.args : instruction.args.slice(0, comment);
  const sources = paths
    .slice(0, -1)
    .filter((arg) => !heredocs.includes(arg))
    .map((arg) => words.word(arg));
  const destination = words.word(paths.at(-1) ?? '');
  const option = (name: string): string | null => {
    const value = instruction.options.get(name)?.[0];
    return value === undefined ? null : words.word(value);
  };
  if (instruction.options.has('checksum')) option('checksum');
  // Whether the frontend that the file names has the option is not known here.
  if (instruction.options.has('parents'))
    run.events.push({
      kind: 'unknown',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      doubt: { of: 'command', what: 'COPY --parents' },
    });
  const fromName = instruction.options.get('from')?.[0];
  const refused = refusedFrom(instruction, run.names, stage.index, run.names.length);
  if (refused !== null) run.errors[refused.pass].push(refused.error);
  const other = fromName === undefined ? null : (stageFor(run, fromName, stage) ?? 'foreign');
  if (other !== null && other !== 'foreign') stage.uses.add(other);
  if (other === 'foreign' && fromName !== undefined) run.images.push({ image: fromName, line });
  const remote = sources.filter((source) => /^https?:\/\/|^git@|\.git(?:#|$)/.test(source));
  fetchRemote(run, stage, remote, { destination, line });
  const contents = instruction.heredocs.map((heredoc) => ({
    name: heredoc.name,
    text: heredoc.expand ? words.plain(heredoc.content) : heredoc.content,
  }));
  const isSource = (path: string): boolean =>
    run.project.directory === '' ? /\.py$/.test(path) : path.startsWith(`${run.project.directory}/`);
  const result = copyFiles({
    instruction,
    sources: sources.filter((source) => !remote.includes(source)),
    destination,
    contents,
    chmod: option('chmod'),
    chown: option('chown'),
    stage,
    from: other === 'foreign' ? { foreign: baseImage(run.tools, fromName ?? '') } : other,
    context: run.context,
    isSource,
    budget: run.budget,
    portable: run.tools.portable,
  });
  if (stage.sourceSince === null && result.taken.some(isSource)) stage.sourceSince = line;
  if (other !== null && other !== 'foreign' && other.sourceSince !== null && stage.sourceSince === null) {
    // What comes out of a stage depends on the source when the files themselves do.
    const moved = sources.some((source) => {
      const path = resolvePath('/', source);
      return (
        other.files.get(path)?.ofSource === true ||
        other.files.under(path).some(([, entry]) => entry.ofSource)
      );
    });
    if (moved) stage.sourceSince = line;
  }
  const missing = comment < 0 ? result.missing : [...result.missing, commentBehind];
  for (const { path, hiddenBy, instead } of run.failures.length < mostFailures ? missing : []) {
    run.failures.push({
      kind: 'copy-not-found',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      path,
      sources,
      isComment: path === '#',
      hiddenBy,
      instead: instead === '' ? null : instead,
      stage: fromName ?? null,
    });
  }
  return {
    copied: result,
    values: [option('chmod') ?? ''],
    sources: other === null ? sources.filter((source) => !remote.includes(source)) : [],
  };
}

/** What ADD fetches is not known, but for some programs. */
function fetchRemote(
  run: Run,
  stage: Stage,
  remote: readonly string[],
  { destination, line }: { readonly destination: string; readonly line: number },
): void {
  for (const source of remote) {
    const tool = run.tools.download(source);
    const folder =
      destination.endsWith('/') || stage.files.presence(resolvePath(stage.workdir, destination)) === 'folder';
    const path = folder ? `${destination}/${nameOf(source)}` : destination;
    if (/\.git(?:#|$)|^git@/.test(source)) stage.files.blur();
    else stage.files.put(resolvePath(stage.workdir, path), { ...plainFile, tool, line });
  }
}

/** What Docker makes of a comment behind a COPY: the first word of it is a file that is not there. */
const commentBehind: MissingSource = {
  path: '#',
  hiddenBy: null,
  instead: null,
};

/** A stage by name or number; null when it is an image from elsewhere. */
export function stageFor(
  run: { readonly stages: readonly Stage[] },
  name: string,
  current: Stage | null,
): Stage | null {
  // A stage that copied out of itself would never come to an end; Docker refuses it.
  if (/^\d+$/.test(name))
    return run.stages.find((stage, at) => at === Number(name) && stage !== current) ?? null;
  const lower = name.toLowerCase();
  return run.stages.findLast((stage) => stage.name === lower && stage !== current) ?? null;
}
