import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
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

  test('says in French what cannot be used, with the same code', () => {
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
    // Nothing listens on that port, and no file is there: all findings are those of a machine that is set up in no way.
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

  test('speaks English where LC_ALL says so', () => {
    const { out } = dockhand(['check', starter], { env: { LANG: 'fr_FR.UTF-8', LC_ALL: 'C' } });
    expect(out).toContain('6 of 6 TODOs done');
  });
});
