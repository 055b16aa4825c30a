import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { settingNames } from '../../src/config/settings.ts';
import { limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import { productFiles, productTexts } from '../wording/product-texts.ts';
import { type Answer, dockhand, lessonFolder } from './dockhand.ts';

const french = (...args: readonly string[]): Answer => dockhand(args, { env: { LANG: 'fr_FR.UTF-8' } });
const starter = join(lessonFolder, 'solution');

jest.setTimeout(120_000);

describe('the command line of a French terminal', () => {
  test('has its help in French', () => {
    const { code, out } = french('--help');
    expect(code).toBe(0);
    expect(out).toContain('Utilisation :');
    expect(out).toContain('vérifier un Dockerfile');
    expect(out).not.toMatch(/Usage:|display help/);
  });

  test('checks in French', () => {
    const { code, out } = french('check', starter);
    expect(code).toBe(0);
    expect(out).toContain('6 TODO sur 6 faits');
    expect(out).toContain('Prêt.');
  });

  test('keeps the keys and the words that programs read', () => {
    const [own, other] = [french('check', starter, '--json'), dockhand(['check', starter, '--json'])].map(
      ({ out }) => JSON.parse(out) as { todos: { message: string }[] },
    );
    const sentences = ['message', 'title'];
    const without = (report: typeof own): unknown =>
      JSON.parse(JSON.stringify(report, (key, value) => (sentences.includes(key) ? undefined : value)));
    expect(without(own)).toEqual(without(other));
    expect(own?.todos[0]?.message).toBe('uv est dans l’image avant qu’on l’utilise.');
  });

  test('reports unusable settings in French, with the same code', () => {
    const { code, err } = french('check', '--jsn');
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('option inconnue « --jsn »'),
    });
    expect(err).toContain('DOCKHAND_USAGE');
    expect(french('check', 'nowhere').err).toContain('il n’y a rien à ce chemin');
  });

  test('explains an error in French', () => {
    const { code, out } = french('explain', 'layer');
    expect(code).toBe(0);
    expect(out).toContain('Une couche, ce sont');
  });

  test('examines its installation in French, each finding with what to do', () => {
    // Nothing listens on that port and no file exists, so all findings are those of a machine that is not set up at all.
    const { out } = dockhand(['doctor'], {
      env: {
        LANG: 'fr_FR.UTF-8',
        DISCORD_API_URL: 'http://127.0.0.1:9/api',
        DISCORD_TOKEN: '',
        REDIS_URL: 'redis://127.0.0.1:9',
        DATABASE_URL: '/nowhere/records.sqlite3',
        SANDBOX_BOXES: '/nowhere',
        LESSONS_DIR: '/nowhere',
      },
    });
    expect(out).toContain('DISCORD_TOKEN n’est pas réglé');
    expect(out).toContain('Il n’y a pas de boîte dans /nowhere');
    expect(out).toMatch(/ G?M?o libres sur le disque/);
    expect(out).not.toMatch(/\b(?:the|There|Correct|answers?|Make)\b/);
  });

  test('reports in French why a box does not answer, whatever the reason', () => {
    const boxes = mkdtempSync(join(tmpdir(), 'dockhand-french-boxes-'));
    try {
      for (const name of ['absent', 'file', 'link', 'open']) mkdirSync(join(boxes, name));
      writeFileSync(join(boxes, 'file/supervisor.sock'), '');
      symlinkSync('/dev/null', join(boxes, 'link/supervisor.sock'));
      chmodSync(join(boxes, 'open'), 0o777);
      const { out } = dockhand(['doctor'], {
        env: {
          LANG: 'fr_FR.UTF-8',
          DISCORD_API_URL: 'http://127.0.0.1:9/api',
          REDIS_URL: 'redis://127.0.0.1:9',
          DATABASE_URL: '/nowhere/records.sqlite3',
          SANDBOX_BOXES: boxes,
        },
      });
      expect(out).toContain('absent ne répond pas (personne n’écoute à son socket)');
      expect(out).toContain('file ne répond pas (ce qui est dans son dossier n’est pas un socket)');
      expect(out).toContain('link ne répond pas (son socket est un lien, et aucun lien n’est suivi)');
      expect(out).toContain(
        'open ne répond pas (d’autres que son propriétaire peuvent écrire dans son dossier)',
      );
    } finally {
      rmSync(boxes, { recursive: true });
    }
  });

  test('sets a server up in French, from the machine to what is missing', () => {
    const { code, out, err } = dockhand(['setup', '--unattended'], {
      env: {
        LANG: 'fr_FR.UTF-8',
        DISCORD_API_URL: 'http://127.0.0.1:9/api',
        DISCORD_TOKEN: '',
        DOCKHAND_ENV_FILE: 'none',
      },
    });
    expect(code).toBe(1);
    expect(out).toContain('Il n’y a pas de jeton');
    expect(out).toMatch(/ de mémoire/);
    expect(out).toContain('Dis-le avec --ta-role.');
    expect(`${out}${err}`).not.toMatch(/\b(?:the|There|is|Say|of|free)\b/);
  });

  test('uses English if LC_ALL says so', () => {
    const { out } = dockhand(['check', starter], { env: { LANG: 'fr_FR.UTF-8', LC_ALL: 'C' } });
    expect(out).toContain('6 of 6 TODOs done');
  });
});

describe('what a French terminal shows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-french-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const envFile = join(folder, 'settings.env');
  writeFileSync(envFile, "WEB_PORT=1\nWEB_PORT=x\nWAT=1\nnothing\nA='b\nB=#c\nC=d'e'\n");
  writeFileSync(join(folder, 'lesson.md'), '# A lesson\n');
  writeFileSync(join(folder, 'manifest.yaml'), '');
  writeFileSync(
    join(folder, 'odd.md'),
    '# T\n\n```\nRUN echo TODO\n# TODO: a\n```\n\n  </details>\n\n**Hint for TODO 9:** x\n',
  );
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken/lesson.md'), '# T\n');
  writeFileSync(join(folder, 'broken/manifest.yaml'), 'a: [1\nport: x\n');
  const wrong = 'x\u0000y';
  const everySetting = Object.fromEntries(
    [...settingNames, ...limitLines(readLimits({}), 'en').map(({ environment }) => environment)]
      .filter((name) => !['DOCKHAND_STATE', 'DOCKHAND_LESSON', 'LESSONS_DIR'].includes(name))
      .map((name) => [name, wrong.replace('\u0000', '://')]),
  );
  const nowhere = {
    DISCORD_API_URL: 'http://127.0.0.1:9/api',
    DISCORD_TOKEN: 'not-a-token',
    REDIS_URL: 'redis://127.0.0.1:9',
    DATABASE_URL: join(folder, 'records.sqlite3'),
    SANDBOX_BOXES: folder,
    LESSONS_DIR: folder,
    DOCKHAND_STATE: folder,
  };

  /** Parts of English sentences that are long enough not to be names, and that occur in no French text. */
  const pieces = (): readonly string[] => {
    const french = [...productTexts('fr').values()].flatMap((texts) => Object.values(texts)).join('\n');
    return [...productTexts().values()]
      .flatMap((texts) => Object.values(texts))
      .flatMap((text) => text.split(/\{\{\w+\}\}|\n/))
      .filter(
        (piece) => /[a-z]+ [a-z]+/i.test(piece) && piece.trim().length >= 14 && !french.includes(piece),
      );
  };
  const english = pieces();

  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['config, with every setting wrong', ['config'], everySetting],
    [
      'config, with a settings file that is wrong in every way',
      ['config'],
      {
        DOCKHAND_ENV_FILE: envFile,
        WEB_TOKEN_FILE: '/nowhere',
        GITHUB_TOKEN_FILE: folder,
        DISCORD_TOKEN: 'a',
        DISCORD_TOKEN_FILE: '/x',
      },
    ],
    ['doctor, of an installation where nothing answers', ['doctor'], nowhere],
    ['setup, of a machine where nothing answers', ['setup', '--unattended'], nowhere],
    ['lesson check, of a text with remarks', ['lesson', 'check', join(folder, 'odd.md')], {}],
    ['lesson check, of a folder that cannot be used', ['lesson', 'check', join(folder, 'broken')], {}],
    ['lesson check, of no path that is there', ['lesson', 'check', '/nowhere'], {}],
    ['lesson prove, by the check alone', ['lesson', 'prove', 'go-docker', '--check-only'], {}],
    ['lesson prove, of what cannot be proved', ['lesson', 'prove', join(folder, 'odd.md')], {}],
    ['lesson new, of a lesson that holds', ['lesson', 'new', join(folder, 'new')], {}],
    ['lesson new, of a name that is none', ['lesson', 'new', join(folder, 'A_B')], {}],
    ['lesson new, with a port that is none', ['lesson', 'new', join(folder, 'c'), '--port', 'x'], {}],
  ])('contains none of the English texts: %s', (_, args, env) => {
    const { out, err } = dockhand(args, { env: { ...env, LANG: 'fr_FR.UTF-8' }, timeoutMs: 100_000 });
    const said = `${out}${err}`;
    expect(said.trim()).not.toBe('');
    expect(english.filter((piece) => said.includes(piece))).toEqual([]);
    // Strings that are in no catalogue but contain words of such sentences.
    expect(
      said.split('\n').filter((line) => /\b(?:has to be|cannot be|is not|does not|which)\b/.test(line)),
    ).toEqual([]);
  });

  test('takes every error message for operators from the catalogue', () => {
    const literal =
      /new (?:Operator|Command|Settings|Limits)Error\(\s*(?:'[A-Z_]+',\s*)?(['`])((?:(?!\1)[^\\])*)\1/g;
    const beside = productFiles.flatMap(({ path, code }) =>
      [...code.matchAll(literal)]
        .map(([, , text = '']) => text.replaceAll(/\$\{[^}]*\}/g, ''))
        .filter((text) => /[a-z]{2,} [a-z]{2,}/i.test(text))
        .map((text) => `${path}: ${text}`),
    );
    expect(beside).toEqual([]);
  });
});
