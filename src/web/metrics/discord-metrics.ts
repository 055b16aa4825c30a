import { type Client, Events, type REST, RESTEvents } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** So many interactions wait for their first answer at most; of more, the oldest are not measured. */
const mostOpen = 1_000;

/**
 * How the bot and Discord get along: requests, rate limits, the gateway, how soon a person is answered. Gives what is to be handed each
 * client before it logs in. `expected`: how many connections there should be.
 */
export function measureDiscord(registry: Registry, expected: () => number): (client: Client) => void {
  /** Those that are not destroyed: such a one has no token any more. */
  const clients = new Set<Client>();
  const connected = (): readonly Client[] => {
    for (const client of clients)
      if (client.token === null && client.readyAt !== null) clients.delete(client);
    return [...clients];
  };
  const measured = new WeakSet<REST>();
  const registers = [registry];
  const requests = new Counter({
    name: 'dockhand_rest_requests_total',
    help: 'Answers of Discord to requests, by method and status code.',
    labelNames: ['method', 'status'] as const,
    registers,
  });
  const limited = new Counter({
    name: 'dockhand_rest_rate_limited_total',
    help: 'How often a request had to wait for a rate limit: "global" is that of the whole bot.',
    labelNames: ['scope'] as const,
    registers,
  });
  for (const scope of ['global', 'route']) limited.inc({ scope }, 0);
  const invalid = new Gauge({
    name: 'dockhand_rest_invalid_requests',
    help: 'Refused requests in the current window of ten minutes; at 10000 Discord shuts the bot out.',
    registers,
  });
  const answers = new Histogram({
    name: 'dockhand_answer_seconds',
    help: 'From the arrival of an interaction to the moment Discord took its first answer; Discord waits 3 s.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  measureGateway(registers, connected, expected);

  const arrived = new LRUCache<string, number>({ max: mostOpen });
  const measureRest = (rest: REST): void => {
    measured.add(rest);
    rest.on(RESTEvents.RateLimited, ({ global }) => limited.inc({ scope: global ? 'global' : 'route' }));
    rest.on(RESTEvents.InvalidRequestWarning, ({ count }) => invalid.set(count));
    rest.on(RESTEvents.Response, (request, response) => {
      requests.inc({ method: request.method, status: String(response.status) });
      const id = /^\/interactions\/(\d+)\/[^/]+\/callback/.exec(request.path)?.[1];
      const at = id === undefined ? undefined : arrived.get(id);
      if (id === undefined || at === undefined) return;
      arrived.delete(id);
      answers.observe((performance.now() - at) / 1_000);
    });
  };
  return (client) => {
    clients.add(client);
    client.on(Events.InteractionCreate, ({ id }) => {
      arrived.set(id, performance.now());
    });
    if (!measured.has(client.rest)) measureRest(client.rest);
  };
}

/** Whether the connections are up that there should be, and how far away Discord is. */
function measureGateway(
  registers: Registry[],
  connected: () => readonly Client[],
  expected: () => number,
): void {
  new Gauge({
    name: 'dockhand_gateway_up',
    help: '1 while every gateway connection that this bot should have is up.',
    registers,
    collect() {
      const clients = connected();
      const areUp = clients.length >= expected() && clients.every((client) => client.isReady());
      this.set(areUp ? 1 : 0);
    },
  });
  new Gauge({
    name: 'dockhand_gateway_latency_seconds',
    help: 'The mean time between a heartbeat and its acknowledgement; none before the first.',
    registers,
    collect() {
      const pings = connected().map((client) => client.ws.ping);
      const ping = Math.max(...pings);
      if (pings.length > 0 && ping >= 0) this.set(ping / 1_000);
      else this.remove();
    },
  });
}
