import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { isRoot, ownerOf } from '../../dockerfile/user.ts';
import type { Redirect } from '../../shell/syntax.ts';
import { type Entry, plainFile } from '../image/entry.ts';
import { type Files, parentOf, resolvePath } from '../image/files.ts';
import { mayWriteTo } from '../image/rights.ts';
import { homeOf } from '../image/stage.ts';
import { within } from '../image/within.ts';
import { wholeWord, wordText } from './expand.ts';
import { fail, type Machine, unknown } from './machine.ts';
import type { Status } from './status.ts';
import { newStream, type Stream } from './streams.ts';

/** A file that a command's output goes to: it is empty from the moment on that the command starts. */
interface Sink {
  readonly path: string;
  readonly stream: Stream;
  readonly before: Entry | null;
  readonly appends: boolean;
}

/** What a command's redirections came to. A file that cannot be opened keeps the command from running. */
export interface OpenedRedirects {
  readonly status: Status;
  readonly input: Stream | null;
  /** Where standard output goes; undefined where it goes on as before. */
  readonly out: Stream | null | undefined;
  readonly sinks: readonly Sink[];
}

const writes = /^(\d*|&)>(?:>|\|)?$/;

/** Opens files in the order in which they are named, as the shell does before it runs the command. */
export function openRedirects(machine: Machine, redirects: readonly Redirect[]): OpenedRedirects {
  let input: Stream | null = null;
  let out: Stream | null | undefined;
  let status: Status = 'ok';
  const sinks: Sink[] = [];
  for (const { operator, target } of redirects) {
    const name = /^<<-?$/.test(operator) ? wordText(machine, target) : wholeWord(machine, target);
    const host = machine.dialect === 'bash' ? connection.exec(name)?.[1] : undefined;
    if (host !== undefined) status = unknown(machine, { of: 'service', host });
    else if (operator.startsWith('<<')) input = newStream(operator === '<<<' ? `${name}\n` : name);
    else if (/^0?<$/.test(operator)) {
      const read = readFrom(machine, name);
      if (read.status === 'failed') return { status: 'failed', input, out, sinks };
      if (read.status === 'unknown') status = 'unknown';
      input = read.stream;
    } else if (/^1?>&$/.test(operator) && /^(?:\d|-)$/.test(name)) {
      if (name !== '1') out = null;
    } else if (writes.test(operator) || /^>&$/.test(operator)) {
      const opened = writeTo(machine, name);
      if (opened === 'failed') return { status: 'failed', input, out, sinks };
      if (opened === 'unknown') status = 'unknown';
      const ofErrors = /^[2-9]/.test(operator);
      if (!ofErrors) out = null;
      if (!isKnown(name) || isDevice(name)) continue;
      const path = resolvePath(machine.cwd, name);
      const stream = newStream(/&/.test(operator) || ofErrors ? unknownText : '');
      if (!ofErrors) out = stream;
      const before = machine.stage.files.get(path);
      const appends = operator.endsWith('>>');
      sinks.push({ path, stream, before, appends });
      // What reads the very file that it is written to finds it empty.
      writeSink(machine, { path, stream: newStream(), before, appends });
    }
  }
  return { status, input, out, sinks };
}

/** Writes down what came out. */
export function closeRedirects(machine: Machine, { sinks }: OpenedRedirects): void {
  for (const sink of sinks) writeSink(machine, sink);
}

/** What a file holds; null where that is not known. */
function textOf(files: Files, path: string, entry: Entry | null): string | null {
  if (entry !== null) return entry.text;
  return files.presence(path) === 'absent' ? '' : null;
}

function writeSink(machine: Machine, { path, stream, before, appends }: Sink): void {
  const { files } = machine.stage;
  const old = appends ? textOf(files, path, before) : '';
  const text = old === null ? null : `${old}${stream.text}`;
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

/** A path that bash takes for another machine's port, whichever way it is opened. */
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

/** Whether the user may write to what lies at a path. */
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
