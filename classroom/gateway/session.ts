import { constants, createDeflate } from 'node:zlib';
import { GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import type { AskedShard } from './shard.ts';

/** How many events a session keeps for a client that resumes it. */
const BACKLOG = 1_000;

interface GatewayEvent {
  readonly seq: number;
  readonly name: string;
  readonly data: unknown;
}

/** One bot's session on the gateway: it outlives its socket, so that it can be resumed. */
export class Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: AskedShard;
  socket: WebSocket | null;
  #seq = 0;
  readonly #events: GatewayEvent[] = [];

  constructor(id: string, { intents, shard }: Pick<Session, 'intents' | 'shard'>, socket: WebSocket) {
    this.id = id;
    this.intents = intents;
    this.shard = shard;
    this.socket = socket;
  }

  get seq(): number {
    return this.#seq;
  }

  dispatch(name: string, data: unknown): void {
    this.#seq += 1;
    const event = { seq: this.#seq, name, data: structuredClone(data) };
    this.#events.push(event);
    if (this.#events.length > BACKLOG) this.#events.shift();
    this.#send(event);
  }

  /** Sends all events after `seq` again; false when the session no longer has them. */
  replay(seq: number): boolean {
    const first = this.#events[0]?.seq ?? this.#seq + 1;
    if (seq > this.#seq || seq < first - 1) return false;
    for (const event of this.#events) if (event.seq > seq) this.#send(event);
    return true;
  }

  #send(event: GatewayEvent): void {
    if (this.socket) sendTo(this.socket, GatewayOpcodes.Dispatch, event.data, event.seq, event.name);
  }
}

type Sender = (text: string) => void;
const compressors = new WeakMap<WebSocket, Sender>();

/** How a flushed zlib stream ends. */
const FLUSHED = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** From now on everything sent on this socket is one zlib stream, flushed after each message, as `compress=zlib-stream` asks. */
export function compress(socket: WebSocket): void {
  const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH });
  const waiting: string[] = [];
  let parts: Buffer[] = [];
  let busy = false;
  // One message at a time: the output up to the flush belongs to the input.
  const next = (): void => {
    const text = busy ? undefined : waiting.shift();
    if (text === undefined) return;
    busy = true;
    deflate.write(text);
  };
  deflate.on('data', (part: Buffer) => {
    parts.push(part);
    if (!part.subarray(-4).equals(FLUSHED)) return;
    if (socket.readyState === socket.OPEN) socket.send(Buffer.concat(parts));
    parts = [];
    busy = false;
    next();
  });
  socket.once('close', () => deflate.close());
  compressors.set(socket, (text) => {
    waiting.push(text);
    next();
  });
}

export function sendTo(
  socket: WebSocket,
  op: GatewayOpcodes,
  d: unknown,
  s: number | null = null,
  t: string | null = null,
): void {
  if (socket.readyState !== socket.OPEN) return;
  const text = JSON.stringify({ op, d, s, t });
  const send = compressors.get(socket);
  if (send) send(text);
  else socket.send(text);
}
