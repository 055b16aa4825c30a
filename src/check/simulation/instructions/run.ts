import type { Instruction } from '../../dockerfile/instruction.ts';
import { buildError } from '../../dockerfile/problem.ts';
import { machineFor, mostFailures, type Run, type Substitution } from '../build/build.ts';
import type { SourceLocation } from '../failures.ts';
import { baseImage } from '../image/base-image.ts';
import type { CacheMount } from '../image/cache-mount.ts';
import { type Entry, nameOf, plainFile, resolvePath } from '../image/files.ts';
import { lacksUser, type Stage } from '../image/stage.ts';
import { doubted } from '../shell/control.ts';
import { fail, leave, type Machine, type Status, unknown } from '../shell/machine.ts';
import { runFile } from '../shell/scripts.ts';
import { logIn, startedBy } from '../shell/shells.ts';
import { noUser } from '../start.ts';
import { stageFor } from './copy.ts';
import { type CoveringMount, cover } from './covering-mounts.ts';
import { readMount } from './refusals.ts';

/** RUN: its commands, on the stage as it is. */
export function runInstruction(run: Run, stage: Stage, instruction: Instruction, words: Substitution): void {
  const machine = machineFor(run, stage, 'build', instruction.line);
  const mounted = mounts(run, stage, instruction, words);
  const during: Machine = {
    ...machine,
    sourceSince: stage.sourceSince ?? (mounted.ofSource ? instruction.line : null),
    cacheMounts: mounted.caches,
  };
  const news = run.events.length;
  const before = mounted.files.map(([path]) => [path, stage.files.get(path)] as const);
  const uncover = cover(run.caches, stage, mounted.covering);
  for (const [path, file] of mounted.files) stage.files.put(path, file);
  const status = leave(during, carryOut(during, stage, instruction));
  if (lacksUser(stage, stage.user) && !run.failures.some(({ kind }) => kind === 'user-not-found')) {
    run.failures.push(noUser(during.place, 'build', stage.user));
  }
  if (status === 'unknown') doubted(during, news);
  if (status === 'failed' && during.failures.length === 0) {
    fail(during, { kind: 'command-refused', phrase: 'exit code: 1' });
  }
  if (status === 'failed' && run.failures.length < mostFailures) run.failures.push(...during.failures);
  // What was mounted is gone again, folders before what is in them, and what it hid is back.
  for (const [path, file] of before.toSorted(([one], [other]) => one.length - other.length)) {
    if (file !== null) stage.files.put(path, file);
    else if (stage.files.get(path) !== null) stage.files.remove(path);
  }
  uncover();
}

/** Runs the program of an exec form, or the shell with the line. */
function carryOut(machine: Machine, stage: Stage, instruction: Instruction): Status {
  if (instruction.json) {
    const own = { ...machine, exec: true, direct: true };
    return instruction.args.length === 0 ? 'ok' : own.run.words(own, instruction.args, null);
  }
  if (instruction.heredocs.length > 1) {
    // The grammar follows one a line.
    stage.files.blur();
    return unknown(machine, 'heredocs');
  }
  const script = scriptOf(instruction);
  const [shell = '/bin/sh', ...options] = stage.shell ?? ['/bin/sh', '-c'];
  const interpreter = instruction.heredocs.length > 0 ? /^#!\s*(\S.*)/.exec(script)?.[1] : undefined;
  if (interpreter !== undefined) return runAsFile(machine, stage, script, interpreter);
  const started = startedBy(options, machine.dialect === 'bash');
  const isPlain = /(?:^|\/)(?:ba|da|a)?sh$/.test(shell) && started.command && started.rest.length === 0;
  const found = shell === '/bin/sh' ? 'tool' : machine.run.find(machine, shell).kind;
  if (!isPlain || found !== 'tool' || started.wrong !== null)
    return machine.run.words({ ...machine, direct: true }, [shell, ...options, script], null);
  if (started.login) logIn(machine);
  const { errexit, nounset, pipefail } = started;
  return machine.run.text(Object.assign(machine, { errexit, nounset, pipefail }), script, [], true);
}

/** A heredoc that names its own interpreter is a file for BuildKit, which runs it without the shell of SHELL. */
function runAsFile(machine: Machine, stage: Stage, text: string, interpreter: string): Status {
  if (!/^\S*\/(?:env +)?(?:ba|da|a)?sh\b/.test(interpreter)) {
    stage.files.blur();
    return unknown(machine, interpreter);
  }
  const path = '/dev/pipes/EOF';
  stage.files.put(path, { ...plainFile, text, executable: true, line: machine.place.line });
  const status = runFile(machine, path, [], path);
  stage.files.remove(path);
  return status;
}

/** A heredoc before the command that reads it, with the redirections and variables there: the grammar knows it behind. */
const commandFirst = (line: string): string =>
  line
    // The & of `2>&1` ends no command.
    .split(/((?<![<>])[;&|]+)/)
    .map((command) => (command.includes('<<') ? heredocBehind(command) : command))
    .join('');

const isAssignment = (word: string): boolean => /^\w+=/.test(word);
/** `<<EOF`, or only `<<`, whose delimiter is a word of its own then. */
const heredocSign = /^\d*<<-?/;
const outputSign = /^\d*>>?/;

function heredocBehind(command: string): string {
  const words = command.trim().split(/[ \t]+/);
  let at = 0;
  /** A redirection and its file, which may be the next word. */
  const redirection = (sign: RegExp): string =>
    words[at]?.replace(sign, '') === '' ? `${words[at++]}${words[at++] ?? ''}` : (words[at++] ?? '');
  while (isAssignment(words[at] ?? '')) at += 1;
  const before = words.slice(0, at);
  if (!heredocSign.test(words[at] ?? '')) return command;
  const moved = [redirection(heredocSign)];
  while (isAssignment(words[at] ?? '') || outputSign.test(words[at] ?? ''))
    moved.push(isAssignment(words[at] ?? '') ? (words[at++] ?? '') : redirection(outputSign));
  const end = words.findIndex((word, index) => index >= at && (/^\d*[<>]/.test(word) || /[<>()]/.test(word)));
  const own = words.slice(at, end < 0 ? undefined : end);
  if (own.length === 0) return command;
  const rest = end < 0 ? [] : words.slice(end);
  const moves = [...before, ...own, ...moved, ...rest].join(' ');
  return command.replace(command.trim(), () => moves);
}

/** The script that a shell-form RUN hands to the shell: its line, or its heredoc. */
function scriptOf(instruction: Instruction): string {
  const [first] = instruction.heredocs;
  if (first === undefined) return instruction.rest;
  if (/^\d*<<-?\s*\S+$/.test(instruction.rest)) return first.content;
  const line = commandFirst(instruction.rest);
  return [line, ...instruction.heredocs.map(({ name, content }) => `${content}${name}`)].join('\n');
}

/** A path, and the file that a mount puts there. */
type Mounted = readonly [string, Entry];

/** What `RUN --mount` shows for one step. */
function mounts(
  run: Run,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): {
  readonly files: readonly Mounted[];
  readonly ofSource: boolean;
  /** Folders with a cache of the builder's over them. */
  readonly caches: readonly CacheMount[];
  readonly covering: readonly CoveringMount[];
} {
  const files: Mounted[] = [];
  const caches: CacheMount[] = [];
  const covering: CoveringMount[] = [];
  let ofSource = false;
  const { syntax } = run.dockerfile.lines;
  if (instruction.options.has('device') && !/labs/.test(syntax?.value ?? '')) {
    const phrase = 'device feature is only supported in Dockerfile frontend 1.14.0-labs or later';
    run.errors.dispatch.push(buildError('UnknownFlag', instruction.line, phrase, { flag: '--device' }));
  }
  for (const mount of instruction.options.get('mount') ?? []) {
    const { fields, error } = readMount(mount, instruction.line, (text) => words.word(text));
    if (error !== null) {
      run.errors.dispatch.push(error);
      continue;
    }
    const type = (fields.get('type') ?? 'bind').toLowerCase();
    const target = fields.get('target') ?? '.';
    if (type === 'cache')
      caches.push({ folder: resolvePath(stage.workdir, target), writers: writersOf(fields) });
    if (
      ['bind', 'cache', 'tmpfs'].includes(type) &&
      (target.startsWith('/') ? target : resolvePath(stage.workdir, target)) === '/'
    ) {
      run.errors.dispatch.push(
        buildError('InvalidMount', instruction.line, 'invalid mount target "/"', { mount }),
      );
      continue;
    }
    if (type === 'cache' || type === 'tmpfs') {
      const folder = resolvePath(stage.workdir, target);
      covering.push({ folder, cache: type === 'cache' ? (fields.get('id') ?? target) : null });
    }
    if (type !== 'bind') continue;
    const source = (fields.get('source') ?? '.').replace(/^\.?\/+|(?<!\/)\/+$/g, '').replace(/^\.$/, '');
    const place = resolvePath(stage.workdir, target);
    const from = fields.get('from');
    if (run.budget.files < 0) {
      stage.files.blur();
      continue;
    }
    if (from !== undefined) {
      const shown = mountStage(run, stage, { from, source, place, line: instruction.line });
      if (shown.some(([, entry]) => entry.ofSource)) ofSource = true;
      files.push(...shown);
      continue;
    }
    for (const path of [...run.context.files.keys(), ...run.context.notSent]) {
      const inside = source === '' || path.startsWith(`${source}/`);
      if ((path !== source && !inside) || run.context.ignoredBy(path) !== null) continue;
      const at =
        path === source ? place : resolvePath(place, path.slice(source === '' ? 0 : source.length + 1));
      // A file of the same name was copied from there, as good as always.
      if (stage.files.get(at) === null) {
        const text = run.context.files.get(path)?.text ?? null;
        files.push([at, { ...plainFile, from: path, text, line: instruction.line }]);
      }
      if (run.project.directory !== '' && path.startsWith(`${run.project.directory}/`)) ofSource = true;
    }
  }
  run.budget.files -= files.length;
  return { files, ofSource, caches, covering };
}

/** `--mount=from=…`: another stage's files, or a program out of an image of its own, for one step. */
function mountStage(
  run: Run,
  stage: Stage,
  mount: { readonly from: string; readonly source: string; readonly place: string; readonly line: number },
): readonly Mounted[] {
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
  run.images.push({ image: from, line });
  const { brings } = baseImage(run.tools, from);
  const [first] = brings;
  if (first === undefined) return [];
  noteBorrowed(run, first, at, stage);
  const path = source === '' ? `${place}/${first}` : place;
  const tool = brings.find((name) => name === nameOf(source)) ?? first;
  return [[path, { ...plainFile, executable: true, tool, line }]];
}

function noteBorrowed(run: Run, tool: string | null, at: SourceLocation, stage: Stage): void {
  const noted = tool === null ? null : run.tools.borrowed(tool, at, stage.index);
  if (noted !== null) run.events.push(noted);
}

/** Who may write into a cache's folder: BuildKit makes it with mode 0755 for user 0, or as the mount says. */
function writersOf(fields: ReadonlyMap<string, string>): CacheMount['writers'] {
  if (Number.parseInt(fields.get('mode') ?? '0755', 8) & 0o002) return 'all';
  const [uid, gid] = [Number(fields.get('uid') ?? 0), Number(fields.get('gid') ?? 0)];
  if (uid !== 0) return { uid: String(uid) };
  return gid === 0 ? 'root' : 'somebody';
}
