import type { Doubt } from '../events.ts';
import type { Barred } from '../failures.ts';
import { anybody, nameOf, resolvePath } from '../image/files.ts';
import { isRoot } from '../image/stage.ts';
import { dialectOf, fail, leave, type Machine, type Status, subshell, unknown } from './machine.ts';

/** What stands in a script's first line after `#!`; null when it has none. */
const shebangOf = (text: string): string | null => /^#![ \t]*([^\n]*)/.exec(text)?.[1] ?? null;

/**
 * Runs a file of the image as the kernel does (`byName`: given to a shell to read, then the executable bit and
 * the first line do not matter).
 */
export function runFile(
  machine: Machine,
  path: string,
  args: readonly string[],
  written: string,
  byName = false,
): Status {
  const { files } = machine.stage;
  const { direct } = machine;
  machine.direct = false;
  const entry = files.get(path);
  if (entry === null || entry.kind !== 'file') {
    const presence = files.presence(path);
    if (presence === 'unknown') return unknown(machine, written);
    return fail(machine, { kind: 'script-not-found', path: written });
  }
  if (!entry.certain) return unknown(machine, written);
  if (machine.inside.has(path)) return fail(machine, { kind: 'script-runs-itself', path: written });
  if (entry.tool !== null && machine.run.isDownload(entry.tool))
    return machine.run.tool(machine, [entry.tool, ...args]);
  const own = (line: number): Machine => {
    const file = entry.from ?? machine.place.file;
    return subshell(machine, {
      name: written,
      place: entry.from === null ? machine.place : { file, line },
      errexit: false,
      pipefail: false,
      nounset: false,
      inFunction: false,
      depth: machine.depth + 1,
      inside: new Set([...machine.inside, path]),
    });
  };
  machine.events.push({
    kind: 'script',
    at: machine.place,
    phase: machine.phase,
    from: entry.from,
  });
  let status: Status = 'ok';
  const foreign = !isRoot(machine.user) && ![anybody, machine.user.split(':')[0]].includes(entry.owner);
  // The engine starts what it is told to start while it still has root's rights: then anybody's executable bit will do, as long as the
  // shell may read the script afterwards (measured with Docker 28.5; version 20.10 refused it).
  const byEngine = machine.phase === 'start' && direct;
  const forOthers =
    foreign && (entry.executable === 'private' || (entry.executable === 'owner' && !byEngine));
  if (!byName && (entry.executable === false || forOthers)) {
    const barred: Barred = forOthers ? { who: 'user', user: machine.user } : { who: 'everybody' };
    status = fail(machine, { kind: 'script-not-executable', path: written, resolved: path, barred });
  }
  if (entry.text === null) {
    const doubt: Doubt =
      entry.from === null ? { of: 'command', what: written } : { of: 'file', path: entry.from };
    const ended = unknown(machine, doubt);
    return status === 'failed' ? status : ended;
  }
  const text = entry.text;
  const inner = own(1);
  const shebang = shebangOf(text);
  const crlf = hasHarmfulReturn(text);
  if (crlf) {
    status = fail(inner, { kind: 'windows-line-endings', path: written });
  } else if (!byName && shebang === null && direct) {
    status = fail(inner, { kind: 'exec-format', path: written });
  } else if (!byName && shebang !== null) {
    // Linux cuts at blanks and tabs alone.
    const [interpreter = '', ...rest] = shebang.replace(/(?<![ \t])[ \t]+$/, '').split(/[ \t]+/);
    const found = machine.run.find(inner, interpreter);
    if (found.kind === 'unknown') unknown(inner, interpreter);
    if (found.kind === 'absent') {
      status = fail(inner, { kind: 'interpreter-not-found', path: written, interpreter });
    } else if (nameOf(interpreter) === 'env' && rest[0] !== undefined) {
      const program = rest[0] === '-S' ? rest[1] : rest[0];
      if (program !== undefined && machine.run.find(inner, program).kind === 'absent') {
        status = fail(inner, { kind: 'interpreter-not-found', path: written, interpreter: program });
      }
    }
    const words = uselessWord(interpreter, rest);
    if (words !== null)
      status = fail(inner, { kind: 'interpreter-arguments', path: written, interpreter, words });
    const program = machine.run.interpreter(shebang);
    if (program !== null)
      return status === 'failed' ? status : machine.run.words(inner, [program, path, ...args], null);
    const named = nameOf(interpreter) === 'env' ? (rest[0] ?? 'sh') : interpreter;
    inner.dialect = dialectOf(inner, named);
    if (/\s-[a-z]*e/.test(shebang)) inner.errexit = true;
  }
  inner.exec = false;
  const ran = leave(
    inner,
    machine.run.text(inner, text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'), args, true),
  );
  if (status === 'failed') return ran === 'stops' ? 'stops' : 'failed';
  return ran;
}

/** A shell takes the sign at a line's end for a part of its last word. In a comment, and behind echo, that is no harm. */
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

/**
 * What Linux hands to the program of a first line is one word, however many there are. The word when the program can make
 * nothing of it, else null.
 */
function uselessWord(interpreter: string, rest: readonly string[]): string | null {
  const word = rest.join(' ');
  if (nameOf(interpreter) === 'env') return rest.length > 1 && rest[0] !== '-S' ? word : null;
  if (!/^(?:ba|da|a)?sh$/.test(nameOf(interpreter)) || word === '') return null;
  return /^(?:--?|[-+][a-zA-Z]+|--[\w-]+)$/.test(word) ? null : word;
}

/** `. file`: run in this very shell. */
export function sourceFile(machine: Machine, args: readonly string[]): Status {
  const name = args[0];
  if (name === undefined) return 'ok';
  const path = resolvePath(machine.cwd, name);
  const ofTool = machine.run.source(machine, path);
  if (ofTool !== null) return ofTool;
  const entry = machine.stage.files.get(path);
  if (entry?.text != null) {
    const status = machine.run.text(machine, entry.text, machine.args);
    const { leaving } = machine.shell;
    if (leaving.kind !== 'return') return status;
    machine.shell.leaving = { kind: 'no' };
    return leaving.status;
  }
  if (machine.stage.files.presence(path) === 'absent') {
    // Dash leaves then, with or without -e.
    if (machine.dialect === 'dash') machine.errexit = true;
    return fail(machine, { kind: 'sourced-file-not-found', path: name });
  }
  return unknown(machine, `. ${name}`);
}
