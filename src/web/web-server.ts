import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { fastifySSE as sse } from '@fastify/sse';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import { acceptedLocale } from '../wording/wording.ts';
import { serveAssets } from './assets.ts';
import { serveJobs } from './bull-board.ts';
import { serveHealth } from './health.ts';
import { LivePages } from './live-pages.ts';
import { serveMetrics } from './metrics/metrics-endpoint.ts';
import { measureQueue } from './metrics/queue-metrics.ts';
import { type ErrorStatus, errorPage, errorStatuses } from './pages/error.ts';
import { type DiscordIdentity, signInWithDiscord } from './sign-in/discord-oauth.ts';
import { serveSignIn } from './sign-in/routes.ts';
import { openSessions, type Sessions } from './sign-in/sessions.ts';
import { TaRoles } from './sign-in/ta-roles.ts';
import { type StaffParts, serveStaff } from './staff/staff-pages.ts';
import { MemberNames } from './views/member-names.ts';

interface WebSettings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** The URL by which browsers reach the pages; null: this machine, at the port. */
  readonly url: string | null;
  /** Lets the operator sign in; null: disabled. */
  readonly token: string | null;
  /** Lets teaching assistants sign in with Discord; null: disabled. */
  readonly clientSecret: string | null;
  readonly metricsToken: string | null;
  readonly trustedProxies: string;
  /** Discord's API, ending in /api or a version. */
  readonly discordApi: string;
  /** Secrets from which the cookie key is derived. */
  readonly secrets: readonly string[];
  readonly redisUrl: string;
  readonly prefix: string;
}

export interface WebServerParts extends Omit<StaffParts, 'sessions' | 'names' | 'live'> {
  readonly settings: WebSettings;
  readonly queue: VerifyQueue;
  readonly registry: Registry;
  /** Calls a listener whenever a verdict becomes the standing one; returns a function that removes it. */
  readonly onJudged: (listener: () => void) => () => void;
  readonly log: Logger;
}

/** Health checks, metrics and the staff pages, on one port. */
export class WebServer {
  /** Where it listens. */
  readonly url: string;
  readonly #opened: AsyncDisposableStack;

  private constructor(url: string, opened: AsyncDisposableStack) {
    this.url = url;
    this.#opened = opened;
  }

  static async open(parts: WebServerParts): Promise<WebServer> {
    const opened = new AsyncDisposableStack();
    try {
      return new WebServer(await listen(parts, opened), opened);
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#opened.disposeAsync();
  }
}

/** Opens everything and returns the URL. Whatever has to be closed is added to the stack. */
async function listen(parts: WebServerParts, opened: AsyncDisposableStack): Promise<string> {
  const { settings, records, desk, queue, members, registry, log } = parts;
  const app = fastify({
    trustProxy: settings.trustedProxies,
    forceCloseConnections: true,
    bodyLimit: 16 * 1024,
    routerOptions: { maxParamLength: 100 },
  });
  const publicUrl = (settings.url ?? `http://localhost:${settings.port}`).replace(/(?<!\/)\/+$/, '');
  const https = publicUrl.startsWith('https:');
  await registerPlugins(app, https);
  handleErrors(app, log);
  measureQueue(registry, { queue, desk });
  serveHealth(app, registry, {
    redis: () => queue.ping(),
    records: async () => (await records.guilds.all()) !== null,
    gateway: async () => members.connected(),
  });
  serveMetrics(app, registry, settings.metricsToken);
  await serveAssets(app);
  const sessions = await openSessions(app, {
    secrets: settings.secrets,
    https,
    roles: new TaRoles(records, members),
    records,
  });
  serveSignIn(app, {
    sessions,
    token: settings.token,
    discord: await discordSignIn(app, settings, members.application, publicUrl),
    servers: async () => (await records.guilds.all()).map((guild) => guild.id),
    log,
  });
  opened.defer(await serveOperator(app, settings, sessions, log));
  opened.defer(() => app.close());
  const live = openLivePages(parts, opened);
  const names = new MemberNames(members, (guild) => live.moved(guild));
  await app.register(async (inner) => serveStaff(inner, { ...parts, sessions, names, live }));

  const url = await app.listen({ port: settings.port, host: settings.host });
  log.info({ event: 'web.listening', url, public: publicUrl }, 'serving the staff pages, health and metrics');
  return url;
}

/** Opened before the first request, so that open pages get every change after their rendering. */
function openLivePages(
  { desk, queue, onJudged, log }: WebServerParts,
  opened: AsyncDisposableStack,
): LivePages {
  const live = new LivePages((error) =>
    log.warn({ event: 'web.live-page-failed', err: error }, 'could not bring an open page up to date'),
  );
  opened.defer(() => live.close());
  const moved = (): void => live.moved();
  for (const unsubscribe of [desk.onProgress(moved), queue.onMoved(moved), onJudged(moved)])
    opened.defer(unsubscribe);
  return live;
}

/** Plugins for all responses: security headers, rate limits, forms, event streams. */
async function registerPlugins(app: FastifyInstance, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    hsts: https,
  });
  await app.register(rateLimit, { max: 300, timeWindow: '1 minute' });
  await app.register(formbody);
  await app.register(sse, { heartbeatInterval: 15_000 });
}

function handleErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500)
      log.error({ event: 'web.page-failed', err: error, path: request.routeOptions.url }, 'a page failed');
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(errorPage(acceptedLocale(request.headers['accept-language']), shownStatus(status)));
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    reply
      .code(404)
      .type('text/html; charset=utf-8')
      .send(errorPage(acceptedLocale(request.headers['accept-language']), 404)),
  );
}

/** The error page for a status that has none of its own. */
const shownStatus = (status: number): ErrorStatus =>
  errorStatuses.find((one) => one === status) ?? (status < 500 ? 404 : 500);

async function discordSignIn(
  app: FastifyInstance,
  settings: WebSettings,
  application: string,
  url: string,
): Promise<((request: FastifyRequest) => Promise<DiscordIdentity>) | null> {
  if (settings.clientSecret === null) return null;
  return signInWithDiscord(app, {
    api: settings.discordApi,
    application,
    secret: settings.clientSecret,
    url,
  });
}

/** Pages for the operator only. */
async function serveOperator(
  app: FastifyInstance,
  settings: WebSettings,
  sessions: Sessions,
  log: Logger,
): Promise<() => Promise<void>> {
  let close = async (): Promise<void> => {};
  await app.register(async (inner) => {
    inner.addHook('onRequest', async (request, reply) => {
      const visitor = await sessions.visitor(request);
      return visitor?.kind === 'operator' ? undefined : reply.callNotFound();
    });
    close = await serveJobs(inner, {
      redisUrl: settings.redisUrl,
      prefix: settings.prefix,
      complain: (error) =>
        log.debug({ event: 'web.jobs-unreachable', err: error }, 'the jobs page cannot reach Redis'),
    });
  });
  return () => close();
}
