import { defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Package registries that installers download from. */
export const packageServerFailures: readonly Failure[] = [
  defineFailure({
    id: 'packages-not-reached',
    phase: inBuild,
    about: 'dns',
    when: [
      "Failed to fetch: '<address…>'",
      "Failed to download '<package…>'",
      'error sending request for url',
      'dns error: failed to lookup address',
      'Retrying (Retry(total=',
      'Failed to establish a new connection: [Errno -3]',
      'HTTPSConnectionPool(host=',
      'Read timed out.',
      'ReadTimeoutError',
      'Could not fetch URL',
      'ProxyError',
      'SSLError',
      'Connection timed out … files',
      'Caused by: operation timed out',
      'stream error: stream ID <n>',
      ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ENETUNREACH'].flatMap(
        (code) => [`npm error code ${code}`, `npm ERR! code ${code}`],
      ),
      'npm error network',
      'npm ERR! network',
      'ERR_SOCKET_TIMEOUT',
      'ERR_PNPM_META_FETCH_FAIL',
      'There appears to be trouble with your network connection',
      ': ESOCKETTIMEDOUT',
      ...['i/o timeout', 'no such host', 'server misbehaving', 'network is unreachable'].flatMap((why) => [
        `go: … /@v/ … dial tcp: lookup <host> … ${why}`,
        `go: … /@v/ … dial tcp <host>: … ${why}`,
      ]),
      'go: … /@v/ … dial tcp <address>: connect: connection refused',
    ],
    cause:
      'The installer could not reach the server with the packages: no network, or a proxy or VPN is in the way. In a container that is to work offline, it should not install at all.',
    cure: 'Try again, or in another network. At the start of a container nothing should have to be installed: do it in a RUN step.',
    next: buildAgain,
    examples: [
      "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError(...: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/uv/\nERROR: Could not find a version that satisfies the requirement uv (from versions: none)\nERROR: No matching distribution found for uv",
      'error: Failed to fetch: `https://packages.example/simple/django/`\n  Caused by: error sending request for url\n  Caused by: dns error: failed to lookup address information',
      '#9 0.487 error: Failed to download `typing-extensions==4.16.0`',
      'npm error code ECONNRESET\nnpm error network aborted',
      'golang.org/x/exp@v0.0.0-20190121172915-509febef88a4: stream error: stream ID 159; INTERNAL_ERROR',
      'info There appears to be trouble with your network connection. Retrying...',
      'go: example.com/mux@v1.8.1: Get "https://modules.example/example.com/mux/@v/v1.8.1.mod": dial tcp: lookup modules.example on 10.0.0.1:53: i/o timeout',
    ],
  }),
];
