import { chmod, cp, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ReloadingLibrary } from '../../src/library/library.ts';

/** Whatever a verdict depends on changes the lesson's digest, and is seen without a restart. */
let dir: string;
let library: ReloadingLibrary;
const lesson = (...path: readonly string[]): string => join(dir, 'backend-docker', ...path);
const digest = (): string => library.now().get('backend-docker')?.lesson.digest ?? '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lessons-'));
  await cp(new URL('../../lessons/backend-docker', import.meta.url).pathname, lesson(), { recursive: true });
  await writeFile(lesson('backend', 'uv.lock'), 'version = 1\n');
  library = await ReloadingLibrary.open(dir);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const change = async (path: string, text: string): Promise<void> =>
  writeFile(lesson(...path.split('/')), text);

describe('the digest of a lesson', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a view of the backend', () => change('backend/core/config/urls.py', 'urlpatterns = []\n')],
    ['pyproject.toml', () => change('backend/pyproject.toml', '[project]\nname = "other"\n')],
    ['the lock file', () => change('backend/uv.lock', 'version = 2\n')],
    ['a file that came to the tree', () => change('backend/new.bin', '\0')],
    ['a file that went from it', () => unlink(lesson('backend', 'README.md'))],
    ['a file that may be executed now', () => chmod(lesson('backend', 'README.md'), 0o755)],
  ])('changes with %s, as seen at the next reload', async (_name, make) => {
    const before = digest();
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await library.freshen()).toBe(false);
    await make();
    expect(await library.freshen()).toBe(true);
    expect(digest()).not.toBe(before);
  });

  test('changes with the Markdown and with the manifest', async () => {
    const seen = [digest()];
    for (const file of ['lesson.md', 'manifest.yaml']) {
      await change(file, `${await readFile(lesson(file), 'utf8')}\n# more\n`);
      await library.freshen();
      seen.push(digest());
    }
    expect(new Set(seen).size).toBe(3);
  });

  test('computes the same digest on a machine that has no lock file yet', async () => {
    const withLock = library.now().get('backend-docker')?.digestWithoutLock;
    await unlink(lesson('backend', 'uv.lock'));
    await library.freshen();
    expect(library.now().get('backend-docker')?.digestWithoutLock).toBe(withLock);
  });
});
