import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot, ownerOf } from '../../dockerfile/user.ts';
import type { Redirect } from '../../shell/syntax.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { type Files, parentOf, resolvePath } from '../image/files.ts';
import { mayWriteTo } from '../image/rights.ts';
import { homeOf } from '../image/stage.ts';
import { within } from '../image/within.ts';
import type { Descriptor, Descriptors, Sink } from './descriptors.ts';
import { wholeWord, wordText } from './expand.ts';
import { exitShell, fail, type Machine, setVariable, unknown } from './machine.ts';
import type { Status } from './status.ts';
import { newStream, type Stream } from './streams.ts';

/** The result of a command's redirections. If a file cannot be opened, the command does not run. */
export interface OpenedRedirects {
  readonly status: Status;
  readonly input: Stream | null;
  /** Where standard output goes; undefined if it is not redirected. */
  readonly out: Stream | null | undefined;
  readonly sinks: readonly Sink[];
  readonly descriptors: Descriptors;
}

/** The same while the redirections are processed one by one. */
interface OpenFiles {
  input: Stream | null;
  out: Stream | null | undefined;
  readonly sinks: Sink[];
  readonly descriptors: Map<number, Descriptor>;
}

/** Opens files in the order of the redirections, as the shell does before it runs the command. */
export function openRedirects(machine: Machine, redirects: readonly Redirect[]): OpenedRedirects {
  const files: OpenFiles = {
    ...{ input: null, out: undefined, sinks: [] },
    descriptors: new Map(machine.descriptors),
  };
  let status: Status = 'ok';
  for (const redirect of redirects) {
    const opened = openOne(machine, redirect, files);
    if (opened === 'failed') return { ...files, status: 'failed' };
    if (opened === 'unknown') status = 'unknown';
  }
  return { ...files, status };
}

/** `3>`, `<`, `2>&`: a descriptor, which may be missing or in a variable (`{lock}>`), and the operator. */
const redirection = /^(\d*|\{\w+\})(<<<|<<-?|<>|<&|<|>&|>>|>\||>)$/;

function openOne(machine: Machine, { operator, target }: Redirect, files: OpenFiles): Status {
  const name = /^\d*<<-?$/.test(operator) ? wordText(machine, target) : wholeWord(machine, target);
  const both = operator.startsWith('&');
  const [, digits = '', action = ''] = redirection.exec(both ? operator.slice(1) : operator) ?? [];
  const number = numberOf(machine, digits, action, name === '-');
  const host = machine.dialect === 'bash' ? connection.exec(name)?.[1] : undefined;
  if (host !== undefined) {
    connect(files, number, { input: newStream(unknownText) });
    return unknown(machine, { of: 'service', host });
  }
  if (action.startsWith('<<')) {
    connect(files, number, { input: newStream(action === '<<<' ? `${name}\n` : name) });
    return 'ok';
  }
  if (action === '<') {
    const read = readFrom(machine, name);
    if (read.status !== 'failed') connect(files, number, { input: read.stream });
    return read.status;
  }
  if (action.endsWith('&') && machine.dialect === 'dash' && isKnown(name) && !/^(?:\d|-)$/.test(name))
    return exitShell(machine, 'Syntax error: Bad fd number');
  if (action.endsWith('&') && /^(?:\d+|-)$/.test(name)) return copyNumber(machine, name, number, files);
  if (action === '<>') return openBothWays(machine, name, number, files);
  return action.startsWith('>') ? openOutput(machine, { name, number, action, both }, files) : 'ok';
}

/** The first descriptor that bash assigns for `{name}>`. */
const firstFree = 10;

/** The descriptor of a redirection. For `{name}>`, bash chooses one and stores it in the variable. */
function numberOf(machine: Machine, written: string, action: string, closes: boolean): number {
  if (written === '') return action.startsWith('<') ? 0 : 1;
  if (!written.startsWith('{')) return Number(written);
  const name = written.slice(1, -1);
  if (closes) return Number(machine.env.get(name));
  const number = Math.max(firstFree - 1, ...machine.descriptors.keys()) + 1;
  setVariable(machine, name, String(number));
  return number;
}

/** Redirects a descriptor, or all output (`&>`, `>& file`), to a file. */
function openOutput(
  machine: Machine,
  {
    name,
    number,
    action,
    both,
  }: { readonly name: string; readonly number: number; readonly action: string; readonly both: boolean },
  files: OpenFiles,
): Status {
  const status = writeTo(machine, name);
  if (status === 'failed') return status;
  connect(files, number, { out: null });
  if (!isKnown(name) || isDevice(name)) return status;
  const isMixed = both || action === '>&' || number === 2;
  const stream = newStream(isMixed ? unknownText : '');
  const path = resolvePath(machine.cwd, name);
  const before = machine.stage.files.get(path);
  const kept = action === '>>' ? textOf(machine.stage.files, path, before) : '';
  const sink = { path, stream, before, kept };
  files.sinks.push(sink);
  connect(files, number, { out: stream, sink });
  // A command that reads the file it writes to finds it empty.
  writeSink(machine, { ...sink, stream: newStream() });
  return status;
}

/** `3<> file` creates the file if needed and keeps its content. */
function openBothWays(machine: Machine, name: string, number: number, files: OpenFiles): Status {
  const status = writeTo(machine, name);
  if (status === 'failed') return status;
  connect(files, number, { input: newStream(unknownText), out: null });
  if (!isKnown(name) || isDevice(name)) return status;
  const path = resolvePath(machine.cwd, name);
  const before = machine.stage.files.get(path);
  writeSink(machine, { path, stream: newStream(), before, kept: null });
  return status;
}

/** `3>&1`, `>&3`, `9>&-`: makes a descriptor a copy of another, or closes it. */
function copyNumber(machine: Machine, from: string, number: number, files: OpenFiles): Status {
  if (from === '-') {
    files.descriptors.delete(number);
    if (number === 1) files.out = null;
    return 'ok';
  }
  const source = files.descriptors.get(Number(from)) ?? standard(machine, Number(from), files);
  if (source === null) return refused(machine, `${from}: Bad file descriptor`);
  connect(files, number, source);
  if (source.sink !== null && !files.sinks.includes(source.sink)) files.sinks.push(source.sink);
  return source.certain ? 'ok' : 'unknown';
}

/** The descriptors that every shell has from the start: 0, 1 and 2. */
function standard(machine: Machine, number: number, { input, out }: OpenFiles): Descriptor | null {
  if (number > 2) return null;
  const current = out === undefined ? machine.out : out;
  return {
    input: number === 0 ? (input ?? machine.input) : null,
    out: number === 1 ? current : null,
    ...{ sink: null, certain: true },
  };
}

/** Connects a descriptor. Standard error (2) is not tracked, because nothing reads it. */
function connect(
  files: OpenFiles,
  number: number,
  { input = null, out = null, sink = null, certain = true }: Partial<Descriptor>,
): void {
  if (number === 0) files.input = input ?? newStream(unknownText);
  else if (number === 1) files.out = out;
  else if (number > 2) files.descriptors.set(number, { input, out, sink, certain });
}

/** Writes the collected output to the files. */
export function closeRedirects(machine: Machine, { sinks }: OpenedRedirects): void {
  for (const sink of sinks) writeSink(machine, sink);
}

/** The content of a file; null if unknown. */
function textOf(files: Files, path: string, entry: Entry | null): string | null {
  if (entry !== null) return entry.text;
  return files.presence(path) === 'absent' ? '' : null;
}

function writeSink(machine: Machine, { path, stream, before, kept }: Sink): void {
  const { files } = machine.stage;
  const text = kept === null ? null : `${kept}${stream.text}`;
  files.put(path, {
    ...plainFile,
    executable: before?.executable ?? false,
    text: text !== null && isKnown(text) ? text : null,
    owner: before?.owner ?? ownerOf(machine.user),
    line: machine.place.line,
    named: true,
    tool: stream.tool,
    certain: machine.certain,
  });
}

/** A path that bash treats as a port on another machine, for reading and writing. */
const connection = /^\/dev\/(?:tcp|udp)\/([^/]+)\/[^/]+$/;

const isDevice = (name: string): boolean => /^\/(?:dev|proc)\//.test(name);
const devices = /^\/dev\/(?:null|zero|stdout|stderr|stdin|fd\/\d+|tty|random|urandom|full)$/;

function readFrom(machine: Machine, name: string): { readonly status: Status; readonly stream: Stream } {
  if (!isKnown(name)) return { status: 'unknown', stream: newStream(unknownText) };
  if (name === '/dev/null') return { status: 'ok', stream: newStream() };
  const path = resolvePath(machine.cwd, name);
  const presence = machine.stage.files.presence(path);
  const entry = machine.stage.files.get(path);
  const stream = { text: entry?.text ?? unknownText, tool: entry?.tool ?? null };
  if (presence === 'absent') return { status: refused(machine, `cannot open ${name}: No such file`), stream };
  return { status: presence === 'unknown' && !devices.test(name) ? 'unknown' : 'ok', stream };
}

function writeTo(machine: Machine, name: string): Status {
  if (!isKnown(name)) {
    machine.stage.files.blur();
    return 'unknown';
  }
  if (devices.test(name)) return 'ok';
  const path = resolvePath(machine.cwd, name);
  const { files } = machine.stage;
  const presence = files.presence(path);
  if (name === '' || presence === 'folder') return refused(machine, `cannot create ${name}: Is a directory`);
  const above = files.presence(parentOf(path));
  if (above === 'absent')
    return refused(machine, `cannot create ${name}: Directory nonexistent`, parentOf(path));
  if (above === 'file') return refused(machine, `cannot create ${name}: Not a directory`);
  if (above === 'unknown') return 'unknown';
  const allowed = mayWrite(machine, presence === 'file' ? path : parentOf(path));
  if (allowed === false) return refused(machine, `cannot create ${name}: Permission denied`);
  return allowed === 'unknown' ? 'unknown' : 'ok';
}

/** Whether the user may write to a path. */
export function mayWrite({ user: whole, stage }: Machine, path: string): boolean | 'unknown' {
  if (isRoot(whole)) return true;
  const entry = stage.files.get(path);
  if (entry !== null) return mayWriteTo(stage, whole, entry);
  const home = homeOf(stage, whole);
  if (home !== null && within(home, path)) return true;
  return /^\/(?:tmp|var\/tmp|dev)(?:\/|$)/.test(path) ? true : 'unknown';
}

const refused = (machine: Machine, phrase: string, missingFolder: string | null = null): Status =>
  fail(machine, { kind: 'redirect-refused', phrase, missingFolder });
