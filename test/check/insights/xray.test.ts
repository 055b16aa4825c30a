import { describe, expect, test } from '@jest/globals';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();
const withIgnore = (text: string) => ({ ...answer, '.dockerignore': text });

describe('the X-ray of a build context', () => {
  test('adds up what is sent and what is excluded, with the line that excludes it', () => {
    const xray = ask('xray', {}, withIgnore('# mine\ncore/products\n.gitignore\n'));
    expect(xray.hidden.files).toBe(xray.hiddenGroups.reduce((sum, { files }) => sum + files, 0));
    expect(xray.hiddenGroups.map(({ path, by }) => [path, by.line, by.written])).toEqual([
      ['core/products/', 2, 'core/products'],
      ['.gitignore', 3, '.gitignore'],
    ]);
    const all = ask('xray', {}, withIgnore(''));
    expect(all.hidden).toEqual({ files: 0, bytes: 0 });
    expect(all.sent.files).toBe(xray.sent.files + xray.hidden.files);
    // The ignore file is a part of the context, too.
    expect(all.sent.bytes).toBe(
      xray.sent.bytes + xray.hidden.bytes - '# mine\ncore/products\n.gitignore\n'.length,
    );
  });

  test('measures the student’s own files in bytes, not in characters', () => {
    const { Dockerfile: _, ...others } = answer;
    const before = ask('xray', {}, { ...others, Dockerfile: 'FROM a\n' });
    const after = ask('xray', {}, { ...others, Dockerfile: 'FROM a\n# é€\n' });
    expect(after.sent.bytes - before.sent.bytes).toBe(8);
  });

  test.each([
    ['*.sqlite3', null],
    ['**/*.sqlite3', 1],
    ['core/*.sqlite3', 1],
    ['db.sqlite3', null],
    ['core', 1],
    ['**/*.sqlite3\n!core/db.sqlite3', null],
  ])('tells of %j whether a database in core/ would be sent', (text, line) => {
    const { extras } = ask('xray', {}, withIgnore(text));
    expect(extras.find(({ path }) => path === 'core/db.sqlite3')?.by?.line ?? null).toBe(line);
  });

  test('sends everything without a .dockerignore', () => {
    const { '.dockerignore': _, ...others } = answer;
    const xray = ask('xray', {}, others);
    expect(xray.ignoreFile).toBeNull();
    expect(xray.extras.every(({ by }) => by === null)).toBe(true);
  });

  test('says which line Docker refuses', () => {
    expect(ask('xray', {}, withIgnore('.git\n[a\n')).error).toMatchObject({ line: 2 });
  });
});

describe('one more line in a .dockerignore', () => {
  const effect = (text: string, ignore = '') => ask('line', { text }, withIgnore(ignore));

  test('shows a folder in the place of its files where it hides all of them', () => {
    expect(effect('core')).toMatchObject({ kind: 'pattern', hides: [{ path: 'core/' }] });
    expect(effect('core/*/__init__.py')).toMatchObject({
      hides: [{ path: 'core/config/__init__.py' }, { path: 'core/products/__init__.py' }],
    });
  });

  test.each([
    ['', 'blank'],
    ['   ', 'blank'],
    ['# .venv', 'comment'],
    ['[', 'refused'],
    ['!', 'refused'],
    ['.venv', 'pattern'],
  ])('reads the line %j as of the kind %s', (text, kind) => {
    expect(effect(text).kind).toBe(kind);
  });

  test('points from a pattern for the top folder to the one for every folder', () => {
    expect(effect('*.sqlite3')).toMatchObject({ hidesExtras: [], deeper: '**/*.sqlite3' });
    expect(effect('**/*.sqlite3')).toMatchObject({ hidesExtras: ['core/db.sqlite3'], deeper: null });
    expect(effect('views.py')).toMatchObject({ hides: [], deeper: '**/views.py' });
  });

  test('names the earlier line that hides the same', () => {
    expect(effect('.venv/', '.git\n.venv\n')).toMatchObject({
      hides: [],
      hidesExtras: [],
      before: { by: { line: 2, written: '.venv' } },
    });
  });

  test('lets back in what an earlier line hides', () => {
    expect(effect('!core/manage.py', 'core/*.py\n')).toMatchObject({
      hides: [],
      letsIn: [{ path: 'core/manage.py', files: 1 }],
    });
    expect(effect('!.env', '.env')).toMatchObject({ letsInExtras: ['.env'] });
  });

  test('takes a # in the middle for a part of the name', () => {
    expect(effect('.env # secret')).toMatchObject({ hidesExtras: [], hasHash: true });
  });

  test('reads a line up to its end, however much comes after it', () => {
    expect(effect('.env\n.git\n')).toMatchObject({ written: '.env', hidesExtras: ['.env'] });
    expect(effect(`${'x'.repeat(5_000)}`)).toMatchObject({ kind: 'pattern', hides: [] });
  });
});
