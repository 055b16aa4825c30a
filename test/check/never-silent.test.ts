import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import { loadLesson } from '../../src/library/library.ts';
import { readStudentFiles } from '../../src/library/student-files.ts';

let check: Checker;
beforeAll(async () => {
  check = await openChecker();
});

/** Lines of shell with which a build, a start or both fail, each in its own way. */
const lines = [
  ...['exit 1', 'false', 'nothere', './nothere.sh', 'cat nothere', 'cd /nothere', 'source /nothere/activate'],
  ...['. ./nothere', 'test -f nothere', 'sed -n 1p nothere', 'python nothere.py', 'python -m nothere'],
  ...['pip install gunicorn==999', 'pip install -r nothere.txt', 'pip install', 'pip nothere'],
  ...['apt-get install -y curl', 'apt-get nothere', 'apt-get update && apt-get install -y nothere-at-all'],
  ...[
    'npm run nothere',
    'npm ci',
    'node nothere.js',
    'go build ./nothere',
    'git clone https://example.com/x',
  ],
  ...['curl https://example.com', 'wget https://example.com', 'uv sync', 'uv run nothere', 'poetry install'],
  ...[
    'chown nobody-here /tmp',
    'useradd root',
    'echo x > /nothere/file',
    'if true; then',
    'echo "',
    'set -o nothere',
  ],
  ...['while true; do sleep 1; done', 'tail -f /dev/null', 'nc -z db 5432', 'gosu app true', 'exec nothere'],
];
const servers: Readonly<Record<string, string>> = {
  'backend-docker': '/entrypoint.sh',
  'fastapi-docker': 'uvicorn app.main:app --host 0.0.0.0 --port 8000',
  'frontend-docker': "nginx -g 'daemon off;'",
  'go-docker': '/server',
};

test.each(Object.keys(servers))('says why, wherever it predicts a failure of %s', async (slug) => {
  const { lesson, tree, solution } = await loadLesson(join(import.meta.dirname, '../../lessons', slug));
  const { files } = await readStudentFiles(solution ?? '', lesson.manifest?.files);
  const answer = files.Dockerfile ?? '';
  const isSilent = (Dockerfile: string): boolean => {
    const { ready, findings, todos } = check({
      student: { files: { ...files, Dockerfile }, complete: true },
      lesson,
      tree,
    });
    return (
      ready === false &&
      findings.every(({ severity }) => severity !== 'error') &&
      todos.every(({ required, status }) => !required || status === 'done')
    );
  };
  const silent = lines.flatMap((line) => {
    const started = JSON.stringify(`${line} && exec ${servers[slug]}`);
    const start = answer.replace(/\n(?:CMD|ENTRYPOINT) .*/, '');
    return [
      answer.replace('\nEXPOSE', `\nRUN ${line}\nEXPOSE`),
      `${start}\nCMD ["sh", "-c", ${started}]\n`,
      `${start}\nCMD ["bash", "-c", ${started}]\n`,
    ].filter(isSilent);
  });
  expect(silent).toEqual([]);
});
