import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../../src/check/check.ts';
import type { InstalledLesson } from '../../../src/library/installed-lesson.ts';
import { loadLesson } from '../../../src/library/library.ts';
import { readStudentFiles } from '../../../src/library/student-files.ts';

/** Command lines of uvicorn with what uvicorn 0.54 did with the lesson's application; null where that depends on more than is known. */
let check: Checker;
let loaded: InstalledLesson;
let dockerfile: string;
beforeAll(async () => {
  check = await openChecker();
  loaded = await loadLesson(join(import.meta.dirname, '../../../lessons/fastapi-docker'));
  const { files } = await readStudentFiles(loaded.solution ?? '', loaded.lesson.manifest?.files);
  dockerfile = files.Dockerfile ?? '';
});

test.each<readonly [string, boolean | null]>([
  ['app.main:app --host 0.0.0.0 --port 8000', true],
  ['app.main:app --host=0.0.0.0 --port=8000', true],
  ['--host 0.0.0.0 app.main:app', true],
  ['app.main:app --host 0.0.0.0', true],
  ['app.main:app --host 0.0.0.0 -p 8000', false],
  ['app.main:app -h 0.0.0.0 --port 8000', false],
  ['app.main:app --hos 0.0.0.0 --port 8000', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --reload', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --workers 2', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --workers two', false],
  ['app.main:app --host 0.0.0.0 --port 8000 -w 2', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --log-level info', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --log-level INFO', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --log-level verbose', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --log-level=debug', true],
  ['app.main:app --host 0.0.0.0 --port eight', false],
  ['app.main:app --host 0.0.0.0 --port "8000 "', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --access-log', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --no-access-log', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --access-log false', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --proxy-headers', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --proxy-headers --forwarded-allow-ips=*', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --loop uvloop', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --loop asyncio', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --http h11', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --http httptools', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --lifespan on', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --lifespan true', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --root-path /api', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --timeout-keep-alive 5', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --timeout-keep-alive 5s', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --debug', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --factory', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --app-dir .', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --app-dir app', false],
  ['main:app --host 0.0.0.0 --port 8000 --app-dir app', true],
  ['app.main --host 0.0.0.0 --port 8000', false],
  ['app.main:application --host 0.0.0.0 --port 8000', false],
  ['app:app --host 0.0.0.0 --port 8000', false],
  ['main:app --host 0.0.0.0 --port 8000', false],
  ['app.main:app main:app --host 0.0.0.0', false],
  ['app/main:app --host 0.0.0.0', false],
  ['app.main.app --host 0.0.0.0', false],
  ['app.main:app() --host 0.0.0.0', false],
  ['app/main.py --host 0.0.0.0', false],
  ['app.main:app --bind 0.0.0.0:8000', false],
  ['app.main:app --host 0.0.0.0:8000', false],
  ['app.main:app --host http://0.0.0.0', false],
  ['app.main:app --host "0.0.0.0 " --port 8000', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --env-file .env', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --reload-dir app', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --reload --workers 2', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --ssl-keyfile k.pem', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --interface asgi3', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --interface wsgi', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --use-colors', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --header a:b', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --header ab', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --version', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --limit-max-requests 1000', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --limit-concurrency 0', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --backlog -1', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --workers 0', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --workers', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --uds /tmp/s', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --fd 3', null],
  ['app.main:app --host :: --port 8000', null],
  ['app.main:app --host localhost --port 8000', false],
  ['app.main:app --port 8000', false],
  ['app.main:app --host 0.0.0.0 --port 8000 --log-config x.yaml', null],
  ['app.main:app --host 0.0.0.0 --port 8000 --ws none', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --date-header --no-server-header', true],
  ['app.main:app --host 0.0.0.0 --port 8000 --timeout-graceful-shutdown 3', true],
])('predicts uvicorn %s', (written, isReached) => {
  const words = (written.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  const changed = dockerfile.replace(/CMD .*/, `CMD ${JSON.stringify(['uvicorn', ...words])}`);
  expect(changed).toContain(`"uvicorn","${words[0]}"`);
  const { ready } = check({
    student: { files: { Dockerfile: changed }, complete: true },
    lesson: loaded.lesson,
    tree: loaded.tree,
  });
  expect(ready).toBe(isReached);
});
