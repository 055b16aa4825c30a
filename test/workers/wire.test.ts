import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Verdict, VerdictReason } from '../../src/submission/verdict.ts';
import { translate } from '../../src/wording/wording.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { type Limits, readLimits } from '../../workers/sandbox/limits.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { verify } from '../../workers/verification/verification.ts';
import { answer, theLesson } from './support/lesson.ts';
import { type PretendBox, pretendBox, quiet } from './support/pretend-box.ts';
import { type PretendEngine, type PretendStep, pretendEngine } from './support/pretend-engine.ts';

/** An engine's output on the wire, and whose fault it is. The texts are the engine's, pip's and uv's own. */
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Scene {
  readonly box: PretendBox;
  readonly engine: PretendEngine;
  readonly verdict: (limits?: Partial<Limits>, files?: Record<string, string>) => Promise<Verdict>;
}

async function scene(): Promise<Scene> {
  const box = await pretendBox();
  const engine = await pretendEngine(join(box.folder, box.name, 'engine.sock'));
  endings.push(box.close, engine.close);
  return {
    box,
    engine,
    verdict: async (change = {}, files) => {
      const limits = { ...readLimits({}), ...change };
      const student = files ?? (await answer());
      const laid = await assembleVerification(await theLesson(), student, {
        // It would call every TODO of these files done, and a TODO that is done is never blamed.
        check: null,
        checker: 'test',
        proxy: null,
        limits,
      });
      const { signal } = new AbortController();
      const leased = await leaseBox(box.folder, 'test', limits, signal);
      try {
        return await verify(laid, leased, { limits, signal });
      } finally {
        await leased.release();
      }
    },
  };
}

const metadata = 'python:3.11-slim: failed to resolve source metadata for docker.io/library/python:3.11-slim';
const head = `${metadata}: failed to do request: Head "https://registry.example/v2/library/python/manifests/3.11-slim"`;
const from = 'FROM docker.io/library/python:3.11-slim';

const registry: readonly (readonly [string, string, VerdictReason])[] = [
  ['answers 503', `${head}: Service Unavailable`, 'pull-failed'],
  ['answers 502', `${head}: 502 Bad Gateway`, 'pull-failed'],
  ['has no name', `${head}: dial tcp: lookup registry.example: no such host`, 'pull-failed'],
  [
    'has no name in time',
    `${head}: dial tcp: lookup registry.example on 10.0.2.3:53: read udp 10.0.2.100:1->10.0.2.3:53: i/o timeout`,
    'pull-failed',
  ],
  ['refuses the connection', `${head}: dial tcp 192.0.2.1:443: connect: connection refused`, 'pull-failed'],
  ['is behind a proxy that is away', `${head}: proxyconnect tcp: dial tcp 10.0.2.2:3128: EOF`, 'pull-failed'],
  ['is behind a proxy that refuses it', `${head}: Forbidden`, 'pull-failed'],
  [
    'has a certificate of its own',
    `${head}: tls: failed to verify certificate: x509: unknown`,
    'pull-failed',
  ],
  [
    'limits the rate',
    `${metadata}: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.`,
    'pull-failed',
  ],
  ['breaks off', `${metadata}: failed to copy: local error: tls: bad record MAC`, 'pull-failed'],
  [
    'has no such image',
    `${metadata}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    'base-image-not-found',
  ],
  ['has no such tag', `${metadata}: docker.io/library/python:3.11-slim: not found`, 'base-image-not-found'],
  [
    'has the image for another processor',
    `${metadata}: no match for platform in manifest: not found`,
    'base-image-not-found',
  ],
];

describe('a registry that', () => {
  test.each(registry)('a registry that %s', async (_name, said, reason) => {
    const { engine, verdict } = await scene();
    engine.steps = [{ name: `[1/9] ${from}`, error: said }];
    engine.error = `failed to solve: ${said}`;
    const seen = await verdict();
    expect(seen).toMatchObject({ outcome: reason === 'pull-failed' ? 'error' : 'failed', reason });
    // An error on our side is not a failed phase of the student's.
    expect(seen.phases.some(({ status }) => status === 'failed')).toBe(reason !== 'pull-failed');
  });
});

const engines: readonly string[] = [
  'no active session for x1y2z3: context deadline exceeded',
  'failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
  'failed to prepare extraction snapshot "x": context deadline exceeded: unknown',
  'failed to create lease: write tcp: use of closed network connection',
  'runc run failed: unable to start container process: timed out waiting for the cgroup',
  'write /var/lib/docker/x: input/output error',
  'failed to read downloaded context: failed to load cache key: failed to prepare  as fvo9q8: symlink ../fvo9q8/diff /data/overlay2/l/PNUSYY: no such file or directory',
  'failed to prepare x1y2 as z3: stat /data/overlay2/z3: no such file or directory',
];

describe('an engine in trouble', () => {
  test.each(engines)('never blames the student for "%s"', async (said) => {
    const { engine, verdict } = await scene();
    engine.error = `failed to solve: ${said}`;
    expect(await verdict()).toMatchObject({ outcome: 'error', reason: 'engine-away' });
    engine.steps = [{ name: sync, error: said }];
    expect(await verdict()).toMatchObject({ outcome: 'error', reason: 'engine-away' });
  });

  test.each(engines)('a student’s own step that prints "%s" counts against the student', async (said) => {
    const { engine, verdict } = await scene();
    const name = `[3/9] RUN echo '${said}' && false`;
    engine.steps = [{ name, error: exit(name, 1), log: said }];
    engine.error = `failed to solve: ${exit(name, 1)}`;
    expect(await verdict()).toMatchObject({ outcome: 'failed' });
  });
});

const pip = '[3/9] RUN pip install uv';
const sync = '[5/9] RUN uv sync --frozen';
const exit = (name: string, code: number): string =>
  `process "/bin/sh -c ${name.replace(/^.*RUN /, '')}" did not complete successfully: exit code: ${code}`;

const steps: readonly (readonly [string, string, string, number, VerdictReason])[] = [
  [
    'pip reaches no index',
    pip,
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 503 Service Unavailable'))': /simple/uv/\nERROR: Could not find a version that satisfies the requirement uv (from versions: none)\nERROR: No matching distribution found for uv",
    1,
    'package-index-away',
  ],
  [
    'pip finds the index broken',
    pip,
    'ERROR: HTTP error 502 while getting https://index.example/uv.whl',
    1,
    'package-index-away',
  ],
  [
    'uv reaches no index',
    sync,
    'error: Failed to fetch: `https://index.example/django.whl`\n  Caused by: Request failed after 3 retries\n  Caused by: error sending request for url (https://index.example/django.whl)\n  Caused by: client error (Connect)\n  Caused by: dns error',
    2,
    'package-index-away',
  ],
  [
    'uv finds the index broken',
    sync,
    'error: Failed to download `django==5.2`\n  Caused by: HTTP status server error (503 Service Unavailable) for url (https://index.example/x)',
    2,
    'package-index-away',
  ],
  [
    'a name is mistyped',
    '[3/9] RUN pip install uvv',
    'ERROR: Could not find a version that satisfies the requirement uvv (from versions: none)\nERROR: No matching distribution found for uvv',
    1,
    'build-failed',
  ],
  [
    'the index is the student’s own',
    '[3/9] RUN pip install --index-url http://index.example/simple uv',
    "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 503 Service Unavailable'))",
    1,
    'build-failed',
  ],
  ...(
    [
      ['she gives it no network', '--network=none uv sync --frozen'],
      ['she goes by a proxy of her own', 'https_proxy=http://proxy.example:3128 uv sync --frozen'],
      ['she names an index of her own', 'uv sync --frozen --index http://index.example/simple'],
      ['pip goes by a proxy of her own', 'pip install --proxy proxy.example:3128 uv'],
    ] as const
  ).map(
    ([name, command]) =>
      [
        name,
        `[5/9] RUN ${command}`,
        'error: Failed to fetch: `https://index.example/django.whl`\n  Caused by: dns error',
        2,
        'build-failed',
      ] as const,
  ),
];

test.each([
  ['ENV HTTPS_PROXY=http://proxy.example:3128', 'failed'],
  ['ENV UV_DEFAULT_INDEX=http://index.example/simple', 'failed'],
  ['ARG PIP_INDEX_URL=http://index.example/simple', 'failed'],
  ['ENV PYTHONUNBUFFERED=1', 'error'],
  ['# ENV HTTPS_PROXY=http://proxy.example:3128', 'error'],
])('a step that reaches no index after %s ends as %s', async (line, outcome) => {
  const { engine, verdict } = await scene();
  engine.steps = [{ name: sync, error: exit(sync, 2), log: '  Caused by: dns error' }];
  engine.error = `failed to solve: ${exit(sync, 2)}`;
  const files = await answer();
  const dockerfile = `${files.Dockerfile}`.replace('\n', `\n${line}\n`);
  expect(await verdict({}, { ...files, Dockerfile: dockerfile })).toMatchObject({ outcome });
});

describe('a step fails because', () => {
  test.each(steps)('a step fails because %s', async (_name, name, log, code, reason) => {
    const { engine, verdict } = await scene();
    engine.steps = [{ name, error: exit(name, code), log }];
    engine.error = `failed to solve: ${exit(name, code)}`;
    expect(await verdict()).toMatchObject({
      outcome: reason === 'build-failed' ? 'failed' : 'error',
      reason,
    });
  });
});

/** Error texts of real builds, and what the sentence has to name. */
const texts: readonly (readonly [string, RegExp, { readonly todo?: number; readonly line?: number }])[] = [
  [
    'dockerfile parse error on line 4: COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    /source and a destination/,
    { line: 4 },
  ],
  ['dockerfile parse error on line 14: unknown instruction: APK', /`APK`.*`\\`/, { line: 14 }],
  [
    'failed to parse dockerfile: Syntax error - can\'t find = in "#". Must be of the form: name=value',
    /comment/,
    {},
  ],
  ['dockerfile parse error on line 1: no build stage in current context', /FROM/, { line: 1 }],
  ['the Dockerfile cannot be empty', /empty/, {}],
  ['dockerfile parse error on line 3: unknown flag: --exclude', /`--exclude`/, { line: 3 }],
  [
    'When using COPY with more than one source file, the destination must be a directory and end with a /',
    /folder/,
    {},
  ],
  [
    'failed to compute cache key: failed to calculate checksum of ref x::y: "/uv.lok": not found',
    /`uv\.lok`/,
    {},
  ],
];

describe('an engine that says', () => {
  test.each(texts)('an engine that says %s', async (said, sentence, place) => {
    const { engine, verdict } = await scene();
    engine.error = `failed to solve: ${said}`;
    const seen = await verdict();
    expect(seen).toMatchObject({ outcome: 'failed', ...place });
    expect(translate('en', seen.explanation ?? { page: '', key: '', values: {} })).toMatch(sentence);
  });
});

const printed: readonly (readonly [string, string, RegExp, number | null])[] = [
  [
    'no pyproject.toml',
    'error: No `pyproject.toml` found in current directory or any parent directory',
    /pyproject\.toml/,
    2,
  ],
  [
    'no lock file',
    'error: Unable to find lockfile at `uv.lock`, but `--frozen` was provided. To create a lockfile, run `uv lock`',
    /`uv\.lock`/,
    2,
  ],
  ['no readme', 'OSError: Readme file does not exist: README.md', /README\.md/, 2],
  [
    'no such Python',
    'error: No interpreter found for Python >=3.13 in managed installations or search path',
    />=3\.13/,
    null,
  ],
  [
    'another Python',
    "error: The requested interpreter resolved to Python 3.11.2, which is incompatible with the project's Python requirement: `>=3.13`",
    />=3\.13/,
    null,
  ],
  ['no compiler', "error: command 'gcc' failed: No such file or directory", /compiler/, null],
  ['no pg_config', 'Error: pg_config executable not found.', /compiler/, null],
  [
    'an unknown Debian package',
    'E: Unable to locate package postgresql-client',
    /`postgresql-client`.*apt-get update/,
    null,
  ],
  [
    'settings',
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    /settings/,
    null,
  ],
  [
    'chmod of another’s file',
    "chmod: changing permissions of '/entrypoint.sh': Operation not permitted",
    /USER/,
    5,
  ],
  [
    'a warning that is no reason',
    'warning: No `requires-python` value found in the workspace. Defaulting to `>=3.11`.\nboom',
    /exit code 1/,
    null,
  ],
];

describe('a step that prints', () => {
  test.each(printed)('a step that prints %s', async (_name, log, sentence, todo) => {
    const { engine, verdict } = await scene();
    const step: PretendStep = { name: sync, error: exit(sync, 1), log: `one\ntwo\n${log}\n` };
    engine.steps = [step];
    engine.error = `failed to solve: ${exit(sync, 1)}`;
    const seen = await verdict();
    expect(seen).toMatchObject({ outcome: 'failed', reason: 'build-failed', todo });
    expect(translate('en', seen.explanation ?? { page: '', key: '', values: {} })).toMatch(sentence);
    // The excerpt contains the decisive line.
    expect(seen.excerpt.join('\n')).toContain(log.split('\n').at(-1)?.slice(0, 40));
  });
});

describe('exit code 137', () => {
  const killed = async (counters: Partial<typeof quiet>, log = '') => {
    const { box, engine, verdict } = await scene();
    const { steps } = engine;
    expect(steps).toEqual([]);
    engine.steps = [{ name: sync, error: exit(sync, 137), log }];
    engine.error = `failed to solve: ${exit(sync, 137)}`;
    // The supervisor's counters before and during the build.
    let asked = 0;
    Object.defineProperty(box, 'counters', {
      get: () => (++asked > 3 ? { ...quiet, ...counters } : quiet),
    });
    return verdict();
  };

  test('exit code 137 is out of memory when the kernel’s killer struck', async () => {
    expect(await killed({ oomKills: 1 })).toMatchObject({ reason: 'out-of-memory' });
  });
  test('exit code 137 is a full disk when the disk is full', async () => {
    expect(await killed({ diskBytes: 8e9 })).toMatchObject({ reason: 'disk-full' });
  });
  test('exit code 137 is too many processes when forks were refused', async () => {
    expect(await killed({ forksRefused: 3 })).toMatchObject({ reason: 'too-many-processes' });
  });
  test('exit code 137 is a plain exit code when nothing was counted', async () => {
    const seen = await killed({});
    expect(seen).toMatchObject({ reason: 'build-failed', explanation: { values: { code: 137 } } });
  });
});

describe('a base image that has to be fetched', () => {
  test('takes none of the job’s time, and has a clock of its own', async () => {
    const { engine, verdict } = await scene();
    engine.hasImages = false;
    engine.pullMs = 60_000;
    engine.steps = [{ name: pip, error: exit(pip, 7) }];
    engine.error = `failed to solve: ${exit(pip, 7)}`;
    // The job's whole time is shorter than the pull's: if the pull counted, the verdict would be `engine-away`.
    const seen = await verdict({ pullSeconds: 3, jobSeconds: 2 });
    expect(engine.pulled).toEqual(['python:3.11-slim']);
    expect(seen).toMatchObject({
      outcome: 'failed',
      reason: 'build-failed',
      explanation: { values: { code: 7 } },
    });
  });

  test('opens the way out for a missing base image alone, where steps have no network (SANDBOX_PROXY=none)', async () => {
    const { box, engine, verdict } = await scene();
    engine.error = 'failed to solve: nothing';
    await verdict();
    expect(box.egress).toEqual([false]);
    box.egress.length = 0;
    engine.hasImages = false;
    await verdict({ pullSeconds: 3 });
    expect(engine.pulled).toEqual(['python:3.11-slim']);
    expect(box.egress).toEqual([true, false]);
  });

  test('a base image is not fetched for a stage that nothing needs', async () => {
    const { engine, verdict } = await scene();
    engine.hasImages = false;
    const files = await answer();
    const unused =
      'FROM python:3.12-slim AS unused\nRUN true\nFROM python:3.11-alpine AS used\nFROM python:3.11-slim\nCOPY --from=used /etc/hosts /x\n';
    const Dockerfile = (files.Dockerfile ?? '').replace(/^FROM .*\n/m, unused);
    await verdict({}, { ...files, Dockerfile });
    expect(engine.pulled).toEqual(['python:3.11-alpine', 'python:3.11-slim']);
  });
});
