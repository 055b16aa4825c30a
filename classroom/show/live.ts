import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Person } from '../people/person.ts';
import type { World } from '../world/world.ts';
import { changeFor, messagesFor, snapshot } from './view.ts';

/** Who can be played: the people of the classroom by name. */
export interface Cast {
  readonly world: World;
  readonly people: ReadonlyMap<string, Person>;
}

/** The person that a page is seen as: by id or name, else the first. */
export function personOf({ people }: Cast, as: string | undefined): Person | null {
  const all = [...people.values()];
  return all.find((one) => one.id === as || one.name === as) ?? (as === undefined ? (all[0] ?? null) : null);
}

/** Server-sent events: a snapshot of what one person sees, then every change, as it happens. */
export function serveLive(app: FastifyInstance, cast: Cast): void {
  const { world } = cast;
  const open = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const response of open) response.destroy();
  });

  app.get<{ Querystring: { as?: string } }>('/page/live', (request, reply) => {
    const person = personOf(cast, request.query.as);
    if (!person) return reply.code(404).type('text/plain').send('Nobody of that name.');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    open.add(raw);
    const send = (data: unknown): void => void raw.write(`data: ${JSON.stringify(data)}\n\n`);
    const look = (): void =>
      send({
        kind: 'snapshot',
        ...snapshot(world, person.id, new Set([...cast.people.values()].map((one) => one.id))),
      });
    let looking = false;
    look();
    const stop = world.listen((happening) => {
      const change = changeFor(world, person.id, happening);
      if (change === null) return;
      if (change !== 'snapshot') return send(change);
      // Setting up a class is many small changes: look once when they are through.
      if (looking) return;
      looking = true;
      setImmediate(() => {
        looking = false;
        if (!raw.destroyed) look();
      });
    });
    const beat = setInterval(() => raw.write(': still here\n\n'), 15_000);
    beat.unref();
    raw.on('close', () => {
      stop();
      clearInterval(beat);
      open.delete(raw);
    });
    return reply;
  });

  app.get<{ Querystring: { as?: string; channel?: string; before?: string } }>(
    '/page/messages',
    (request, reply) => {
      const { as, channel: id = '', before = '' } = request.query;
      const person = personOf(cast, as);
      const channel = world.channels.get(id);
      if (!person || !channel || !world.sees(person.id, channel) || !/^\d{1,20}$/.test(before))
        return reply.code(404).send({});
      return reply.send(messagesFor(world, person.id, id, before));
    },
  );
}
