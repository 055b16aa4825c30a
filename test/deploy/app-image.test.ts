import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { officialImages } from '../../setup/images/official-images.js';
import { debianFor } from '../../setup/offline/stand-ins.js';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { docker } from '../support/host-engine.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { full } from '../support/sample.ts';

/**
 * What the image of bot and worker has besides Dockhand itself: a real PostgreSQL is backed up and restored from within it, as the
 * services run. The image is built from the checkout's own Dockerfile, and this checkout is mounted instead of a copy.
 */

const root = join(import.meta.dirname, '../..');
const minutes = (n: number): number => n * 60_000;
const image = 'dockhand-test/app:1';
/** The share of everything besides Dockhand and its modules, out of the 350 MB that the whole image may have. */
const toolBytes = 30e6;

(full ? describe : describe.skip)('the image of bot and worker', () => {
  let server: Postgres;
  let folder: string;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dockhand-app-image-'));
    const context = join(folder, 'context');
    await cp(join(root, 'deploy/app'), context, { recursive: true });
    await mkdir(join(context, 'checkout'));
    await cp(join(root, 'package.json'), join(context, 'checkout/package.json'));
    base = await debianFor(() => undefined, officialImages.debian);
    await docker(['build', '--build-arg', `BASE=${base}`, '-t', image, context], 600);
    await mkdir(join(folder, 'copies'));
    // The user that the service runs as.
    await chmod(join(folder, 'copies'), 0o777);
    server = await openPostgres();
  }, minutes(12));
  afterAll(async () => {
    await server?.close();
    await docker(['rmi', image]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }, minutes(2));

  /** A container as Compose starts it: only /tmp and the backups are writable. */
  const inImage = (url: string, options: readonly string[], args: readonly string[]): Promise<string> => {
    const bounds = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--user', '1000:1000'];
    const mounts = ['-v', `${root}:/app:ro`, '-v', `${join(folder, 'copies')}:/state/backups`];
    const env = [`DATABASE_URL=${url}`, 'DOCKHAND_ENV_FILE=none', 'DOCKHAND_STATE=/state'];
    const given = env.flatMap((each) => ['-e', each]);
    return docker(
      ['run', '--rm', '--network', 'host', ...bounds, ...mounts, ...given, ...options, image, ...args],
      180,
    );
  };

  const locales = async (url: string): Promise<readonly (string | null)[]> => {
    const records = await openRecords(url);
    const all = await Promise.all(['1', '2'].map((user) => records.people.locale(user)));
    await records.close();
    return all;
  };
  const setLocale = async (url: string, user: string, locale: string): Promise<void> => {
    const records = await openRecords(url);
    await records.people.setLocale(user, locale);
    await records.close();
  };

  test(
    'a PostgreSQL is copied and put back with what it had',
    async () => {
      const url = await server.database();
      await setLocale(url, '1', 'fr');
      await inImage(url, [], ['backup', '/state/backups/monday']);
      await setLocale(url, '1', 'de');
      await setLocale(url, '2', 'de');
      await inImage(url, [], ['restore', '--force', '/state/backups/monday']);
      expect(await locales(url)).toEqual(['fr', null]);
    },
    minutes(5),
  );

  test(
    'a copy of PostgreSQL by schedule is made, tried by putting it back, and counts',
    async () => {
      const url = await server.database();
      await setLocale(url, '1', 'fr');
      const script = `
      const { ScheduledBackups } = await import('/app/src/records/scheduled-backups.ts');
      const say = (line) => console.log(JSON.stringify(line));
      const log = { info: say, warn: say, error: (line) => say({ ...line, err: String(line.err) }) };
      const schedule = new ScheduledBackups({ url: process.env.DATABASE_URL, folder: '/state/backups', everyHours: 24, keep: 3, log });
      await schedule.round();
      await schedule.close();`;
      const said = await inImage(url, ['--entrypoint', 'node'], ['--input-type=module', '-e', script]);
      expect(said).toMatch(/records\.backed-up/);
      expect(said).not.toMatch(/not-tried|failed/);
      expect(await readdir(join(folder, 'copies'))).toContainEqual(
        expect.stringMatching(/^dockhand-.*\.backup$/),
      );
    },
    minutes(5),
  );

  test('the tools of PostgreSQL take little of the room that the image has', async () => {
    const bytes = async (name: string): Promise<number> =>
      Number(await docker(['image', 'inspect', '--format', '{{.Size}}', name]));
    expect((await bytes(image)) - (await bytes(base))).toBeLessThan(toolBytes);
  });
});
