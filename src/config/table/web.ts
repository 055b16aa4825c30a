import { listenHost, trustedProxies } from './addresses.ts';
import { httpUrl, oneOf, port, secret, setting, text } from './setting.ts';

export const webSettings = {
  name: 'web',
  settings: {
    WEB_PORT: setting(
      port,
      '0',
      ['bot'],
      'Port for health, metrics and the staff pages; 0: none. As a service the bot always has one: 8080 when it is empty.',
    ),
    WEB_HOST: setting(
      listenHost,
      '127.0.0.1',
      ['bot'],
      'The address to listen on. With 127.0.0.1 only this machine, or a proxy on it, reaches the pages.',
    ),
    WEB_URL: setting(
      httpUrl,
      null,
      ['bot'],
      'How a browser reaches them, for instance https://dockhand.example.org; http://localhost:<WEB_PORT> when empty.\nWith https the cookies are sent over https only. Discord’s Developer Portal needs it, followed by\n/sign-in/discord/back, among the redirects under OAuth2.',
    ),
    WEB_TOKEN: setting(
      secret,
      null,
      ['bot'],
      'Lets one operator sign in, with all servers and the jobs; at least 16 characters. Empty: no operator.',
    ),
    DISCORD_CLIENT_SECRET: setting(
      text,
      null,
      ['bot'],
      'The application’s client secret (Developer Portal, OAuth2): teaching assistants sign in with Discord. Empty: they cannot.',
    ),
    WEB_TRUSTED_PROXIES: setting(
      trustedProxies,
      'loopback',
      ['bot'],
      'Whose word on a visitor’s address counts, as a list of addresses or networks.',
    ),
    METRICS_TOKEN: setting(
      secret,
      null,
      ['bot', 'worker'],
      'Lets a Prometheus on another machine read /metrics, as its bearer token; at least 16 characters. Empty: only this machine, and nobody where the bot is a service.',
    ),
    WORKER_METRICS_PORT: setting(
      port,
      '0',
      ['worker'],
      'A worker’s own port for health and metrics, 0: none. As a service a worker has 9465 when it is empty.',
    ),
    WORKER_METRICS_HOST: setting(listenHost, '127.0.0.1', ['worker'], 'The address that it listens on.'),
    OTEL_EXPORTER_OTLP_ENDPOINT: setting(
      httpUrl,
      null,
      ['bot', 'worker'],
      'Where traces go, from an interaction to its verdict: an OpenTelemetry collector, for instance http://collector:4318. Empty: nowhere.',
    ),
  },
} as const;

export const logSettings = {
  name: 'logs',
  settings: {
    LOG_LEVEL: setting(
      oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
      'info',
      ['bot', 'worker'],
      'How much bot and worker write to their logs.',
    ),
  },
} as const;
