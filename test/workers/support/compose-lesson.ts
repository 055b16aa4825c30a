import { openChecker } from '../../../src/check/check.ts';
import { parseLesson } from '../../../src/lesson/parse-lesson.ts';
import type { Verdict } from '../../../src/submission/verdict.ts';
import { translate } from '../../../src/wording/wording.ts';
import { leaseBox } from '../../../workers/sandbox/box/boxes.ts';
import { type Limits, readLimits } from '../../../workers/sandbox/limits.ts';
import type { Verification } from '../../../workers/verification/prepare.ts';
import { verify } from '../../../workers/verification/verification.ts';
import { boxesDir } from './real-box.ts';

/** A lesson about Compose whose services need only the base image that every box has. */
const manifest = (path: string, keepsData: string) => `slug: notes
image: notes
port: 8000
probe: { path: /notes }
baseImages: ['python:3.11-slim']
compose: { images: ['python:3.11-slim'] }
studentFiles: [{ role: compose, name: ${path} }]
todos:
  - n: 1
    aims: [{ assert: compose-port, service: web, port: 80, published: 8000 }]
  - n: 2
    aims:
      - ${keepsData}
`;

/** What is written is still there after down and up. */
const keepsNotes =
  '{ assert: keeps-data, write: { path: /notes, method: POST, body: hello, status: 201, as: any }, read: { path: /notes, json: [hello] } }';
const markdown = '# Notes\n\n```yaml\n# TODO 1: Publish the port\n# TODO 2: Keep the notes\n```\n';

/** Keeps lines in a file; `web` passes each request on to `store`. */
const server = `import http.server, json, os, sys, urllib.request
path, port, other = '/data/notes', int(sys.argv[1]), os.environ.get('STORE')
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        if other:
            return self.answer(200, urllib.request.urlopen(other + '/notes').read())
        lines = open(path).read().split() if os.path.exists(path) else []
        self.answer(200, json.dumps(lines).encode())
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        if other:
            return self.answer(201, urllib.request.urlopen(other + '/notes', body).read())
        open(path, 'ab').write(body + b'\\n')
        self.answer(201, b'null')
print('serving', port, flush=True)
http.server.HTTPServer(('', port), Handler).serve_forever()
`;

/** The lesson's own answer. */
export const composeAnswer = `services:
  check:
    image: python:3.11-slim
    command: python -c "print('all is well')"
  debug:
    image: python:3.11-slim
    command: python -c "raise SystemExit('only with its profile')"
    profiles: [debug]
  store:
    image: python:3.11-slim
    command: python /srv/server.py 9000
    init: true
    volumes:
      - ./server.py:/srv/server.py:ro
      - notes:/data
    healthcheck:
      test: python -c "import urllib.request as r; r.urlopen('http://localhost:9000')"
      interval: 1s
      retries: 20
  web:
    image: python:3.11-slim
    command: [python, /code/server.py, "80"]
    init: true
    environment: { STORE: 'http://store:9000' }
    volumes: ['./:/code']
    ports: ['8000:80']
    depends_on:
      store: { condition: service_healthy }
      check: { condition: service_completed_successfully }
volumes: { notes: }
`;

export interface ComposeProjectOptions {
  /** Whether the instant check detects it, too. */
  readonly judged?: boolean;
  /** The path of the Compose file. */
  readonly path?: string;
  /** What TODO 2 asks for, instead of notes that persist. */
  readonly keepsData?: string;
  /** Files of the lesson's project besides its server. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A student's Compose file on top of the lesson. */
export async function composeVerification(
  compose: string,
  { judged = true, path = 'compose.yaml', keepsData = keepsNotes, files = {} }: ComposeProjectOptions = {},
): Promise<Verification> {
  const { lesson } = parseLesson(
    { text: markdown, file: 'lesson.md' },
    { text: manifest(path, keepsData), file: 'manifest.yaml' },
  );
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const student = { [path]: compose };
  const project = Object.entries({ 'server.py': server, ...files });
  const backend = project.map(([name, text]) => ({
    ...{ path: name, bytes: Buffer.from(text), executable: false },
  }));
  const tree = {
    files: project.map(([name, text]) => ({
      ...{ path: name, bytes: text.length, executable: false, text },
    })),
  };
  const report = judged
    ? (await openChecker())({ student: { files: student, complete: true }, lesson, tree })
    : null;
  const own = { ...lesson, manifest: lesson.manifest };
  return { student, lesson: own, backend, report, checker: 'test', proxy: null };
}

export interface TriedCompose {
  readonly verdict: Verdict;
  readonly sentence: string;
}

/** Verifies a Compose file in a real box, leased for this one job. */
export async function verifyCompose(
  compose: string,
  given: Partial<Limits> = {},
  project: ComposeProjectOptions = {},
): Promise<TriedCompose> {
  const limits = { ...readLimits(process.env), readySeconds: 60, ...given };
  const { signal } = new AbortController();
  const box = await leaseBox(boxesDir(), 'test', { ...limits, boxWaitSeconds: 600 }, signal);
  try {
    const verdict = await verify(await composeVerification(compose, project), box, { limits, signal });
    return { verdict, sentence: verdict.explanation === null ? '' : translate('en', verdict.explanation) };
  } finally {
    await box.release();
  }
}
