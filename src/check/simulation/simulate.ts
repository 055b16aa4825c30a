import type { Lesson } from '../../lesson/lesson.ts';
import { argPairs, type Instruction } from '../dockerfile/instruction.ts';
import type { Dockerfile } from '../dockerfile/parse.ts';
import { type BuildError, buildError } from '../dockerfile/problem.ts';
import { type Swallowed, setFree } from '../dockerfile/swallowed.ts';
import { expandWord, isKnown, type Lookup, type Reading, unknownText } from '../dockerfile/variables.ts';
import type { ShellParser } from '../shell/syntax.ts';
import { baseImage } from './base.ts';
import type { BuildContext } from './context.ts';
import { type CopyResult, copyFiles } from './copy.ts';
import { nameOf, plainFile, resolvePath } from './files.ts';
import type { Failure, Happening } from './happenings.ts';
import { mostSteps } from './interpret.ts';
import { dialectOf, type Machine } from './machine.ts';
import { running } from './programs.ts';
import type { Project } from './project.ts';
import { isReference } from './reference.ts';
import {
  readMount,
  refusedFrom,
  refusedMode,
  refusedPlatform,
  refusedPort,
  refusedSignal,
  refusedSource,
} from './refusals.ts';
import { bareEnvironment, newStage, type Stage } from './stage.ts';
import { type Start, startContainer } from './start.ts';

/** One instruction with what it did. */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: Stage | null;
  /** WORKDIR and USER before it ran. */
  readonly workdir: string;
  readonly user: string;
  readonly copied: CopyResult | null;
  /** Variables that it uses and that are not set. */
  readonly undefinedVariables: readonly string[];
  /** Its arguments after substitution, where they have any. */
  readonly values: readonly string[];
  /** Paths of the context that COPY or ADD names, after substitution. */
  readonly sources: readonly string[];
  /** SHELL has been set before. */
  readonly shell: boolean;
  /** It is the first WORKDIR of its stage and of those that it goes on from. */
  readonly firstWorkdir: boolean;
}

/** A command of a RUN step. */
export interface Command {
  readonly words: readonly string[];
  readonly line: number;
  readonly stage: Stage;
}

/** A build as it would go, step by step, and the container's start after it. */
export interface Simulation {
  readonly steps: readonly Step[];
  readonly stages: readonly Stage[];
  readonly final: Stage | null;
  /** Null when there is no stage to start. */
  readonly start: Start | null;
  readonly happenings: readonly Happening[];
  /** What ends the build or the start, for certain. */
  readonly failures: readonly Failure[];
  /** What Docker refuses once it puts the instructions to work. */
  readonly errors: readonly BuildError[];
  /** Commands of RUN steps, as far as their words are known. */
  readonly commands: readonly Command[];
  /** Images that COPY --from and mounts name. */
  readonly images: readonly { readonly image: string; readonly line: number }[];
  /** Instructions that a stray backslash has made a part of another. */
  readonly swallowed: readonly Swallowed[];
  readonly fromVariables: readonly { readonly line: number; readonly name: string }[];
}

interface Run {
  readonly lesson: Lesson;
  readonly project: Project;
  readonly context: BuildContext;
  readonly parseShell: ShellParser;
  readonly dockerfile: Dockerfile;
  readonly stages: Stage[];
  readonly steps: Step[];
  readonly happenings: Happening[];
  readonly failures: Failure[];
  /** By the pass in which BuildKit meets them: stages, then commands, then one stage after the other. */
  readonly errors: Readonly<Record<'stages' | 'commands' | 'dispatch', BuildError[]>>;
  readonly commands: Command[];
  readonly images: { image: string; line: number }[];
  readonly names: readonly { readonly name: string | null }[];
  readonly fromVariables: { line: number; name: string }[];
  readonly global: Map<string, string | null>;
  readonly budget: { steps: number; shell: number; files: number };
}

/** Characters of shell that one check reads in all. */
const shellBudget = 16 * 1024;
/** More failures than these are not told apart any more. */
const mostFailures = 40;
/** Files that all COPYs of one check may carry, a generous project copied some hundred times. */
const mostCopied = 20_000;

/** Values that Docker gives to a build by itself, before the first FROM. */
const predefined = new Map<string, string | null>(
  ['BUILD', 'TARGET'].flatMap((side) => [
    [`${side}PLATFORM`, 'linux/amd64'],
    [`${side}OS`, 'linux'],
    [`${side}OSVERSION`, ''],
    [`${side}ARCH`, 'amd64'],
    [`${side}VARIANT`, ''],
  ]),
);

export interface SimulationInput {
  readonly dockerfile: Dockerfile;
  /** The Dockerfile's text. */
  readonly source: string;
  readonly lesson: Lesson;
  readonly project: Project;
  readonly context: BuildContext;
  readonly parseShell: ShellParser;
}

/** Runs a Dockerfile symbolically. Pure: the same input gives the same simulation. */
export function simulate(input: SimulationInput): Simulation {
  const run: Run = {
    ...input,
    stages: [],
    steps: [],
    happenings: [],
    failures: [],
    errors: { stages: [], commands: [], dispatch: [] },
    commands: [],
    images: [],
    names: stageNames(input.dockerfile),
    fromVariables: [],
    global: new Map([...predefined, ['TARGETSTAGE', 'default']]),
    budget: { steps: mostSteps, shell: shellBudget, files: mostCopied },
  };
  // Without a lesson the file is taken as it stands, with one as it was meant: a backslash too many is told by itself.
  const { instructions, swallowed } =
    input.lesson.manifest === null || input.dockerfile.lines.escape !== '\\'
      ? { instructions: input.dockerfile.instructions, swallowed: [] }
      : setFree(input.dockerfile.instructions, input.source);
  const [assumed] = input.lesson.manifest?.baseImages ?? [];
  if (assumed !== undefined && needsBase(instructions)) {
    run.stages.push(newStage(0, null, instructions[0]?.line ?? 1, baseImage(assumed), null));
  }
  for (const instruction of instructions) step(run, instruction);
  const final = run.stages.at(-1) ?? imaginedStage(run);
  const script = input.lesson.manifest?.files.entrypoint ?? 'entrypoint.sh';
  const start =
    final === null
      ? null
      : startContainer(machineFor(run, final, 'start', 0), run.failures, input.context, script);
  return {
    steps: run.steps,
    stages: run.stages,
    final,
    start,
    happenings: run.happenings,
    failures: run.failures,
    errors: [...run.errors.stages, ...run.errors.commands, ...run.errors.dispatch],
    commands: run.commands,
    images: run.images,
    swallowed,
    fromVariables: run.fromVariables,
  };
}

/**
 * The Dockerfile was not sent, a script was: it is run in an image like the one that the lesson leads to, so that its own
 * problems are seen. Null when there is nothing to run.
 */
function imaginedStage(run: Run): Stage | null {
  const { manifest } = run.lesson;
  const script = manifest === null ? undefined : run.context.files.get(manifest.files.entrypoint);
  const [base] = manifest?.baseImages ?? [];
  if (manifest === null || script === undefined || base === undefined) return null;
  if (!run.context.notSent.has(manifest.files.dockerfile)) return null;
  const stage = newStage(0, null, 0, baseImage(base), null);
  const program = { ...plainFile, executable: true };
  for (const { path, text } of run.context.files.values())
    stage.files.put(`/app/${path}`, { ...plainFile, from: path, text });
  stage.files.put('/usr/local/bin/uv', { ...program, tool: 'uv' });
  stage.files.put('/app/.venv/bin/python', { ...program, tool: 'python' });
  stage.files.put('/entrypoint.sh', { ...program, from: script.path, text: script.text, named: true });
  stage.environments.set('/app/.venv', { ...bareEnvironment, project: true });
  stage.workdir = resolvePath('/app', run.project.directory);
  stage.entrypoint = { exec: ['/entrypoint.sh'], shell: null, line: 0, written: '' };
  run.stages.push(stage);
  return stage;
}

/** No FROM can be read, but the rest can: it is judged on the lesson's own base. */
const needsBase = (instructions: readonly Instruction[]): boolean =>
  instructions.every(({ keyword }) => keyword !== 'from') &&
  instructions.some(({ keyword, error }) => keyword !== null && keyword !== 'arg' && error === null);

function machineFor(run: Run, stage: Stage, phase: 'build' | 'start', line: number): Machine {
  return {
    phase,
    stage,
    project: run.project,
    parseShell: run.parseShell,
    run: running,
    happenings: run.happenings,
    failures: [],
    fatal: run.failures,
    env: new Map(stage.env),
    cwd: stage.workdir,
    user: stage.user,
    place: { file: run.project.dockerfile, line },
    args: [],
    certain: true,
    dialect: dialectOf({ stage }, stage.shell?.[0] ?? '/bin/sh'),
    errexit: false,
    exec: false,
    background: false,
    functions: new Map(),
    depth: 0,
    sourceSince: stage.sourceSince,
    commands: run.commands,
    budget: run.budget,
  };
}

/** Replaces variables in an instruction's words, and keeps the names of those that are not set. */
class Substitution {
  readonly undefinedVariables = new Set<string>();
  error: string | null = null;
  private readonly stage: Stage;
  private readonly escapeMark: string;

  constructor(stage: Stage, escapeMark: string) {
    this.stage = stage;
    this.escapeMark = escapeMark;
  }

  readonly lookup: Lookup = (name) => {
    const value = this.stage.env.get(name);
    if (value !== undefined) return value;
    return this.stage.base.env === null && !this.stage.declared.has(name) ? unknownText : null;
  };

  word(text: string): string {
    return this.read(text, { escape: this.escapeMark });
  }

  /** A heredoc's text: its quotes stay. */
  plain(text: string): string {
    return this.read(text, { plainQuotes: true });
  }

  private read(text: string, how: Reading): string {
    const { text: result, unmatched, error } = expandWord(text, this.lookup, how);
    for (const name of unmatched) if (!this.stage.declared.has(name)) this.undefinedVariables.add(name);
    if (error !== null) this.error ??= error;
    return result;
  }
}

function step(run: Run, instruction: Instruction): void {
  if (instruction.keyword === null || instruction.error !== null) {
    if (instruction.keyword === 'from' && instruction.args[0] !== undefined) from(run, instruction);
    else keep(run, instruction, run.stages.at(-1) ?? null, null, []);
    return;
  }
  if (instruction.keyword === 'from') {
    from(run, instruction);
    return;
  }
  const stage = run.stages.at(-1);
  if (stage === undefined) {
    if (instruction.keyword === 'arg') globalArg(run, instruction);
    keep(run, instruction, null, null, []);
    return;
  }
  const words = new Substitution(stage, run.dockerfile.lines.escape);
  const before = { workdir: stage.workdir, user: stage.user };
  const shell = stage.shell !== null;
  const firstWorkdir = instruction.keyword === 'workdir' && !stage.workdirSet;
  const { copied, values, sources } = inStage(run, stage, instruction, words);
  if (words.error !== null) {
    run.errors.dispatch.push(buildError('BadSubstitution', instruction.line, words.error, {}));
  } else run.errors.dispatch.push(...refusals(instruction, values, words));
  run.steps.push({
    instruction,
    stage,
    ...before,
    copied,
    undefinedVariables: [...words.undefinedVariables],
    values,
    sources,
    shell,
    firstWorkdir,
  });
}

function keep(
  run: Run,
  instruction: Instruction,
  stage: Stage | null,
  copied: CopyResult | null,
  values: readonly string[],
): void {
  run.steps.push({
    instruction,
    stage,
    workdir: stage?.workdir ?? '/',
    user: stage?.user ?? '',
    copied,
    undefinedVariables: [],
    values,
    sources: [],
    shell: false,
    firstWorkdir: false,
  });
}

function globalArg(run: Run, instruction: Instruction): void {
  for (const { name, value } of argPairs(instruction)) {
    if (value === null) {
      if (!run.global.has(name)) run.global.set(name, null);
      continue;
    }
    const { text, error } = expandWord(value, (each) => run.global.get(each) ?? null, {
      escape: run.dockerfile.lines.escape,
    });
    if (error !== null) run.errors.stages.push(buildError('BadSubstitution', instruction.line, error, {}));
    run.global.set(name, text);
  }
}

function from(run: Run, instruction: Instruction): void {
  const [base = ''] = instruction.args;
  const how = { escape: run.dockerfile.lines.escape };
  const lookup: Lookup = (name) => run.global.get(name) ?? null;
  const { text, unmatched, error } = expandWord(base, lookup, how);
  for (const name of unmatched)
    if (!run.global.has(name)) run.fromVariables.push({ line: instruction.line, name });
  if (error !== null) run.errors.stages.push(buildError('BadSubstitution', instruction.line, error, {}));
  const platform = instruction.options.get('platform')?.[0];
  if (platform !== undefined) {
    const expansion = expandWord(platform, lookup, how);
    for (const each of expansion.unmatched) {
      if (!run.global.has(each)) run.fromVariables.push({ line: instruction.line, name: each });
    }
    const refused =
      expansion.error === null
        ? refusedPlatform(expansion.text, platform, instruction.line)
        : buildError('BadSubstitution', instruction.line, expansion.error, {});
    if (refused !== null) run.errors.stages.push(refused);
  }
  if (text === '' && error === null) {
    run.errors.stages.push(
      buildError('BlankBaseName', instruction.line, `base name (${base}) should not be blank`, { base }),
    );
  }
  const isAs = instruction.args.length === 3 && instruction.args[1]?.toLowerCase() === 'as';
  const name = isAs ? (instruction.args[2]?.toLowerCase() ?? null) : null;
  const parent = run.stages.findLast((stage) => stage.name === text) ?? null;
  if (parent === null && text !== '' && error === null && !isReference(text)) {
    run.errors.stages.push(
      buildError(
        'InvalidReference',
        instruction.line,
        `failed to parse stage name ${JSON.stringify(text)}: invalid reference format`,
        { reference: text },
      ),
    );
  }
  const stage = newStage(run.stages.length, name, instruction.line, parent?.base ?? baseImage(text), parent);
  run.stages.push(stage);
  keep(run, instruction, stage, null, [text]);
}

/** What Docker refuses of an instruction's values. */
function refusals(
  instruction: Instruction,
  values: readonly string[],
  words: Substitution,
): readonly BuildError[] {
  const { line, keyword } = instruction;
  const one = (error: BuildError | null): readonly BuildError[] => (error === null ? [] : [error]);
  switch (keyword) {
    case 'expose':
      return values
        .toSorted()
        .flatMap((port) => one(refusedPort(port, line)))
        .slice(0, 1);
    case 'stopsignal':
      return one(refusedSignal(values[0] ?? '', line));
    case 'volume':
      return values.some((value) => value === '')
        ? [buildError('EmptyVolume', line, 'VOLUME specified can not be an empty string', {})]
        : [];
    case 'copy':
    case 'add': {
      const mode = one(refusedMode(values[0] ?? '', line));
      const named = instruction.args.slice(0, -1).filter((arg) => !/^\d*<<-?/.test(arg));
      const wrong = named.flatMap((source) =>
        one(refusedSource(words.word(source), keyword === 'add', line)),
      );
      return [...mode, ...wrong].slice(0, 1);
    }
    default:
      return [];
  }
}

function stageNames(dockerfile: Dockerfile): readonly { readonly name: string | null }[] {
  return dockerfile.instructions
    .filter(({ keyword }) => keyword === 'from')
    .map(({ args }) => ({ name: args.length === 3 ? (args[2]?.toLowerCase() ?? null) : null }));
}

interface Done {
  readonly copied: CopyResult | null;
  readonly values: readonly string[];
  readonly sources: readonly string[];
}
const nothing: Done = { copied: null, values: [], sources: [] };

function inStage(run: Run, stage: Stage, instruction: Instruction, words: Substitution): Done {
  const { line } = instruction;
  switch (instruction.keyword) {
    case 'env':
      return { ...nothing, values: setVariables(stage, instruction, words) };
    case 'label':
      return { ...nothing, values: instruction.pairs.map(({ value }) => words.word(value ?? '')) };
    case 'arg':
      declare(run, stage, instruction, words);
      return nothing;
    case 'workdir': {
      const value = words.word(instruction.args[0] ?? '');
      stage.workdir = resolvePath(stage.workdir, value === '' ? '.' : value);
      stage.workdirSet = true;
      stage.workdirLine = line;
      if (isKnown(stage.workdir)) {
        if (stage.files.get(stage.workdir) === null) {
          const owner = stage.user === '' ? 'root' : (stage.user.split(':')[0] ?? 'root');
          stage.files.put(stage.workdir, { ...plainFile, kind: 'folder', executable: true, owner, line });
        }
      }
      return { ...nothing, values: [value] };
    }
    case 'user': {
      const value = words.word(instruction.args[0] ?? '');
      stage.user = value;
      return { ...nothing, values: [value] };
    }
    case 'shell':
      stage.shell = instruction.args;
      return nothing;
    case 'expose':
      return { ...nothing, values: instruction.args.flatMap((port) => expose(stage, port, line, words)) };
    case 'entrypoint':
    case 'cmd': {
      const start = {
        exec: instruction.json ? instruction.args : null,
        shell: instruction.json ? null : instruction.rest,
        line,
        written: instruction.rest,
      };
      if (instruction.keyword === 'cmd') stage.cmd = start;
      else {
        stage.entrypoint = instruction.json && instruction.args.length === 0 ? null : start;
        // A CMD of the base goes when ENTRYPOINT is set; one of this stage stays.
        if (stage.cmd !== null && stage.parent !== null && stage.cmd === stage.parent.cmd) stage.cmd = null;
      }
      return nothing;
    }
    case 'copy':
    case 'add':
      return copy(run, stage, instruction, words);
    case 'run':
      runInstruction(run, stage, instruction, words);
      return nothing;
    case 'volume':
    case 'stopsignal':
      return { ...nothing, values: instruction.args.map((arg) => words.word(arg)) };
    default:
      return nothing;
  }
}

function setVariables(stage: Stage, instruction: Instruction, words: Substitution): readonly string[] {
  // All values see the environment as it was before the instruction.
  const values = instruction.pairs.map(
    ({ name, value }) => [words.word(name), words.word(value ?? '')] as const,
  );
  for (const [name, value] of values) stage.env.set(name, value);
  return values.map(([, value]) => value);
}

function declare(run: Run, stage: Stage, instruction: Instruction, words: Substitution): void {
  for (const { name, value } of argPairs(instruction)) {
    const given = value === null ? (run.global.get(name) ?? null) : words.word(value);
    stage.declared.add(name);
    if (given !== null) stage.env.set(name, given);
  }
}

/** EXPOSE: ports by number, ranges and protocols included. */
function expose(stage: Stage, written: string, line: number, words: Substitution): readonly string[] {
  const { words: found, error } = expandWord(written, words.lookup, {});
  if (error !== null) words.error ??= error;
  for (const each of stage.exposed.size > 1_000 ? [] : found) {
    const port = each.split(':').at(-1)?.split('/')[0] ?? '';
    const [start = '', end = start] = port.split('-');
    if (stage.exposed.has(Number(start)) && stage.exposed.has(Math.min(Number(end), Number(start) + 99)))
      continue;
    if (!/^\d{1,5}$/.test(start) || !/^\d{1,5}$/.test(end)) continue;
    for (let number = Number(start); number <= Number(end) && number - Number(start) < 100; number += 1) {
      if (!stage.exposed.has(number)) stage.exposed.set(number, line);
    }
  }
  return found;
}

function copy(run: Run, stage: Stage, instruction: Instruction, words: Substitution): Done {
  const { line } = instruction;
  const heredocs = instruction.json
    ? []
    : instruction.args.slice(0, -1).filter((arg) => /^\d*<<-?/.test(arg));
  const sources = instruction.args
    .slice(0, -1)
    .filter((arg) => !heredocs.includes(arg))
    .map((arg) => words.word(arg));
  const destination = words.word(instruction.args.at(-1) ?? '');
  const option = (name: string): string | null => {
    const value = instruction.options.get(name)?.[0];
    return value === undefined ? null : words.word(value);
  };
  const fromName = instruction.options.get('from')?.[0];
  const refused = refusedFrom(instruction, run.names, stage.index, run.names.length);
  if (refused !== null) run.errors[refused.pass].push(refused.error);
  const other = fromName === undefined ? null : (stageFor(run, fromName, stage) ?? 'foreign');
  if (other !== null && other !== 'foreign') stage.uses.add(other);
  if (other === 'foreign' && fromName !== undefined) run.images.push({ image: fromName, line });
  const remote = sources.filter((source) => /^https?:\/\/|^git@|\.git(?:#|$)/.test(source));
  for (const source of remote) {
    // What ADD fetches is not known, but for uv's own installer.
    const tool = /astral\.sh\/uv\/(?:[\d.]+\/)?install\.sh/.test(source) ? 'uv-installer' : null;
    const folder =
      destination.endsWith('/') || stage.files.presence(resolvePath(stage.workdir, destination)) === 'folder';
    const path = folder ? `${destination}/${nameOf(source)}` : destination;
    if (/\.git(?:#|$)|^git@/.test(source)) stage.files.blur();
    else stage.files.put(resolvePath(stage.workdir, path), { ...plainFile, tool, line });
  }
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
    from: other,
    context: run.context,
    isSource,
    budget: run.budget,
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
  for (const { written, path, hiddenBy, instead } of run.failures.length < mostFailures
    ? result.missing
    : []) {
    const isDependency =
      run.project.dependencyFiles.some((file) => nameOf(file) === nameOf(path)) ||
      /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|Pipfile(?:\.lock)?|poetry\.lock|setup\.(?:py|cfg))$/.test(
        path,
      );
    const isScript = /\.sh$/.test(path) || /entrypoint/i.test(path);
    run.failures.push({
      code: 'copy-not-found',
      at: { file: run.project.dockerfile, line },
      phase: 'build',
      aim: isDependency ? 'dependencies-copied-first' : isScript ? 'entrypoint-script' : null,
      values: {
        instruction: instruction.written.toUpperCase(),
        source: written,
        path,
        pattern: hiddenBy?.written ?? '',
        patternLine: hiddenBy?.line ?? 0,
        stage: fromName ?? '',
        instead: instead ?? '',
      },
    });
  }
  return {
    copied: result,
    values: [option('chmod') ?? ''],
    sources: other === null ? sources.filter((source) => !remote.includes(source)) : [],
  };
}

/** A stage by name or number; null when it is an image from elsewhere. */
export function stageFor(
  run: { readonly stages: readonly Stage[] },
  name: string,
  current: Stage | null,
): Stage | null {
  if (/^\d+$/.test(name)) return run.stages[Number(name)] ?? null;
  const lower = name.toLowerCase();
  return run.stages.findLast((stage) => stage.name === lower && stage !== current) ?? null;
}

function runInstruction(run: Run, stage: Stage, instruction: Instruction, words: Substitution): void {
  const machine = machineFor(run, stage, 'build', instruction.line);
  const mounted = mounts(run, stage, instruction, words);
  const during: Machine = {
    ...machine,
    sourceSince: stage.sourceSince ?? (mounted.ofSource ? instruction.line : null),
  };
  const files = stage.files;
  if (mounted.entries.length > 0) {
    stage.files = files.copy();
    for (const [path, context] of mounted.entries) {
      if (stage.files.get(path) === null) {
        const text = run.context.files.get(context)?.text ?? null;
        stage.files.put(path, { ...plainFile, from: context, text, line: instruction.line });
      }
    }
  }
  const shell = stage.shell?.[0] ?? '/bin/sh';
  let status: string;
  if (instruction.json) {
    status =
      instruction.args.length === 0 ? 'ok' : running.words({ ...during, exec: true }, instruction.args, null);
  } else if (!/(?:^|\/)(?:ba|da|a)?sh$/.test(shell)) {
    stage.files.blur();
    run.happenings.push({ kind: 'unknown', at: during.place, phase: 'build', what: 'SHELL' });
    status = 'unknown';
  } else {
    during.errexit = stage.shell?.some((word) => /^-[a-z]*e/.test(word)) ?? false;
    status = running.text(during, scriptOf(instruction), []);
  }
  if (status === 'failed' && run.failures.length < mostFailures) run.failures.push(...during.failures);
  if (mounted.entries.length > 0) {
    // What was mounted is gone again.
    for (const [path] of mounted.entries) if (files.get(path) === null) stage.files.remove(path);
  }
}

/** The script that a shell-form RUN hands to the shell: its line, or its heredoc. */
function scriptOf(instruction: Instruction): string {
  const [first] = instruction.heredocs;
  if (first === undefined) return instruction.rest;
  if (/^\d*<<-?\s*\S+$/.test(instruction.rest)) return first.content;
  return [instruction.rest, ...instruction.heredocs.map(({ name, content }) => `${content}${name}`)].join(
    '\n',
  );
}

/** Files that `RUN --mount=type=bind` shows for one step. */
function mounts(
  run: Run,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): { readonly entries: readonly (readonly [string, string])[]; readonly ofSource: boolean } {
  const entries: (readonly [string, string])[] = [];
  let ofSource = false;
  for (const mount of instruction.options.get('mount') ?? []) {
    const { fields, error } = readMount(mount, instruction.line, (text) => words.word(text));
    if (error !== null) {
      run.errors.dispatch.push(error);
      continue;
    }
    if ((fields.get('type') ?? 'bind') !== 'bind') continue;
    const target = fields.get('target') ?? '.';
    const source = (fields.get('source') ?? '.').replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
    const place = resolvePath(stage.workdir, target);
    const from = fields.get('from');
    if (from !== undefined) {
      mountStage(run, stage, from, source, place);
      continue;
    }
    for (const path of [...run.context.files.keys(), ...run.context.notSent]) {
      const inside = source === '' || path.startsWith(`${source}/`);
      if ((path !== source && !inside) || run.context.ignoredBy(path) !== null) continue;
      entries.push([
        path === source ? place : resolvePath(place, path.slice(source === '' ? 0 : source.length + 1)),
        path,
      ]);
      if (run.project.directory !== '' && path.startsWith(`${run.project.directory}/`)) ofSource = true;
    }
  }
  return { entries, ofSource };
}

/** `--mount=from=…uv,source=/uv,target=/bin/uv`: uv for one step. */
function mountStage(run: Run, stage: Stage, from: string, source: string, place: string): void {
  const other = stageFor(run, from, stage);
  if (other !== null) {
    stage.uses.add(other);
    return;
  }
  run.images.push({ image: from, line: stage.line });
  if (!baseImage(from).hasUv) return;
  const name = source === '' ? 'uv' : nameOf(source);
  const path = source === '' ? `${place}/uv` : place;
  stage.files.put(path, {
    ...plainFile,
    executable: true,
    tool: name === 'uvx' ? 'uvx' : 'uv',
    line: stage.line,
  });
}
