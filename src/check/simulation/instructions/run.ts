import type { Instruction } from '../../dockerfile/instruction.ts';
import { type BuildState, machineFor, type Substitution } from '../build/build.ts';
import { failuresOfStage, mayRecordFailure } from '../build/built-stages.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { nameOf } from '../image/files.ts';
import type { Stage } from '../image/stage.ts';
import { noteUnknownExit } from '../shell/control.ts';
import { fail, finishShell, type Machine, unfollowed, unknown } from '../shell/machine.ts';
import { runFile } from '../shell/scripts.ts';
import { logIn, readShellOptions } from '../shell/shells.ts';
import type { Status } from '../shell/status.ts';
import { noUser } from '../start.ts';
import type { Tools } from '../tools.ts';
import { coverFolders } from './covering-mounts.ts';
import { readMounts } from './mounts.ts';

/** Runs the commands of a RUN on the stage. */
export function runInstruction(
  run: BuildState,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): void {
  const machine = machineFor(run, stage, 'build', instruction.line);
  const mounted = readMounts(run, stage, instruction, words);
  const during: Machine = {
    ...machine,
    sourceSince: stage.sourceSince ?? (mounted.ofSource ? instruction.line : null),
    cacheMounts: mounted.caches,
  };
  for (const name of mounted.empty) during.env.set(name, '');
  const firstEvent = run.events.length;
  const before = mounted.files.map(([path]) => [path, stage.files.get(path)] as const);
  const uncover = coverFolders(run.caches, stage, mounted.covering);
  for (const [path, file] of mounted.files) stage.files.put(path, file);
  for (const [folder, environment] of mounted.environments) stage.environments.set(folder, environment);
  const refused = refuseEntitlement(during, instruction, words);
  const ran = finishShell(during, carryOut(during, stage, instruction));
  const offline = ran === 'ok' && isOffline(instruction);
  const status = refused ?? (offline ? withoutNetwork(during, run.tools) : ran);
  const nobody = noUser(stage, during.place, 'build');
  if (nobody !== null && !failuresOfStage(run).some(({ kind }) => kind === nobody.kind))
    run.failures.push(nobody);
  if (status === 'unknown') noteUnknownExit(during, firstEvent);
  if (status === 'failed' && during.failures.length === 0) {
    fail(during, { kind: 'command-refused', phrase: 'exit code: 1' });
  }
  if (status === 'failed' && mayRecordFailure(run)) run.failures.push(...during.failures);
  unmount(stage, before);
  for (const [folder, environment] of mounted.environments)
    if (stage.environments.get(folder) === environment) stage.environments.delete(folder);
  uncover();
}

/** Fails the step if it needs a privilege that Docker only grants with `--allow`. */
function refuseEntitlement(machine: Machine, { options }: Instruction, words: Substitution): Status | null {
  const refuse = (asked: string): Status =>
    fail(machine, { kind: 'command-failed', phrase: `${asked} is not allowed` });
  const security = words.word(options.get('security')?.[0] ?? 'sandbox').toLowerCase();
  if (security === 'insecure') return refuse('security.insecure');
  return options.get('network')?.[0] === 'host' ? refuse('network.host') : null;
}

const isOffline = ({ options }: Instruction): boolean => options.get('network')?.[0] === 'none';

/** For a step with `--network=none` that downloads something: whether a cache already holds it is unknown. */
function withoutNetwork(machine: Machine, tools: Tools): Status {
  const { line } = machine.place;
  const fetches = machine.commands.findLast(
    ({ words, line: at, stage }) =>
      stage === machine.stage && at === line && tools.fetches(nameOf(words[0] ?? '')),
  );
  return fetches === undefined ? 'ok' : unknown(machine, `${fetches.words[0]} without a network`);
}

/** Undoes the mounts: mounted files disappear along with anything written to them, and hidden files reappear. */
function unmount(stage: Stage, before: readonly (readonly [string, Entry | null])[]): void {
  stage.files.removeAll(before.filter(([, hidden]) => hidden === null).map(([path]) => path));
  for (const [path, hidden] of before) if (hidden !== null) stage.files.put(path, hidden);
}

/** Runs the program of the exec form, or the shell with the line of the shell form. */
function carryOut(machine: Machine, stage: Stage, instruction: Instruction): Status {
  if (instruction.json) {
    const own = { ...machine, exec: true, direct: true };
    return instruction.args.length === 0 ? 'ok' : own.host.runWords(own, instruction.args, null);
  }
  if (instruction.heredocs.length > 1 && instruction.heredocs.length <= mostHeredocs)
    return runSeveralHeredocs(machine, stage, instruction);
  if (instruction.heredocs.length > 1) {
    stage.files.blur();
    return unfollowed(machine, 'heredocs');
  }
  const script = scriptOf(instruction);
  const listed = listedCommand(script);
  if (listed !== undefined)
    return fail(machine, { kind: 'command-not-found', command: listed.replace(/["']/g, '') });
  const [shell = '/bin/sh', ...options] = stage.shell ?? ['/bin/sh', '-c'];
  const interpreter = instruction.heredocs.length > 0 ? /^#!\s*(\S.*)/.exec(script)?.[1] : undefined;
  if (interpreter !== undefined) return runAsFile(machine, stage, script, interpreter);
  const started = readShellOptions(options, machine.dialect === 'bash');
  const isPlain =
    /(?:^|\/)(?:ba|da|a)?sh$/.test(shell) && started.script === 'word' && started.rest.length === 0;
  const found = shell === '/bin/sh' ? 'tool' : machine.host.resolve(machine, shell).kind;
  if (!isPlain || found !== 'tool' || started.wrong !== null)
    return machine.host.runWords({ ...machine, direct: true }, [shell, ...options, script], null);
  if (started.login) logIn(machine);
  const { errexit, nounset, pipefail } = started;
  return machine.host.runText(
    Object.assign(machine, { errexit, nounset, pipefail, allexport: false }),
    script,
    [],
    'literal',
  );
}

/** The command of an invalid JSON array: without a space after the bracket, the bracket is part of the command's name. */
function listedCommand(script: string): string | undefined {
  const line = script.trimEnd();
  if (!line.endsWith(']') || line.includes('\n')) return undefined;
  return /^\[[^\s[]\S*/.exec(line.slice(0, -1))?.[0];
}

/** Maximum number of heredocs on one line: each one is searched for in the whole line. */
const mostHeredocs = 20;

/**
 * Runs a line with several heredocs. The grammar supports one per line, so each becomes a file here that the shell reads instead. If a
 * command has several, the last one counts; a line of heredocs alone runs nothing.
 */
function runSeveralHeredocs(machine: Machine, stage: Stage, instruction: Instruction): Status {
  const paths: string[] = [];
  const line = instruction.heredocs.reduce((rest, { name, content, expand }, index) => {
    const path = `/dev/pipes/${index}`;
    paths.push(path);
    // The shell replaces variables and commands in it.
    const text = expand && /[$`\\]/.test(content) ? null : content;
    stage.files.put(path, { ...plainFile, text, line: instruction.line });
    const mark = new RegExp(`<<-?\\s*(["']?)${name.replace(/[^\w]/g, '\\$&')}\\1(?!\\w)`);
    return rest.replace(mark, `< ${path}`);
  }, instruction.rest);
  if (line.includes('<<')) {
    stage.files.blur();
    return unfollowed(machine, 'heredocs');
  }
  const status = machine.host.runText(machine, line, []);
  stage.files.removeAll(paths);
  return status;
}

/** BuildKit writes a heredoc with a shebang to a file and runs it directly, without the SHELL. */
function runAsFile(machine: Machine, stage: Stage, text: string, interpreter: string): Status {
  const program = machine.host.interpreterFor(interpreter);
  if (program !== null) return machine.host.runWords(machine, [program, '-'], text);
  if (!/^\S*\/(?:env +)?(?:ba|da|a)?sh\b/.test(interpreter)) {
    stage.files.blur();
    return unfollowed(machine, interpreter);
  }
  const path = '/dev/pipes/EOF';
  stage.files.put(path, { ...plainFile, text, executable: true, line: machine.place.line });
  const status = runFile(machine, path, [], path);
  stage.files.remove(path);
  return status;
}

/**
 * Moves a heredoc written before its command, with the redirections and variables there, behind the command, where the grammar expects it.
 */
const moveHeredocsBack = (line: string): string =>
  line
    // The & of `2>&1` does not end a command.
    .split(/((?<![<>])[;&|]+)/)
    .map((command) => (command.includes('<<') ? moveHeredocBack(command) : command))
    .join('');

const isAssignment = (word: string): boolean => /^\w+=/.test(word);
/** `<<EOF`, or `<<` alone with the delimiter as the next word. */
const heredocSign = /^\d*<<-?/;
const outputSign = /^\d*>>?/;

function moveHeredocBack(command: string): string {
  const words = command.trim().split(/[ \t]+/);
  let at = 0;
  /** Takes a redirection with its file, which may be the next word. */
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

/** The script that a shell-form RUN passes to the shell: its line or its heredoc. */
function scriptOf(instruction: Instruction): string {
  const [first] = instruction.heredocs;
  if (first === undefined) return instruction.rest;
  if (/^\d*<<-?\s*\S+$/.test(instruction.rest)) return first.content;
  const line = moveHeredocsBack(instruction.rest);
  return [line, ...instruction.heredocs.map(({ name, content }) => `${content}${name}`)].join('\n');
}
