import { isKnown } from '../dockerfile/unknown-text.ts';
import type { BuildContext } from './build/context.ts';
import type { Phase, SimulatedFailure, SourceLocation } from './failures.ts';
import { plainFile } from './image/entry.ts';
import { meetsClosed } from './image/rights.ts';
import { lacksGroup, lacksUser, type Stage, type StartCommand } from './image/stage.ts';
import { unforgiven } from './project-commands.ts';
import { finishShell, type Machine, placeOfUser, unknown } from './shell/machine.ts';
import type { Status } from './shell/status.ts';

/** How the container starts, as far as the image determines it. */
export interface Start {
  /** Its first program with arguments; null if the image names none. */
  readonly words: readonly string[] | null;
  readonly command: StartCommand | null;
  /**
   * `runs`: the program exists. `absent`: it does not. `broken`: an invalid JSON array. `folder`: the path is a folder. `none`: neither
   * ENTRYPOINT nor CMD is set. `unknown`: cannot be determined.
   */
  readonly state: 'runs' | 'absent' | 'folder' | 'broken' | 'none' | 'unknown';
  /** Whether the script was run only to find its own problems, because the image does not start it. */
  readonly assumed: boolean;
  /** Whether its first program keeps running (`stays`), exits (`ends`), or neither is certain. */
  readonly outcome: 'stays' | 'ends' | 'unknown';
}

/** What the container runs: ENTRYPOINT followed by CMD. The shell form is wrapped in a shell, which ignores CMD. */
function startWords(stage: Machine['stage']): readonly string[] | null {
  const shell = stage.shell ?? ['/bin/sh', '-c'];
  const words = (command: StartCommand): readonly string[] => command.exec ?? [...shell, command.shell ?? ''];
  const { entrypoint, cmd } = stage;
  if (entrypoint === null) return cmd === null ? null : words(cmd);
  return [...words(entrypoint), ...(cmd === null ? [] : words(cmd))];
}

/** Applies an image's own entrypoint to CMD: if its first word is no program, all are arguments for the image's program. */
function launched(machine: Machine, words: readonly string[] | null): readonly string[] | null {
  const { base, entrypoint } = machine.stage;
  const first = words?.[0];
  if (words === null || first === undefined || base.launcher === null || entrypoint !== null) return words;
  const isProgram = !first.startsWith('-') && machine.host.resolve(machine, first).kind !== 'absent';
  return isProgram ? words : [base.launcher, ...words];
}

/** A shell test with a consequence: `[ -x start ] && start`. */
const isQuestion = /^\[\[?\s[^"]*\s\]\]?\s*(?:&&|\|\||;)/;

/** `{"/start"}` is a single word for dash, which only knows braces that stand alone. */
const looksLikeJson = ({ shell }: StartCommand, { dialect }: Machine): boolean =>
  shell !== null &&
  ((/^\s*(?:[=:]\s*)?\[/.test(shell) && !isQuestion.test(shell.trimStart())) ||
    (dialect === 'dash' && /^\s*\{[^\s]/.test(shell)));

function stateOf(
  machine: Machine,
  words: readonly string[] | null,
  command: StartCommand | null,
): Start['state'] {
  const { stage } = machine;
  if (words === null || command === null || words.length === 0)
    return stage.base.env === null ? 'unknown' : 'none';
  if (looksLikeJson(command, machine)) return 'broken';
  const [first = ''] = words;
  if (!isKnown(first)) return 'unknown';
  if (first.startsWith('/') && stage.files.presence(first) === 'folder') return 'folder';
  const found = machine.host.resolve(machine, first);
  if (found.kind === 'tool' || found.kind === 'file') return 'runs';
  if (machine.host.runsUnseen(first)) return 'runs';
  return found.kind === 'unknown' ? 'unknown' : 'absent';
}

/** The failure if a step or container runs as a user or group that the image lacks; null if it has both. */
export function noUser(stage: Stage, at: SourceLocation, phase: Phase): SimulatedFailure | null {
  const [user = '', group = ''] = stage.user.split(':');
  if (lacksUser(stage, stage.user)) return { kind: 'user-not-found', at, phase, user };
  return lacksGroup(stage, stage.user) ? { kind: 'group-not-found', at, phase, group } : null;
}

/** Runs the container's first program and adds the certain failures. */
export function startContainer(
  machine: Machine,
  failures: SimulatedFailure[],
  context: BuildContext,
  script: string,
): Start {
  const { stage } = machine;
  const command = stage.entrypoint ?? stage.cmd;
  const words = launched(machine, startWords(stage));
  machine.place = { ...machine.place, line: command?.line ?? stage.line };
  machine.exec = true;
  machine.direct = true;
  const state = stateOf(machine, words, command);
  const nobody = noUser(stage, placeOfUser(machine), 'start');
  if (nobody !== null && !failures.some(({ kind }) => kind === nobody.kind)) failures.push(nobody);
  if (state === 'unknown') unknown(machine, 'start');
  // Whether the program needs the files that its user cannot read is unknown.
  if (meetsClosed(stage, machine.user, machine.cwd)) unknown(machine, `files closed to ${machine.user}`);
  const runs = state === 'runs' && words !== null;
  const before = machine.events.length;
  const status = runs ? finishShell(machine, machine.host.runWords(machine, words, null)) : 'failed';
  const isSilent = machine.failures.length === 0 && machine.events.length === before;
  const assumed = (!runs || isSilent) && state !== 'unknown' && runScriptAnyhow(machine, context, script);
  // Failures that the script ignored (`||`, `;` without `set -e`) have already been removed.
  failures.push(...machine.failures);
  if (status === 'stops' && failures.length === 0) failures.push(...unforgiven(machine.events));
  const mayServe = machine.events
    .slice(before)
    .some((event) => event.kind === 'server' && !event.certain && !event.background);
  return { words, command, state, assumed, outcome: outcomeOf(state, mayServe ? 'unknown' : status) };
}

function outcomeOf(state: Start['state'], status: Status): Start['outcome'] {
  if (state === 'unknown' || status === 'unknown') return 'unknown';
  return status === 'stops' ? 'stays' : 'ends';
}

/** Runs a script that the image does not start, from wherever it is, so that its own problems are reported too. */
function runScriptAnyhow(machine: Machine, context: BuildContext, script: string): boolean {
  const { files } = machine.stage;
  const copies = files.find((entry) => entry.kind === 'file' && entry.from === script);
  const [path] =
    copies.find(([, { named }]) => named) ?? copies.find(([, { executable }]) => executable === true) ?? [];
  if (path !== undefined) {
    machine.host.runFile(machine, path, [], path);
    return true;
  }
  const file = context.files.get(script);
  if (file === undefined) return false;
  const place = `/${script.slice(script.lastIndexOf('/') + 1)}`;
  files.put(place, { ...plainFile, from: script, text: file.text, executable: true });
  machine.host.runFile(machine, place, [], place);
  files.remove(place);
  return true;
}
