import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Upgrade } from '../websocket-upgrades.ts';
import type { World, WorldEvent } from '../world/world.ts';
import { eventsOf, guildCreate } from './events.ts';
import { bareToken, readIdentify, withoutToken } from './identify.ts';
import { hears } from './intents.ts';
import { membersChunk, readyData } from './ready.ts';
import { compress, Session, sendTo } from './session.ts';
import { SessionStarts } from './session-starts.ts';
import { belongsTo, guildOf, guildsIn } from './shard.ts';

/** Milliseconds between heartbeats, as Discord asks for them. */
const HEARTBEAT = 41_250;
/** How many messages a client may send in a minute before it is disconnected. */
const SENDS_A_MINUTE = 120;

export type GatewayLog = (entry: {
  readonly direction: 'in' | 'out';
  readonly name: string;
  readonly data: unknown;
}) => void;

interface Connection {
  session: Session | null;
  sends: number;
  lastBeat: number;
}

/** Discord's gateway: one WebSocket for each client, and sessions that outlive it and collect events. */
export class Gateway {
  readonly #world: World;
  readonly #privileged: number;
  readonly #log: GatewayLog;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  readonly #sessions = new Map<string, Session>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #starts: SessionStarts;
  #refusing = false;

  constructor(
    world: World,
    options: { readonly privileged: number; readonly startEveryMs: number; readonly log: GatewayLog },
  ) {
    this.#world = world;
    this.#starts = new SessionStarts(options.startEveryMs);
    this.#privileged = options.privileged;
    this.#log = options.log;
    world.listen((happening) => this.#hear(happening));
  }

  /** Accepts a new client. */
  readonly upgrade: Upgrade = (request, socket, head, url) => {
    if (this.#refusing) return false;
    this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#greet(ws, url.searchParams));
    return true;
  };

  /** Sessions that currently have a socket. */
  get connected(): number {
    return [...this.#sessions.values()].filter((session) => session.socket !== null).length;
  }

  /** Disconnects every client. With `resumable: false` its session is lost, and the client learns so when it reconnects. */
  drop({ resumable, code = 1006 }: { readonly resumable: boolean; readonly code?: number }): void {
    for (const session of this.#sessions.values()) {
      const { socket } = session;
      session.socket = null;
      if (code === 1006) socket?.terminate();
      else socket?.close(code);
    }
    if (!resumable) this.#sessions.clear();
  }

  /** Asks every client to reconnect, as Discord does before it restarts a machine. */
  askToReconnect(): void {
    for (const { socket } of this.#sessions.values())
      if (socket) sendTo(socket, GatewayOpcodes.Reconnect, null);
  }

  /** Refuses new connections, as in an outage, or accepts them again. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #hear(happening: WorldEvent): void {
    const guildId = guildOf(this.#world, happening);
    for (const session of this.#sessions.values()) {
      if (!belongsTo(session.shard, guildId)) continue;
      for (const event of eventsOf(this.#world, happening, session.intents)) {
        const channel = event.channelId ? this.#world.channels.get(event.channelId) : undefined;
        if (channel && !this.#world.sees(this.#world.bot.user.id, channel)) continue;
        const ofBot =
          happening.kind === 'member' &&
          happening.change === 'changed' &&
          happening.member.userId === this.#world.bot.user.id;
        if (!ofBot && !hears(session.intents, event.name, event)) continue;
        this.#log({ direction: 'out', name: event.name, data: event.data });
        session.dispatch(event.name, event.data);
      }
    }
  }

  #greet(socket: WebSocket, query: URLSearchParams): void {
    const connection: Connection = { session: null, sends: 0, lastBeat: Date.now() };
    if (query.get('v') !== '10') {
      socket.close(GatewayCloseCodes.InvalidAPIVersion);
      return;
    }
    const compression = query.get('compress');
    if ((query.get('encoding') ?? 'json') !== 'json' || ![null, 'zlib-stream'].includes(compression)) {
      socket.close(GatewayCloseCodes.DecodeError, 'The classroom speaks JSON, plain or as a zlib stream');
      return;
    }
    if (compression) compress(socket);
    sendTo(socket, GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT, _trace: ['classroom'] });
    const minute = setInterval(() => {
      connection.sends = 0;
      if (Date.now() - connection.lastBeat > HEARTBEAT * 2) socket.close(GatewayCloseCodes.SessionTimedOut);
    }, 60_000);
    minute.unref();
    this.#timers.add(minute);
    socket.on('message', (raw) => this.#receive(socket, connection, String(raw)));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      clearInterval(minute);
      this.#timers.delete(minute);
      const { session } = connection;
      if (!session || session.socket !== socket) return;
      session.socket = null;
      // A client that closes normally ends its session; one that is disconnected may resume it.
      if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
    });
  }

  #receive(socket: WebSocket, connection: Connection, raw: string): void {
    connection.sends += 1;
    if (connection.sends > SENDS_A_MINUTE) {
      socket.close(GatewayCloseCodes.RateLimited);
      return;
    }
    let message: { op?: unknown; d?: unknown };
    try {
      message = JSON.parse(raw) as { op?: unknown; d?: unknown };
    } catch {
      socket.close(GatewayCloseCodes.DecodeError);
      return;
    }
    if (message === null || typeof message !== 'object') {
      socket.close(GatewayCloseCodes.DecodeError);
      return;
    }
    const op = message.op as GatewayOpcodes;
    this.#log({
      direction: 'in',
      name: GatewayOpcodes[op] ?? `op ${String(op)}`,
      data: withoutToken(message.d),
    });
    switch (op) {
      case GatewayOpcodes.Heartbeat:
        connection.lastBeat = Date.now();
        sendTo(socket, GatewayOpcodes.HeartbeatAck, null);
        return;
      case GatewayOpcodes.Identify:
        this.#identify(socket, connection, (message.d ?? {}) as Record<string, unknown>);
        return;
      case GatewayOpcodes.Resume:
        this.#resume(socket, connection, (message.d ?? {}) as Record<string, unknown>);
        return;
      case GatewayOpcodes.RequestGuildMembers:
        this.#members(socket, connection, (message.d ?? {}) as Record<string, unknown>);
        return;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.VoiceStateUpdate:
        if (!connection.session) socket.close(GatewayCloseCodes.NotAuthenticated);
        return;
      default: {
        socket.close(GatewayCloseCodes.UnknownOpcode);
        return;
      }
    }
  }

  #identify(socket: WebSocket, connection: Connection, d: Record<string, unknown>): void {
    if (connection.session) {
      socket.close(GatewayCloseCodes.AlreadyAuthenticated);
      return;
    }
    const world = this.#world;
    const identity = readIdentify(d, world.bot.token, this.#privileged);
    if ('close' in identity) {
      socket.close(identity.close, identity.why);
      return;
    }
    if (!this.#starts.begin()) {
      sendTo(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    const session = new Session(crypto.randomUUID().replaceAll('-', ''), identity, socket);
    connection.session = session;
    this.#sessions.set(session.id, session);
    const guilds = guildsIn(world, session.shard);
    session.dispatch('READY', readyData(world, session.id, guilds, d.shard));
    for (const guild of guilds) session.dispatch('GUILD_CREATE', guildCreate(world, guild, session.intents));
  }

  #resume(socket: WebSocket, connection: Connection, d: Record<string, unknown>): void {
    if (bareToken(d.token) !== this.#world.bot.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed);
      return;
    }
    const session = this.#sessions.get(String(d.session_id));
    if (!session || typeof d.seq !== 'number') {
      sendTo(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    if (d.seq > session.seq) {
      socket.close(GatewayCloseCodes.InvalidSeq);
      return;
    }
    session.socket?.terminate();
    session.socket = socket;
    connection.session = session;
    if (!session.replay(d.seq)) {
      session.socket = null;
      connection.session = null;
      this.#sessions.delete(session.id);
      sendTo(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    session.dispatch('RESUMED', { _trace: ['classroom'] });
  }

  #members(socket: WebSocket, connection: Connection, d: Record<string, unknown>): void {
    const { session } = connection;
    if (!session) {
      socket.close(GatewayCloseCodes.NotAuthenticated);
      return;
    }
    const chunk = membersChunk(this.#world, d);
    if (chunk) session.dispatch('GUILD_MEMBERS_CHUNK', chunk);
  }
}
