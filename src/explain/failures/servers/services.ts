import { atRun, defineFailure, type Failure } from '../failure.ts';
import { logs } from '../next.ts';

/** Other servers that a program in a container connects to. */
export const serviceFailures: readonly Failure[] = [
  defineFailure({
    id: 'service-refused',
    general: true,
    phase: atRun,
    about: 'localhost',
    when: [
      'ConnectionRefusedError: <said…>',
      'Connect call failed',
      '[Errno 111] Connection refused',
      '[Errno 61] Connection refused',
      'ConnectError: <said…> Connection refused',
      'ConnectError: All connection attempts failed',
      'dial tcp <address>: connect: connection refused',
      'connect ECONNREFUSED <address>',
      '[ECONNREFUSED]',
      'Cannot connect to amqp:',
      'Cannot connect to redis:',
      '[vite] http proxy error:',
    ],
    cause:
      'A program asks another server, and at that address nobody listens. In a container, `localhost` is the container itself.',
    cure: 'Use the other service’s name in compose.yaml, with the port inside its container, and let the program wait until it is up.',
    next: 'docker compose ps',
    examples: [
      "requests.exceptions.ConnectionError: HTTPConnectionPool(host='localhost', port=9000): Max retries exceeded with url: / (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
      'httpx.ConnectError: [Errno 111] Connection refused',
      "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 8001)",
      'Get "http://localhost:9000/": dial tcp 127.0.0.1:9000: connect: connection refused',
      'Error: connect ECONNREFUSED 172.18.0.4:8000\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16) {',
      'consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.',
      '3:21:09 PM [vite] http proxy error: /api/items\nAggregateError [ECONNREFUSED]: ',
    ],
  }),
  defineFailure({
    id: 'loopback-only',
    phase: 'run',
    rank: 'notice',
    about: 'localhost',
    aims: ['entrypoint-script'],
    when: [
      'Starting development server at http://127.0.0.1:<port>',
      'Uvicorn running on http://127.0.0.1:<port>',
      'Listening at: http://127.0.0.1:<port>',
    ],
    cause: 'The server runs, but listens only on 127.0.0.1. In a container, nobody outside reaches it then.',
    cure: 'Start it on all addresses: `0.0.0.0`. Directly on your machine it is fine as it is.',
    next: logs,
    examples: [
      'Starting development server at http://127.0.0.1:8000/\nQuit the server with CONTROL-C.',
      'INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)',
      '[2026-03-01 10:00:00 +0000] [7] [INFO] Listening at: http://127.0.0.1:8000 (7)',
    ],
  }),
];
