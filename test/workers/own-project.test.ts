import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { readMessage } from '../../src/intake/read-message.ts';
import { fileNamesOf } from '../../src/lesson/manifest/requested-files.ts';
import { loadLesson } from '../../src/library/library.ts';
import type { SubmittedFiles } from '../../src/submission/files.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { verifyForReal } from './support/real-box.ts';

const lesson = await loadLesson(join(import.meta.dirname, '../lesson/lessons/own-site'));

/** The files of a zip, as read from a message. */
function handedIn(files: SubmittedFiles): SubmittedFiles {
  const zip = zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`mine/${path}`, Buffer.from(text)])),
  );
  const sent = { name: 'mine.zip', base64: Buffer.from(zip).toString('base64') };
  return readMessage({ text: '', files: [sent] }, fileNamesOf(lesson.lesson.manifest)).files;
}

/** Verifies a project from a zip in a real box. */
async function verified(files: SubmittedFiles): Promise<Verdict> {
  return (await verifyForReal(handedIn(files), { lesson, limits: { readySeconds: 60, stopSeconds: 2 } }))
    .verdict;
}

const serving = 'CMD ["python", "-m", "http.server", "8080", "--directory", "pages"]\n';
const site = {
  Dockerfile: `FROM python:3.11-slim\nWORKDIR /app\nCOPY ["my pages/", "pages/"]\nUSER 1000\n${serving}`,
  '.dockerignore': '**/*.draft\n',
  'my pages/index.html': '<h1>Tea</h1>\n',
  'my pages/old.draft': 'secret\n',
};
const server = {
  Dockerfile: 'FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nUSER 1000\nCMD ["python", "server.py"]\n',
  '.dockerignore': '__pycache__\n',
  'server.py': `from http.server import BaseHTTPRequestHandler, HTTPServer
from lib.page import page

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(page().encode())

HTTPServer(("", 8080), Handler).serve_forever()
`,
  'lib/page.py': "def page():\n    return '<h1>Tea</h1>'\n",
};

describe('a student’s own project, in a real box', () => {
  test.each([
    ['a site with a blank in its paths', site],
    ['a server of two files', server],
  ])(
    'passes with %s',
    async (_what, files) => {
      const { outcome, contradictions, reason } = await verified(files);
      expect({ outcome, contradictions, reason }).toEqual({ outcome: 'passed', reason: null });
    },
    600_000,
  );

  test('fails at the file that the project lacks, on its line', async () => {
    const { 'lib/page.py': _, ...rest } = server;
    const Dockerfile = rest.Dockerfile.replace('COPY . .', 'COPY lib/ lib/\nCOPY . .');
    expect(await verified({ ...rest, Dockerfile })).toMatchObject({
      outcome: 'failed',
      reason: 'file-not-in-context',
      file: 'Dockerfile',
      line: 3,
    });
  }, 600_000);

  test('builds the project and nothing else: what .dockerignore names stays out, and no tree of the lesson lies below', async () => {
    const alone =
      'RUN test "$(find . -type f | sort | tr "\\n" " ")" = "./.dockerignore ./Dockerfile ./page.html "\n';
    const Dockerfile = `FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\n${alone}USER 1000\n${serving.replace('pages', '.')}`;
    const { outcome, excerpt } = await verified({
      Dockerfile,
      '.dockerignore': '*.draft\n',
      'page.html': '<h1>Tea</h1>\n',
      'a.draft': 'x',
    });
    expect({ outcome, excerpt }).toEqual({ outcome: 'passed', excerpt: [] });
  }, 600_000);
});
