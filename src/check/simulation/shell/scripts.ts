import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot, userName } from '../../dockerfile/user.ts';
import type { Doubt } from '../events.ts';
import type { Barred } from '../failures.ts';
import { anybody, type Entry } from '../image/entry.ts';
import { nameOf, resolvePath } from '../image/files.ts';
import type { FileReader } from '../programs/program-call.ts';
import {
  dialectOf,
  endShell,
  fail,
  finishShell,
  type Machine,
  setVariable,
  subshell,
  unfollowed,
  unfollowedText,
  unknown,
} from './machine.ts';
import { entersItself, sceneOf } from './script-scenes.ts';
import type { Status } from './status.ts';

/** What follows `#!` in a script's first line; null if it has no shebang. */
const shebangOf = (text: string): string | null => /^#![ \t]*([^\n]*)/.exec(text)?.[1] ?? null;

/** A script of the image that is about to run. */
interface ScriptFile {
  /** The path it was called by. */
  readonly written: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly text: string;
  readonly reader: FileReader;
  /** Whether the container engine starts it directly. */
  readonly direct: boolean;
}

/** Runs a file of the image. */
export function runFile(
  machine: Machine,
  path: string,
  args: readonly string[],
  written: string,
  reader: FileReader = 'kernel',
): Status {
  const { direct } = machine;
  machine.direct = false;
  const { files } = machine.stage;
  const entry = files.get(path);
  if (entry === null || entry.kind !== 'file') {
    if (files.presence(path) === 'unknown') return unfollowed(machine, written);
    return fail(machine, { kind: 'script-not-found', path: written });
  }
  if (!entry.certain) return unfollowed(machine, written);
  if (entry.leadsTo !== null && files.presence(entry.leadsTo) === 'absent')
    return fail(machine, { kind: 'script-not-found', path: written });
  const scene = sceneOf(machine, path, args);
  const again = entersItself(machine, scene, written);
  if (again !== null) return again;
  if (entry.tool !== null && machine.host.isDownload(entry.tool))
    return machine.host.runTool(machine, [entry.tool, ...args]);
  machine.events.push({ kind: 'script', at: machine.place, phase: machine.phase, from: entry.from });
  const barred = reader === 'shell' ? null : barredFrom(machine, entry, direct);
  const allowed =
    barred === null
      ? 'ok'
      : fail(machine, { kind: 'script-not-executable', path: written, resolved: path, barred });
  if (entry.text === null) {
    const doubt: Doubt =
      entry.from === null ? { of: 'command', what: written } : { of: 'file', path: entry.from };
    const ended = unfollowed(machine, doubt);
    return allowed === 'failed' ? allowed : ended;
  }
  const inner = subshell(machine, {
    name: written,
    place: entry.from === null ? machine.place : { file: entry.from, line: 1 },
    errexit: false,
    pipefail: false,
    allexport: false,
    nounset: false,
    locals: null,
    sourced: false,
    constants: new Set(),
    shopt: new Set(),
    depth: machine.depth + 1,
    inside: [...machine.inside, scene],
  });
  return runText(inner, { written, path, args, text: entry.text, reader, direct }, allowed);
}

/** Who may not execute a file; null if the user may. */
function barredFrom(machine: Machine, { owner, executable }: Entry, direct: boolean): Barred | null {
  const foreign = !isRoot(machine.user) && ![anybody, userName(machine.user)].includes(owner);
  // The engine starts a program while it still has root's permissions: any executable bit will do, provided that the shell can read the
  // script afterwards (measured with Docker 28.5; version 20.10 refused it).
  const byEngine = machine.phase === 'start' && direct;
  if (foreign && (executable === 'private' || (executable === 'owner' && !byEngine)))
    return { who: 'user', user: machine.user };
  return executable === false ? { who: 'everybody' } : null;
}

/**
 * Runs a script's text with the interpreter in its shebang. If the script certainly fails to start, it is run anyway to find its other
 * problems.
 */
function runText(machine: Machine, script: ScriptFile, allowed: Status): Status {
  const { written, path, args, text, reader, direct } = script;
  const shebang = reader === 'shell' ? null : shebangOf(text);
  let status = allowed;
  if (hasHarmfulReturn(text)) status = fail(machine, { kind: 'windows-line-endings', path: written });
  else if (shebang === null && reader === 'kernel' && direct)
    status = fail(machine, { kind: 'exec-format', path: written });
  else if (shebang !== null) {
    const found = findInterpreter(machine, written, shebang);
    if (found !== 'ok') status = found;
    const program = machine.host.interpreterFor(shebang);
    if (program !== null)
      return status === 'failed' ? status : machine.host.runWords(machine, [program, path, ...args], null);
    machine.dialect = dialectOf(machine, shellNamedBy(shebang));
    if (/\s-[a-z]*e/.test(shebang)) machine.errexit = true;
  }
  machine.exec = false;
  const lines = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const ran = finishShell(machine, machine.host.runText(machine, lines, args, 'literal'));
  if (status === 'failed') return ran === 'stops' ? 'stops' : 'failed';
  return ran;
}

/** The words of a shebang. Linux splits it at spaces and tabs only. */
const shebangWords = (shebang: string): readonly string[] =>
  shebang.replace(/(?<![ \t])[ \t]+$/, '').split(/[ \t]+/);

/** The shell named by a shebang, directly or through `env`. */
function shellNamedBy(shebang: string): string {
  const [interpreter = '', first = 'sh'] = shebangWords(shebang);
  return nameOf(interpreter) === 'env' ? first : interpreter;
}

/** Whether a shebang's interpreter exists and accepts its arguments. */
function findInterpreter(machine: Machine, written: string, shebang: string): Status {
  const [interpreter = '', ...rest] = shebangWords(shebang);
  let status: Status = 'ok';
  const found = machine.host.resolve(machine, interpreter);
  if (found.kind === 'unknown') unknown(machine, interpreter);
  if (found.kind === 'absent') {
    status = fail(machine, { kind: 'interpreter-not-found', path: written, interpreter });
  } else if (nameOf(interpreter) === 'env' && rest[0] !== undefined) {
    const program = rest[0] === '-S' ? rest[1] : rest[0];
    if (program !== undefined && machine.host.resolve(machine, program).kind === 'absent')
      status = fail(machine, { kind: 'interpreter-not-found', path: written, interpreter: program });
  }
  const words = unusableArgument(interpreter, rest);
  return words === null
    ? status
    : fail(machine, { kind: 'interpreter-arguments', path: written, interpreter, words });
}

/** A shell takes the carriage return at the end of a line as part of the last word. That is harmless in comments and after echo. */
function hasHarmfulReturn(text: string): boolean {
  if (!text.includes('\r\n')) return false;
  const stops = /^set -\w*e/m.test(text);
  return text.split('\n').some((line, index) => {
    if (!line.endsWith('\r')) return false;
    const bare = line.slice(0, -1).trim();
    if (index === 0) return true;
    return bare === '' ? stops : !bare.startsWith('#') && !/^echo [\w ]+$/.test(bare);
  });
}

/** Linux passes everything after the interpreter as one argument. Returns it if the interpreter cannot use it, otherwise null. */
function unusableArgument(interpreter: string, rest: readonly string[]): string | null {
  const word = rest.join(' ');
  if (nameOf(interpreter) === 'env') return rest.length > 1 && rest[0] !== '-S' ? word : null;
  if (!/^(?:ba|da|a)?sh$/.test(nameOf(interpreter)) || word === '') return null;
  return /^(?:--?|[-+][a-zA-Z]+|--[\w-]+)$/.test(word) ? null : word;
}

/** `. /etc/os-release` exists on every distribution and only sets variables. */
function readRelease(machine: Machine): Status {
  if (machine.stage.base.programs === null) return unknown(machine, '. /etc/os-release');
  for (const name of ['NAME', 'PRETTY_NAME', 'VERSION', 'VERSION_ID', 'VERSION_CODENAME', 'ID'])
    setVariable(machine, name, unknownText);
  return 'ok';
}

/** A name without a slash is searched for on the PATH. dash looks nowhere else, and exits if there is no such file. */
function notOnPath(machine: Machine, name: string): Status | null {
  if (machine.dialect !== 'dash' || name.includes('/') || !isKnown(name)) return null;
  const folders = (machine.env.get('PATH') ?? '').split(':').slice(0, 32);
  const found = folders.map((folder) =>
    isKnown(folder)
      ? machine.stage.files.presence(resolvePath(machine.cwd, `${folder || '.'}/${name}`))
      : 'unknown',
  );
  if (found.includes('file')) return unfollowedText(machine, `. ${name}`);
  // The individual programs of a system are not tracked as files, but nobody sources one of those.
  return endShell(machine, { kind: 'sourced-file-not-found', path: name });
}

/** `. file` runs the file in the current shell. */
export function sourceFile(machine: Machine, args: readonly string[]): Status {
  const name = args[0];
  if (name === undefined) return 'ok';
  const path = resolvePath(machine.cwd, name);
  const missing = notOnPath(machine, name);
  if (missing !== null) return missing;
  const ofTool = machine.host.sourceFile(machine, path);
  if (ofTool !== null) return ofTool;
  const entry = machine.stage.files.get(path);
  if (entry === null && path === '/etc/os-release') return readRelease(machine);
  if (entry?.text != null) {
    const { sourced } = machine;
    machine.sourced = true;
    const status = machine.host.runText(machine, entry.text, machine.args);
    machine.sourced = sourced;
    const { leaving } = machine.shell;
    if (leaving.kind !== 'return') return status;
    machine.shell.leaving = { kind: 'no' };
    return leaving.status;
  }
  if (machine.stage.files.presence(path) === 'absent') {
    const cause = { kind: 'sourced-file-not-found', path: name } as const;
    // dash exits then, with or without -e, and even if `||` follows.
    return machine.dialect === 'dash' ? endShell(machine, cause) : fail(machine, cause);
  }
  return unfollowedText(machine, `. ${name}`);
}
