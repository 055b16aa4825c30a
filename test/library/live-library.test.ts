import { appendFile, chmod, cp, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ReloadingLibrary } from '../../src/library/library.ts';

/** Everything that a verdict depends on changes the lesson's digest, and is noticed without a restart. */
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

describe('a lesson that is broken while the library is in use', () => {
  const manifest = () => lesson('manifest.yaml');

  test.each<[string, () => Promise<unknown>]>([
    ['a manifest that is no YAML', () => writeFile(manifest(), 'slug: [')],
    ['a field that there is not', () => appendFile(manifest(), '\nnonsense: 1\n')],
    ['no Markdown', () => unlink(lesson('lesson.md'))],
    ['no solution', () => rm(lesson('solution'), { recursive: true })],
    ['an empty manifest, as while it is saved', () => writeFile(manifest(), '')],
  ])('stays in force as it was: %s', async (_name, spoil) => {
    const before = digest();
    const text = await readFile(manifest(), 'utf8');
    await spoil();
    expect(await library.freshen()).toBe(true);
    expect(digest()).toBe(before);
    expect(library.now().broken).toMatchObject([{ path: lesson(), inForce: 'backend-docker' }]);
    expect(library.now().broken[0]?.reason).toContain(dir);
    // Another reload, after something else was broken as well, has not forgotten it.
    await writeFile(join(dir, 'other.txt'), 'x');
    await library.freshen();
    expect(digest()).toBe(before);
    await writeFile(manifest(), `${text}\n# mended\n`);
    await cp(
      new URL('../../lessons/backend-docker/lesson.md', import.meta.url).pathname,
      lesson('lesson.md'),
    );
    await cp(new URL('../../lessons/backend-docker/solution', import.meta.url).pathname, lesson('solution'), {
      recursive: true,
    });
    await library.freshen();
    expect(library.now().broken).toEqual([]);
    expect(digest()).not.toBe(before);
  });

  test('has its line reported, and keeps nobody from a new lesson', async () => {
    await appendFile(manifest(), '\nnonsense: 1\n');
    await writeFile(join(dir, 'short.md'), '# Short\n\n```dockerfile\n# TODO 1: Work\n```\n');
    await library.freshen();
    expect(library.now().broken[0]?.reason).toMatch(/manifest\.yaml:\d+/);
    expect(library.now().all.map((each) => each.lesson.slug)).toEqual(['backend-docker', 'short']);
  });

  test('keeps its name whatever a copy of it is called', async () => {
    const before = digest();
    await cp(lesson(), join(dir, 'a-copy'), { recursive: true });
    await appendFile(join(dir, 'a-copy', 'lesson.md'), '\nmore\n');
    await library.freshen();
    expect(digest()).toBe(before);
    expect(library.now().broken).toMatchObject([{ path: join(dir, 'a-copy'), inForce: null }]);
  });

  test('disappears with its folder', async () => {
    await rm(lesson(), { recursive: true });
    await library.freshen();
    expect(library.now().all).toEqual([]);
    expect(library.now().broken).toEqual([]);
  });
});

test('Watching a folder reads it when it has stopped changing', async () => {
  await appendFile(lesson('lesson.md'), '\none\n');
  expect(await library.watch()).toBe(false);
  await appendFile(lesson('lesson.md'), '\ntwo\n');
  expect(await library.watch()).toBe(false);
  expect(await library.watch()).toBe(true);
  expect(await library.watch()).toBe(false);
});
