import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/**
 * Decodes `moby.buildkit.trace`, the progress of a BuildKit build as the Engine API streams it: protobuf messages
 * `moby.buildkit.v1.StatusResponse` (buildkit, api/services/control/control.proto), base64 in the field `aux`. dockerode has a decoder,
 * but it declares log lines as strings although they are bytes, so they come out as base64. Unused fields are skipped, so newer engines
 * cause no errors.
 */

export interface TraceVertex {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  /** Unix milliseconds; null while it has not started or ended. */
  readonly started: number | null;
  readonly completed: number | null;
  readonly error: string;
}

interface TraceLog {
  readonly vertex: string;
  readonly bytes: Uint8Array;
}

interface TraceStatus {
  readonly vertex: string;
  readonly id: string;
  readonly name: string;
  readonly current: number;
  readonly total: number;
}

interface TraceWarning {
  readonly vertex: string;
  readonly short: string;
  readonly url: string;
  /** Line of the Dockerfile, from 1; null when the engine gives none. */
  readonly line: number | null;
}

export interface Trace {
  readonly vertexes: readonly TraceVertex[];
  readonly logs: readonly TraceLog[];
  readonly statuses: readonly TraceStatus[];
  readonly warnings: readonly TraceWarning[];
}

const utf8 = new TextDecoder();

/** Calls `field` for each field of the message at the reader's position; a field that it does not read (false) is skipped. */
function eachField(reader: BinaryReader, end: number, field: (no: number) => boolean): void {
  while (reader.pos < end) {
    const [no, type] = reader.tag();
    if (!field(no)) reader.skip(type, no);
  }
}

/** Reads an embedded message. */
function inner(reader: BinaryReader, field: (no: number) => boolean): void {
  const length = reader.uint32();
  eachField(reader, reader.pos + length, field);
}

function timestamp(reader: BinaryReader): number {
  let seconds = 0;
  let nanos = 0;
  inner(reader, (no) => {
    if (no === 1) seconds = Number(reader.int64());
    else if (no === 2) nanos = reader.int32();
    else return false;
    return true;
  });
  return seconds * 1000 + nanos / 1e6;
}

function vertex(reader: BinaryReader): TraceVertex {
  let [digest, name, error] = ['', '', ''];
  let cached = false;
  let started: number | null = null;
  let completed: number | null = null;
  inner(reader, (no) => {
    if (no === 1) digest = reader.string();
    else if (no === 3) name = text(reader);
    else if (no === 4) cached = reader.bool();
    else if (no === 5) started = timestamp(reader);
    else if (no === 6) completed = timestamp(reader);
    else if (no === 7) error = text(reader);
    else return false;
    return true;
  });
  return { digest, name, cached, started, completed, error };
}

/** A string that may contain parts of a student's Dockerfile: invalid UTF-8 is replaced, not rejected. */
function text(reader: BinaryReader): string {
  return utf8.decode(reader.bytes());
}

function log(reader: BinaryReader): TraceLog {
  let vertexDigest = '';
  let bytes: Uint8Array = new Uint8Array();
  inner(reader, (no) => {
    if (no === 1) vertexDigest = reader.string();
    else if (no === 4) bytes = reader.bytes();
    else return false;
    return true;
  });
  return { vertex: vertexDigest, bytes };
}

function status(reader: BinaryReader): TraceStatus {
  let [vertexDigest, id, name] = ['', '', ''];
  let [current, total] = [0, 0];
  inner(reader, (no) => {
    if (no === 1) id = text(reader);
    else if (no === 2) vertexDigest = reader.string();
    else if (no === 3) name = text(reader);
    else if (no === 4) current = Number(reader.int64());
    else if (no === 5) total = Number(reader.int64());
    else return false;
    return true;
  });
  return { vertex: vertexDigest, id, name, current, total };
}

function warning(reader: BinaryReader): TraceWarning {
  let [vertexDigest, short, url] = ['', '', ''];
  let line: number | null = null;
  inner(reader, (no) => {
    if (no === 1) vertexDigest = reader.string();
    else if (no === 3) short = text(reader);
    else if (no === 5) url = text(reader);
    else if (no === 7) {
      // Range { start: Position { line } }
      inner(reader, (rangeNo) => {
        if (rangeNo !== 1) return false;
        inner(reader, (positionNo) => {
          if (positionNo !== 1) return false;
          const at = reader.int32();
          line ??= at;
          return true;
        });
        return true;
      });
    } else return false;
    return true;
  });
  return { vertex: vertexDigest, short, url, line };
}

/** Decodes one message. Throws when the bytes are not such a message. */
export function decodeTrace(bytes: Uint8Array): Trace {
  const vertexes: TraceVertex[] = [];
  const logs: TraceLog[] = [];
  const statuses: TraceStatus[] = [];
  const warnings: TraceWarning[] = [];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, type] = reader.tag();
    if (type !== WireType.LengthDelimited) reader.skip(type, no);
    else if (no === 1) vertexes.push(vertex(reader));
    else if (no === 2) statuses.push(status(reader));
    else if (no === 3) logs.push(log(reader));
    else if (no === 4) warnings.push(warning(reader));
    else reader.skip(type, no);
  }
  return { vertexes, logs, statuses, warnings };
}
