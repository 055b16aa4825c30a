import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { FILE_LIMIT } from '../world/files.ts';
import type { World } from '../world/world.ts';
import { DiscordApiError } from './api-error.ts';
import type { Fault, Faults } from './faults.ts';
import { serveOauth } from './oauth.ts';
import { RateLimits, type RateMode } from './rate-limits.ts';
import type { LoggedRequest } from './request-log.ts';
import type { IndexedFile, RestCall, Route } from './route.ts';
import { routes } from './routes/all.ts';
import { conform, specified, withoutExtras } from './schema.ts';

export interface RestOptions {
  readonly world: World;
  readonly privileged: number;
  readonly rates: RateMode;
  readonly faults: Faults;
  readonly log: (request: LoggedRequest) => void;
}

/** A body as received, before and after the schema. */
interface ParsedBody {
  readonly body: unknown;
  readonly files: readonly IndexedFile[];
}

/** Discord's REST API, version 10, as far as the classroom implements it; everything else is refused. */
export async function restApp(options: RestOptions): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: 12 * FILE_LIMIT, forceCloseConnections: true });
  await app.register(multipart, {
    limits: { fileSize: FILE_LIMIT, files: 10, fieldSize: FILE_LIMIT, fields: 20 },
  });
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, raw, parsed) => {
    try {
      parsed(null, raw === '' ? undefined : JSON.parse(String(raw)));
    } catch {
      parsed(new DiscordApiError(50109));
    }
  });
  const handler = new RequestHandler(options);
  app.addHook('onRequest', async (request) => handler.begin(request));
  app.setErrorHandler((error, request, reply) => handler.refuse(request, reply, error));
  app.setNotFoundHandler((request, reply) => handler.refuse(request, reply, new DiscordApiError(0)));
  for (const route of routes) {
    for (const base of ['/api/v10', '/api']) {
      app.route({
        method: route.method,
        url: `${base}${route.path}`,
        handler: (request, reply) => handler.handle(route, request, reply),
      });
    }
  }
  serveOauth(app, options.world);
  return app;
}

/** Answers requests as Discord does, and logs each one with its response. */
class RequestHandler {
  readonly #options: RestOptions;
  readonly #limits: RateLimits;
  readonly #started = new WeakMap<FastifyRequest, number>();
  readonly #bodies = new WeakMap<FastifyRequest, unknown>();
  readonly #headers = new WeakMap<FastifyRequest, Readonly<Record<string, string>>>();

  constructor(options: RestOptions) {
    this.#options = options;
    this.#limits = new RateLimits(options.world.clock, options.rates);
  }

  begin(request: FastifyRequest): void {
    this.#started.set(request, performance.now());
  }

  async handle(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { world, faults, privileged } = this.#options;
    const fault = faults.take(`${request.method} ${request.url}`);
    if (fault?.slow) await new Promise((resolve) => setTimeout(resolve, fault.slow));
    if (fault?.status) return this.#answer(request, reply, fault.status, faultBody(fault, reply));
    if (fault?.refusal !== undefined) throw new DiscordApiError(fault.refusal);
    const person = personOf(request, route, world);
    const asBot = request.headers.authorization === `Bot ${world.bot.token}`;
    if (!route.open && !asBot && person === null)
      return this.#answer(request, reply, 401, { message: '401: Unauthorized', code: 0 });
    const params = request.params as Record<string, string>;
    const limit = this.#limits.take(`${route.method} ${route.path}`, majorOf(params));
    this.#headers.set(request, limit.headers);
    if (limit.wait !== null) {
      const body = faultBody({ status: 429, retryAfter: limit.wait / 1000 }, reply);
      return this.#answer(request, reply, 429, body);
    }
    const { body, files } = await read(request);
    this.#bodies.set(request, body);
    if (route.schema) check(route, body);
    const query = request.query as Record<string, string>;
    const call: RestCall = { world, params, query, body, files, person, privileged };
    const result = await route.handle(call);
    return this.#answer(request, reply, result.status, result.body);
  }

  refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
    const refusal = asRefusal(error);
    if (refusal) return this.#answer(request, reply, refusal.status, refusal.toJSON());
    console.error('The classroom itself failed:', error);
    return this.#answer(request, reply, 500, { message: '500: Internal Server Error', code: 0 });
  }

  #answer(request: FastifyRequest, reply: FastifyReply, status: number, body: unknown): FastifyReply {
    const headers = this.#headers.get(request) ?? {};
    this.#options.log({
      at: this.#options.world.clock.now(),
      method: request.method,
      path: request.url,
      status,
      ms: performance.now() - (this.#started.get(request) ?? performance.now()),
      body: this.#bodies.get(request) ?? request.body,
      error: status >= 400 ? body : null,
      rateLimit: headers,
    });
    reply.code(status).headers(headers);
    // With a content type on a 204, discord.js would try to parse it.
    return status === 204 ? reply.send() : reply.type('application/json').send(JSON.stringify(body));
  }
}

/** The person whose own token was sent, if this route accepts it and they granted the required scope. */
function personOf(request: FastifyRequest, route: Route, world: World): RestCall['person'] {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const grant = token === undefined ? null : world.grants.of(token);
  return grant !== null && route.scope !== undefined && grant.scopes.includes(route.scope) ? grant : null;
}

/** The id that is part of Discord's rate limit bucket: channel, guild, or webhook with its token. */
function majorOf(params: Readonly<Record<string, string>>): string {
  return params.channel ?? params.guild ?? params.token ?? '';
}

function check(route: Route, body: unknown): void {
  if (!route.schema) return;
  const schema = specified(route.schema);
  if (!route.list) {
    const given = Object.entries(withoutExtras(body ?? {}) as object);
    conform(schema, Object.fromEntries(given.filter(([key]) => !route.extras?.includes(key))));
    return;
  }
  if (!Array.isArray(body))
    throw new DiscordApiError(50035, [{ path: [], code: 'BASE_TYPE_LIST', message: 'Only lists.' }]);
  for (const [index, one] of body.entries()) conform(schema, withoutExtras(one), [index]);
}

async function read(request: FastifyRequest): Promise<ParsedBody> {
  if (!request.isMultipart()) return { body: request.body, files: [] };
  let body: unknown;
  const files: IndexedFile[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const index = Number(/^files\[(\d+)\]$/.exec(part.fieldname)?.[1] ?? Number.NaN);
      if (Number.isNaN(index))
        throw new DiscordApiError(50035, [
          { path: [part.fieldname], code: 'CLASSROOM_UNKNOWN_FIELD', message: 'Files are called files[n].' },
        ]);
      files.push({ index, name: part.filename, bytes: await part.toBuffer() });
    } else if (part.fieldname === 'payload_json') {
      try {
        body = JSON.parse(String(part.value));
      } catch {
        throw new DiscordApiError(50109);
      }
    }
  }
  return { body, files };
}

function asRefusal(error: unknown): DiscordApiError | null {
  if (error instanceof DiscordApiError) return error;
  const code = (error as { code?: string }).code ?? '';
  if (code === 'FST_REQ_FILE_TOO_LARGE' || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new DiscordApiError(40005);
  if (code === 'FST_FILES_LIMIT' || code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || code.startsWith('FST_'))
    return new DiscordApiError(50035, [{ path: [], code, message: (error as Error).message }]);
  return null;
}

function faultBody(fault: Fault, reply: FastifyReply): unknown {
  if (fault.status !== 429) return { message: `${fault.status}: the classroom was asked to fail`, code: 0 };
  const seconds = fault.retryAfter ?? 1;
  reply.headers({
    'retry-after': String(Math.ceil(seconds * 1000) / 1000),
    ...(fault.global ? { 'x-ratelimit-global': 'true' } : {}),
    'x-ratelimit-scope': fault.global ? 'global' : 'user',
    via: '1.1 classroom',
  });
  return { message: 'You are being rate limited.', retry_after: seconds, global: fault.global ?? false };
}
