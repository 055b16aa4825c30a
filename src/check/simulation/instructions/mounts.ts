import { buildError } from '../../dockerfile/build-error.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { BuildState, Substitution } from '../build/build.ts';
import { mayRecordFailure } from '../build/built-stages.ts';
import { mayBringMore } from '../build/context.ts';
import { borrowedImage } from '../build/foreign-image.ts';
import type { SourceLocation } from '../failures.ts';
import type { CacheMount } from '../image/cache-mount.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import type { Environment, Stage } from '../image/stage.ts';
import { within } from '../image/within.ts';
import { isSourceOf } from '../project.ts';
import { stageFor } from './copy.ts';
import type { CoveringMount } from './covering-mounts.ts';
import { readMount } from './refusals.ts';

/** A path and the file mounted there. */
type MountedFile = readonly [string, Entry];

/** What a step's `RUN --mount` options make available. */
interface Mounts {
  readonly files: readonly MountedFile[];
  /** Virtual environments of another stage, by mounted path. */
  readonly environments: readonly (readonly [string, Environment])[];
  /** Whether the application's source is among the files. */
  readonly ofSource: boolean;
  /** Folders with a cache mount. */
  readonly caches: readonly CacheMount[];
  readonly covering: readonly CoveringMount[];
  /** Environment variables for secrets. Empty because the build gets no secrets. */
  readonly empty: readonly string[];
}

/** Reads the mounts of a RUN. Mounts that BuildKit rejects are recorded as build errors. */
export function readMounts(
  run: BuildState,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): Mounts {
  const files: MountedFile[] = [];
  const environments: Mounts['environments'][number][] = [];
  const caches: CacheMount[] = [];
  const covering: CoveringMount[] = [];
  const empty: string[] = [];
  let ofSource = false;
  const { line, options } = instruction;
  const { syntax } = run.dockerfile.lines;
  if (options.has('device') && !/labs/.test(syntax?.value ?? '')) {
    const phrase = 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later';
    run.errors.dispatch.push(buildError('UnknownFlag', line, phrase, { flag: '--device' }));
  }
  for (const mount of options.get('mount') ?? []) {
    const { fields, error } = readMount(mount, line, (text) => words.word(text));
    if (error !== null) {
      run.errors.dispatch.push(error);
      continue;
    }
    const type = (fields.get('type') ?? 'bind').toLowerCase();
    const target = fields.get('target') ?? '.';
    const folder = resolvePath(stage.workdir, target);
    if (type === 'cache') caches.push({ folder, writers: writersOf(fields) });
    if (['bind', 'cache', 'tmpfs'].includes(type) && (target.startsWith('/') ? target : folder) === '/') {
      run.errors.dispatch.push(buildError('InvalidMount', line, 'invalid mount target "/"', { mount }));
      continue;
    }
    if (type === 'cache' || type === 'tmpfs')
      covering.push({ folder, cache: type === 'cache' ? (fields.get('id') ?? target) : null });
    else if (type === 'secret' || type === 'ssh') {
      lendNothing(run, stage, mount, fields, line);
      empty.push(...(fields.has('env') ? [fields.get('env') ?? ''] : []));
    } else if (type === 'bind') {
      const bound = bind(run, stage, fields, folder, line);
      files.push(...bound.files);
      environments.push(...bound.environments);
      ofSource ||= bound.ofSource;
    }
  }
  run.budget.files -= files.length;
  return { files, environments, ofSource, caches, covering, empty };
}

/** A plain `docker build` gets no secrets and no SSH keys: nothing is mounted, and a step that requires one fails. */
function lendNothing(
  run: BuildState,
  stage: Stage,
  mount: string,
  fields: ReadonlyMap<string, string>,
  line: number,
): void {
  const isSecret = fields.get('type')?.toLowerCase() === 'secret';
  const target = fields.get('target') ?? fields.get('source') ?? fields.get('id') ?? '';
  const id = fields.get('id') ?? (isSecret ? nameOf(fields.get('source') ?? target) : 'default');
  if (/(?:^|,)required(?:=(?:true|1))?(?:,|$)/i.test(mount)) {
    const phrase = isSecret ? `secret ${id}: not found` : `unset ssh forward key ${id}`;
    const at = { file: run.project.dockerfile, line };
    if (mayRecordFailure(run)) run.failures.push({ kind: 'command-failed', at, phase: 'build', phrase });
  }
  const path = resolvePath('/run/secrets', target);
  if (isSecret && isKnown(path) && stage.files.get(path) === null) stage.files.remove(path);
}

type Bound = Pick<Mounts, 'files' | 'environments' | 'ofSource'>;

/** Environments in a folder of another stage, with their paths below the mount. */
const environmentsBelow = (other: Stage, root: string, place: string): Mounts['environments'] =>
  [...other.environments]
    .filter(([folder]) => folder.startsWith('/') && within(root, folder))
    .map(([folder, environment]) => {
      const target = resolvePath(place, `./${folder.slice(root === '/' ? 1 : root.length + 1)}`);
      return [
        target,
        { ...environment, madeAt: environment.madeAt ?? (target === folder ? null : folder) },
      ] as const;
    });

/** The files that a bind mount makes available. */
function bind(
  run: BuildState,
  stage: Stage,
  fields: ReadonlyMap<string, string>,
  folder: string,
  line: number,
): Bound {
  if (run.budget.files < 0) {
    stage.files.blur();
    return { files: [], environments: [], ofSource: false };
  }
  const source = (fields.get('source') ?? '.').replace(/^\.?\/+|(?<!\/)\/+$/g, '').replace(/^\.$/, '');
  const from = fields.get('from');
  if (from === undefined) return bindContext(run, stage, source, folder, line);
  const files = mountStage(run, stage, { from, source, place: folder, line });
  const other = stageFor(run, from, stage);
  return {
    files,
    environments: other === null ? [] : environmentsBelow(other, resolvePath('/', source), folder),
    ofSource: files.some(([, entry]) => entry.ofSource),
  };
}

function bindContext(
  { context, project }: BuildState,
  stage: Stage,
  source: string,
  folder: string,
  line: number,
): Bound {
  const files: MountedFile[] = [];
  let ofSource = false;
  if (mayBringMore(context, source)) stage.files.blur();
  for (const path of [...context.files.keys(), ...context.notSent]) {
    const inside = source === '' || path.startsWith(`${source}/`);
    if ((path !== source && !inside) || context.ignoredBy(path) !== null) continue;
    const below = path.slice(source === '' ? 0 : source.length + 1);
    const at = path === source ? folder : resolvePath(folder, below);
    // A file that is already there was almost always copied from the same source.
    if (stage.files.get(at) === null) {
      const text = context.files.get(path)?.text ?? null;
      files.push([at, { ...plainFile, from: path, text, line }]);
    }
    if (isSourceOf(project, path)) ofSource = true;
  }
  return { files, environments: [], ofSource };
}

/** `--mount=from=…`: another stage's files, or a program from its own image, for one step. */
function mountStage(
  run: BuildState,
  stage: Stage,
  mount: { readonly from: string; readonly source: string; readonly place: string; readonly line: number },
): readonly MountedFile[] {
  const { from, source, place, line } = mount;
  const at = { file: run.project.dockerfile, line };
  const other = stageFor(run, from, stage);
  if (other !== null) {
    stage.uses.add(other);
    const root = resolvePath('/', source);
    const itself = other.files.get(root);
    noteBorrowed(run, itself?.tool ?? null, at, stage);
    const under = other.files.under(root).map(([path, entry]) => {
      const inside = path.slice(root === '/' ? 0 : root.length);
      return [place + inside, entry] as const;
    });
    return itself === null || root === '/' ? under : [[place, itself], ...under];
  }
  const { brings } = borrowedImage(run, from, line);
  const [first] = brings;
  if (first === undefined) return [];
  noteBorrowed(run, first, at, stage);
  const path = source === '' ? `${place}/${first}` : place;
  const tool = brings.find((name) => name === nameOf(source)) ?? first;
  return [[path, { ...plainFile, executable: true, tool, line }]];
}

function noteBorrowed(run: BuildState, tool: string | null, at: SourceLocation, stage: Stage): void {
  const noted = tool === null ? null : run.tools.borrowed(tool, at, stage.index);
  if (noted !== null) run.events.push(noted);
}

/** Who may write to a cache folder: BuildKit creates it with mode 0755 for uid 0, unless the mount says otherwise. */
function writersOf(fields: ReadonlyMap<string, string>): CacheMount['writers'] {
  if (Number.parseInt(fields.get('mode') ?? '0755', 8) & 0o002) return 'all';
  const [uid, gid] = [Number(fields.get('uid') ?? 0), Number(fields.get('gid') ?? 0)];
  if (uid !== 0) return { uid: String(uid) };
  return gid === 0 ? 'root' : 'somebody';
}
