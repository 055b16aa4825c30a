import { quoted } from '../../dockerfile/text.ts';
import { eventsOf, placeOf } from '../queries.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { serverLine } from './start-queries.ts';

const allInterfaces = new Set(['0.0.0.0', '::', '']);
/** A loopback address, which only the container itself can reach. */
const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){1,3}|::1)$/i.test(host);

/** The address for all interfaces, with the port if known. */
const everywhere = (port: number | null): string => (port === null ? '0.0.0.0' : `0.0.0.0:${port}`);
const withPort = (option: string, port: number | null): string => (port === null ? '' : ` ${option} ${port}`);

/** The option that sets a server's address. runserver takes it as an argument. */
const addressOptions: Readonly<Record<string, (port: number | null) => string>> = {
  gunicorn: (port) => `--bind ${everywhere(port)}`,
  hypercorn: (port) => `--bind ${everywhere(port)}`,
  uvicorn: (port) => `--host 0.0.0.0${withPort('--port', port)}`,
  daphne: (port) => `-b 0.0.0.0${withPort('-p', port)}`,
};

function mistakeInAddress(
  line: string,
  host: string,
  option: string | undefined,
): 'default' | 'option' | 'local' | 'foreign' {
  // The address may come from a variable or from gunicorn's configuration file, which this line overrides.
  const isElsewhere = /\$|\s(?:-c|--config)\b/.test(line);
  if (!line.includes(host) && !isElsewhere) return option === undefined ? 'default' : 'option';
  return isLoopback(host) ? 'local' : 'foreign';
}

export const listensEverywhere = defineRule({
  id: 'ListensEverywhere',
  severity: 'error',
  aim: 'entrypoint-script',
  url: 'https://docs.docker.com/engine/network/#published-ports',
  reads: 'the address and the port that the server listens on',
  texts: {
    title: 'The server listens on all addresses, on the lesson’s port',
    why: 'Inside a container 127.0.0.1 is the container itself. Docker hands requests over from outside, so the server has to listen on 0.0.0.0.',
    local:
      'The server listens on {{host}}, which only the container itself can reach: your browser gets no answer. Write {{address}}.',
    foreign:
      '{{host}} is not an address of the container, so the server cannot listen there and ends. Write {{address}}.',
    default:
      'Without an address the server listens on 127.0.0.1, which only the container itself can reach: your browser gets no answer. Write {{address}}.',
    option:
      'Without an address {{program}} listens on 127.0.0.1, which only the container itself can reach: your browser gets no answer. Add {{option}} to this line.',
    port: 'The server listens on port {{given}}, but the lesson publishes port {{port}}: your browser gets no answer. Use {{port}}.',
    unknown: 'I cannot tell which address or port this listens on.',
  },
  good: { 'entrypoint.sh': `#!/bin/sh\nset -e\nuv run python manage.py migrate\n${serverLine}` },
  bad: {
    'entrypoint.sh':
      '#!/bin/sh\nset -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 8000\n',
  },
  find: (context, report) => {
    const server = serverOf(context);
    if (server === undefined) return [];
    const at = placeOf(server);
    const wanted = portOf(context);
    const { host } = server;
    // If the lesson names no port, the server may keep its own.
    const port = wanted ?? server.port;
    if (host !== null && !allInterfaces.has(host)) {
      const text =
        context.buildContext.files.get(server.at.file)?.text?.split('\n')[server.at.line - 1] ?? host;
      const program = server.program;
      const option = addressOptions[program]?.(port);
      const configured =
        (context.simulation.final?.files.find((_, path) => path.endsWith('/gunicorn.conf.py')).length ?? 0) >
        0;
      const written = program === 'gunicorn' && configured ? `${text} ${host}` : text;
      const message = report(mistakeInAddress(written, host, option), {
        host: quoted(host),
        address: everywhere(port),
        program,
        option: option ?? '',
      });
      return [{ ...at, message, status: 'wrong' }];
    }
    if (wanted !== null && server.port !== null && server.port !== wanted) {
      const message = report('port', { given: server.port, port: wanted });
      return [{ ...at, message, status: 'wrong' }];
    }
    return host === null || (wanted !== null && server.port === null)
      ? [{ ...at, message: report('unknown'), status: 'unknown' }]
      : [];
  },
});

/** The port that the lesson publishes; null if there is none. */
const portOf = ({ manifest }: RuleContext): number | null => manifest?.port ?? null;

/** The server that the lesson's requests are for: the first one reachable on the lesson's port, otherwise the first of all. */
function serverOf(context: RuleContext) {
  const servers = eventsOf(context, 'server', 'start');
  const wanted = portOf(context);
  const reached = servers.find(
    ({ host, port, certain }) =>
      certain && (wanted === null || port === wanted) && host !== null && allInterfaces.has(host),
  );
  return reached ?? servers[0];
}
