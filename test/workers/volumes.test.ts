import { describe, expect, test } from '@jest/globals';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { verify } from '../../workers/verification/verification.ts';
import { boxesDir } from './support/real-box.ts';

/** Keeps lines in a file, and is slow to read it. */
const server = `import http.server, json, os, time
path = '/data/notes'
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        time.sleep(1)
        lines = open(path).read().split() if os.path.exists(path) else []
        self.answer(200, json.dumps(lines).encode())
    def do_POST(self):
        open(path, 'ab').write(self.rfile.read(int(self.headers['content-length'])) + b'\\n')
        self.answer(201, b'null')
http.server.HTTPServer(('', 8000), Handler).serve_forever()
`;
const dockerfile = `FROM python:3.11-slim
RUN mkdir /data
COPY server.py /srv/server.py
CMD ["python", "-u", "/srv/server.py"]
`;

/** Verifies the notes' server in a real box, with the volumes of the lesson's `docker run`. */
async function verified(volumes: string): Promise<Verdict> {
  const manifest = `slug: notes
image: notes
port: 8000
probe: { path: /notes }
baseImages: ['python:3.11-slim']
run: { volumes: [${volumes}] }
todos:
  - n: 1
    aims: [{ assert: keeps-data, write: { path: /notes, method: POST, body: hello, status: 201, as: any }, read: { path: /notes, json: [hello] } }]
`;
  const markdown = '# Notes\n\n```dockerfile\n# TODO 1: Write into /data\n```\n';
  const { lesson } = parseLesson(
    { text: markdown, file: 'lesson.md' },
    { text: manifest, file: 'manifest.yaml' },
  );
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const limits = { ...readLimits(process.env), readySeconds: 60, boxWaitSeconds: 600 };
  const { signal } = new AbortController();
  const box = await leaseBox(boxesDir(), 'test', limits, signal);
  try {
    const backend = [{ path: 'server.py', bytes: Buffer.from(server), executable: false }];
    const own = { ...lesson, manifest: lesson.manifest };
    const student = { Dockerfile: dockerfile };
    const job = { student, lesson: own, backend, report: null, checker: 'test', proxy: null };
    return await verify(job, box, { limits, signal });
  } finally {
    await box.release();
  }
}

describe('volumes of the lesson’s docker run, in a real box', () => {
  test('a volume keeps what was written for a fresh container', async () => {
    expect(await verified('notes:/data')).toMatchObject({ outcome: 'passed', reason: null });
  }, 600_000);

  test('a volume at another folder keeps nothing of it', async () => {
    expect(await verified('notes:/elsewhere')).toMatchObject({
      outcome: 'failed',
      reason: 'promise-broken',
      explanation: { key: 'data-lost' },
    });
  }, 600_000);
});
