import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Person } from '../people/person.ts';
import type { Upgrade } from '../websocket-upgrades.ts';
import type { World } from '../world/world.ts';
import type { TourStep } from './tour.ts';
import { changeFor, messagesFor, PAGE_LENGTH, snapshot } from './view.ts';

/** People who can be played: those of the classroom, by name. */
export interface PlayableWorld {
  readonly world: World;
  readonly people: ReadonlyMap<string, Person>;
  readonly tour: readonly TourStep[];
}

/** The person whose view a page shows: by id or name, else the first. */
export function personOf({ people }: PlayableWorld, as: string | undefined): Person | null {
  const all = [...people.values()];
  return all.find((one) => one.id === as || one.name === as) ?? (as === undefined ? (all[0] ?? null) : null);
}

/**
 * Sends a snapshot of what one person sees, and then every change as it happens, over a WebSocket. With other kinds of connections a
 * browser allows only six to one server, and each tab of a class needs its own.
 */
export class PageSockets {
  readonly #cast: PlayableWorld;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });

  constructor(cast: PlayableWorld) {
    this.#cast = cast;
  }

  readonly upgrade: Upgrade = (request, socket, head, url) => {
    // Any site's page may open a WebSocket to any server; the browser sends the page's origin.
    const { origin, host } = request.headers;
    if (origin !== undefined && new URL(origin).host !== host) return false;
    const person = personOf(this.#cast, url.searchParams.get('as') ?? undefined);
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      if (person) this.#show(ws, person);
      else ws.close(NOBODY);
    });
    return true;
  };

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #show(socket: WebSocket, person: Person): void {
    const { world, people } = this.#cast;
    const send = (data: unknown): void => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(data));
    };
    const known = new Set<string>();
    const look = (): void => {
      const playable = new Set([...people.values()].map((one) => one.id));
      send({ kind: 'snapshot', ...snapshot(world, person.id, playable, known), tour: this.#cast.tour });
    };
    let looking = false;
    look();
    const stop = world.listen((happening) => {
      const change = changeFor(world, person.id, happening);
      if (change === null) return;
      if (change !== 'snapshot') {
        send(change);
        return;
      }
      if (looking) return;
      // Setting up a class makes many small changes: look once after them all.
      looking = true;
      setImmediate(() => {
        looking = false;
        look();
      });
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', stop);
  }
}

/** Tells the page not to reconnect: there is nobody of that name. */
const NOBODY = 4404;

/** Older messages, for people who scroll up. */
export function serveHistory(app: FastifyInstance, cast: PlayableWorld): void {
  const { world } = cast;
  app.get<{ Querystring: { as?: string; channel?: string; before?: string } }>(
    '/page/messages',
    (request, reply) => {
      const { as, channel: id = '', before = '' } = request.query;
      const person = personOf(cast, as);
      const channel = world.channels.get(id);
      if (!person || !channel || !world.sees(person.id, channel) || !/^\d{1,20}$/.test(before))
        return reply.code(404).send({});
      return reply.send(messagesFor(world, person.id, id, before, PAGE_LENGTH));
    },
  );
}
