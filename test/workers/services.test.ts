import { describe, expect, test } from '@jest/globals';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { translate } from '../../src/wording/wording.ts';
import { type Box, leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { verify } from '../../workers/verification/verification.ts';
import { loadImage } from '../attacks/support/own-box.ts';
import { inFull } from './support/in-full.ts';
import { boxesDir } from './support/real-box.ts';

/** Keeps a counter; a request to `/stop` ends it. */
const counter = `import http.server, os
count = 0
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        global count
        if self.path == '/stop':
            os._exit(0)
        count += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(count).encode())
http.server.HTTPServer(('', 9000), Handler).serve_forever()
`;
const isUp = `python -c "import urllib.request as r; r.urlopen('http://localhost:9000')"`;

/** Asks the counter, and returns its answer. */
const server = (host: string, path: string): string => `import http.server, json, urllib.request, urllib.error
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        answer = urllib.request.urlopen('http://${host}:9000${path}').read()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(json.dumps({'count': int(answer)}).encode())
http.server.HTTPServer(('', 8000), Handler).serve_forever()
`;

const dockerfile =
  'FROM python:3.11-slim\nRUN pip --version\nCOPY server.py /\nCMD ["python", "/server.py"]\n';

interface Beside {
  /** The manifest's `services`, as YAML. */
  readonly services: string;
  readonly server: string;
  /** An image that has to be loaded into the box. */
  readonly image?: string;
}

async function verified(beside: Beside): Promise<{ readonly verdict: Verdict; readonly sentence: string }> {
  const { lesson } = parseLesson(
    { text: '# Counter\n\n```\n# TODO 1: Serve\n```\n', file: 'lesson.md' },
    {
      text: `slug: counter\nimage: counter\nport: 8000\nprobe: { path: / }\nbaseImages: ['python:3.11-slim']\nservices: ${beside.services}\ntodos: [{ n: 1, aims: [{ assert: listens }] }]\npromises: [{ assert: step, runs: pip, independentOf: [server.py] }]\n`,
      file: 'manifest.yaml',
    },
  );
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const limits = { ...readLimits(process.env), readySeconds: 60, stopSeconds: 2 };
  const { signal } = new AbortController();
  const box = await leaseBox(boxesDir(), 'test', { ...limits, boxWaitSeconds: 600 }, signal);
  try {
    if (beside.image !== undefined) await loadImage(beside.image, box.name);
    const verification = {
      student: { Dockerfile: dockerfile, 'server.py': beside.server },
      ...{ lesson: { ...lesson, manifest: lesson.manifest }, backend: [], report: null },
      ...{ checker: 'test', proxy: null },
    };
    const verdict = await verify(verification, watched(box), { limits, signal });
    return { verdict, sentence: verdict.explanation === null ? '' : translate('en', verdict.explanation) };
  } finally {
    await box.release();
  }
}

/** The same box, whose gate is opened only while nothing runs in it. */
const watched = (box: Box): Box => ({
  ...{ name: box.name, token: box.token, disk: box.disk, engine: box.engine, lost: box.lost },
  ...{ counters: () => box.counters(), tunnel: (port) => box.tunnel(port), release: () => box.release() },
  egress: async (open) => {
    const running = open ? await box.engine.call('list', (docker) => docker.listContainers()) : [];
    if (running.length > 0) throw new Error(`${running.length} containers run with a way out`);
    await box.egress(open);
  },
});

const counterService = JSON.stringify({
  counter: { image: 'python:3.11-slim', command: ['python', '-c', counter], healthcheck: isUp },
});

describe('a lesson with a service beside the container, in a real box', () => {
  test('has the service ready before the container starts, and reached by its name', async () => {
    const { verdict, sentence } = await verified({
      services: counterService,
      server: server('counter', '/'),
    });
    expect({ outcome: verdict.outcome, sentence, excerpt: verdict.excerpt }).toEqual({
      ...{ outcome: 'passed', sentence: '', excerpt: [] },
    });
    expect(verdict.phases.map(({ name, status }) => `${name} ${status}`)).toEqual([
      ...['build ok', 'inspect ok', 'services ok', 'run ok', 'ready ok', 'probe ok', 'promises ok'],
      ...['stop warned', 'again ok', 'rebuild ok'],
    ]);
  }, 600_000);

  test('takes a service that ends at its start for a fault of ours', async () => {
    const services = JSON.stringify({
      counter: { image: 'python:3.11-slim', command: ['python', '-c', 'raise SystemExit("no disk")'] },
    });
    const { verdict, sentence } = await verified({ services, server: server('counter', '/') });
    expect(verdict).toMatchObject({ outcome: 'error', reason: 'lesson-service-away' });
    expect(sentence).toContain('`counter`');
    expect(verdict.excerpt.join('\n')).toMatch(/counter: it ended with exit code 1: no disk/);
  }, 600_000);

  inFull(
    'takes a service whose image cannot be had for a fault of ours',
    async () => {
      const services = '{ counter: { image: "dockhand-test/nowhere:1" } }';
      const { verdict } = await verified({ services, server: server('counter', '/') });
      expect(verdict).toMatchObject({ outcome: 'error', reason: 'pull-failed' });
    },
    600_000,
  );

  inFull(
    'takes a service that ends while the student’s container runs for a fault of ours',
    async () => {
      const { verdict } = await verified({ services: counterService, server: server('counter', '/stop') });
      expect(verdict).toMatchObject({ outcome: 'error', reason: 'lesson-service-away' });
    },
    600_000,
  );

  inFull(
    'says by which name a service is reached to a student who asks for another',
    async () => {
      const asks = `import sys\nprint('could not translate host name "localhsot" to address', file=sys.stderr)\nsys.exit(1)\n`;
      const { verdict, sentence } = await verified({ services: counterService, server: asks });
      expect(verdict).toMatchObject({ outcome: 'failed', reason: 'waits-for-a-database', doubtful: true });
      expect(sentence).toMatch(/`counter`.*by that name/);
    },
    600_000,
  );

  inFull(
    'has a PostgreSQL as the service beside the container',
    async () => {
      const image = 'dockhand-test/postgres:1';
      const { ensurePostgresImage } = await import('../../setup/images/own-images.js');
      await ensurePostgresImage(image, () => {});
      const services = JSON.stringify({
        db: {
          ...{ image, environment: { POSTGRES_PASSWORD: 'secret', POSTGRES_USER: 'ada' } },
          healthcheck: ['pg_isready', '-h', '127.0.0.1', '-U', 'ada'],
        },
      });
      // A client's first message; a PostgreSQL answers it with one letter.
      const asks = `import http.server, json, socket
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with socket.create_connection(('db', 5432)) as server:
            server.sendall(bytes([0, 0, 0, 8, 4, 210, 22, 47]))
            answer = server.recv(1).decode()
        self.send_response(200 if answer in 'NS' and answer else 500)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(json.dumps({'answer': answer}).encode())
http.server.HTTPServer(('', 8000), Handler).serve_forever()
`;
      const { verdict, sentence } = await verified({ services, server: asks, image });
      expect({ outcome: verdict.outcome, sentence, excerpt: verdict.excerpt }).toEqual({
        ...{ outcome: 'passed', sentence: '', excerpt: [] },
      });
    },
    900_000,
  );
});
