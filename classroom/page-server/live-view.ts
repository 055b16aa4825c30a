import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Person } from '../people/person.ts';
import type { Upgrade } from '../websocket-upgrades.ts';
import type { World } from '../world/world.ts';
import type { TourStep } from './tour.ts';
import { changeFor, messagesFor, PAGE_LENGTH, snapshot } from './view.ts';

/** Who can be played: the people of the classroom by name. */
export interface PlayableWorld {
  readonly world: World;
  readonly people: ReadonlyMap<string, Person>;
  readonly tour: readonly TourStep[];
}

/** The person that a page is seen as: by id or name, else the first. */
export function personOf({ people }: PlayableWorld, as: string | undefined): Person | null {
  const all = [...people.values()];
  return all.find((one) => one.id === as || one.name === as) ?? (as === undefined ? (all[0] ?? null) : null);
}

/**
 * A snapshot of what one person sees, then every change as it happens, over a WebSocket: of other connections
 * a browser keeps only six to one server, and each tab of a class needs its own.
 */
export class PageSockets {
  readonly #cast: PlayableWorld;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 });

  constructor(cast: PlayableWorld) {
    this.#cast = cast;
  }

  readonly upgrade: Upgrade = (request, socket, head, url) => {
    // Another site's page may open a WebSocket anywhere; the browser says whose it is.
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
      // Setting up a class is many small changes: look once when they are through.
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

/** Tells the page that it need not come back: nobody of that name is there. */
const NOBODY = 4404;

/** Older messages, for those who scroll up. */
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
