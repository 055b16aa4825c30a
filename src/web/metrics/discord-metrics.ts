import { type Client, Events, type REST, RESTEvents } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** At most this many interactions are tracked until their first answer; beyond that, the oldest are not measured. */
const mostOpen = 1_000;

/** Metrics of the connection to Discord: requests, rate limits, the gateway, and response times. */
export class DiscordMetrics {
  readonly #requests: Counter<'method' | 'status'>;
  readonly #rateLimited: Counter<'scope'>;
  readonly #invalid: Gauge;
  readonly #answers: Histogram;
  /** Clients that are not destroyed; a destroyed one has no token. */
  readonly #clients = new Set<Client>();
  readonly #measured = new WeakSet<REST>();
  /** When each interaction without an answer arrived. */
  readonly #arrived = new LRUCache<string, number>({ max: mostOpen });

  /** `expected`: the number of connections that there should be. */
  constructor(registry: Registry, expected: () => number) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'dockhand_rest_requests_total',
      help: 'Answers of Discord to requests, by method and status code.',
      labelNames: ['method', 'status'],
      registers,
    });
    this.#rateLimited = new Counter({
      name: 'dockhand_rest_rate_limited_total',
      help: 'How often a request had to wait for a rate limit: "global" is that of the whole bot.',
      labelNames: ['scope'],
      registers,
    });
    for (const scope of ['global', 'route']) this.#rateLimited.inc({ scope }, 0);
    this.#invalid = new Gauge({
      name: 'dockhand_rest_invalid_requests',
      help: 'Refused requests in the current window of ten minutes; at 10000 Discord shuts the bot out.',
      registers,
    });
    this.#answers = new Histogram({
      name: 'dockhand_answer_seconds',
      help: 'From the arrival of an interaction to the moment Discord took its first answer; Discord waits 3 s.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers,
    });
    measureGateway(registers, () => this.#connected(), expected);
  }

  /** Measures a client; call it before the client logs in. */
  readonly watch = (client: Client): void => {
    this.#clients.add(client);
    client.on(Events.InteractionCreate, ({ id }) => {
      this.#arrived.set(id, performance.now());
    });
    this.#watchRest(client.rest);
  };

  /** Measures a REST client once, even if several clients share it. */
  #watchRest(rest: REST): void {
    if (this.#measured.has(rest)) return;
    this.#measured.add(rest);
    rest.on(RESTEvents.RateLimited, ({ global }) =>
      this.#rateLimited.inc({ scope: global ? 'global' : 'route' }),
    );
    rest.on(RESTEvents.InvalidRequestWarning, ({ count }) => this.#invalid.set(count));
    rest.on(RESTEvents.Response, (request, response) => {
      this.#requests.inc({ method: request.method, status: String(response.status) });
      const id = /^\/interactions\/(\d+)\/[^/]+\/callback/.exec(request.path)?.[1];
      if (id !== undefined) this.#answered(id);
    });
  }

  #answered(interaction: string): void {
    const at = this.#arrived.get(interaction);
    if (at === undefined) return;
    this.#arrived.delete(interaction);
    this.#answers.observe((performance.now() - at) / 1_000);
  }

  #connected(): readonly Client[] {
    for (const client of this.#clients)
      if (client.token === null && client.readyAt !== null) this.#clients.delete(client);
    return [...this.#clients];
  }
}

/** Whether the expected connections are up, and the latency to Discord. */
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
