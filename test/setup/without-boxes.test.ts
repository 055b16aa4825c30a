import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { find } from '../../setup/packages.js';
import { needsLinux, withoutBoxes } from '../../setup/without-boxes.js';
import { composeValues } from '../support/host-engine.ts';
import { redisUrl } from '../support/redis.ts';

/**
 * The set-up on macOS and Windows, on simulated machines that have only Docker, Node and npm: the process believes that it runs on one of
 * them, and finds those three programs and no others.
 */
const root = join(import.meta.dirname, '../..');
const longest = 240_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-laptop-'));
  mkdirSync(join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** A set-up command on such a machine, which has these programs besides Node. */
function onA(
  platform: 'darwin' | 'win32',
  programs: readonly string[],
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  for (const program of programs) {
    const path = find(program);
    if (path === null) throw new Error(`this machine has no ${program}`);
    symlinkSync(path, join(folder, 'bin', platform === 'win32' ? `${program}.exe` : program));
  }
  // Loaded before the set-up; the processes that it starts are not affected.
  const preload = `data:text/javascript,Object.defineProperty(process,'platform',{value:'${platform}'})`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', preload, join(root, 'setup/main.js'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: [join(folder, 'bin'), join(root, 'node_modules/.bin')].join(delimiter),
        HOME: folder,
        LC_ALL: 'C.UTF-8',
        DOCKHAND_STATE: join(folder, 'state'),
        DOCKHAND_ENV_FILE: 'none',
        ...settings,
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => {
        said += bytes.toString('utf8');
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
}

/** Text that no person should see. */
const raw = /ENOENT|EACCES|apt-get|mmdebstrap|\n\s+at /;

describe('a laptop that can have no boxes', () => {
  test(
    'npm run try shows the class there, and says once and plainly what is left out',
    async () => {
      // The Redis that the set-up made for these tests, so no registry need answer.
      const { DOCKHAND_REDIS_IMAGE = '' } = await composeValues();
      const { code, said } = await onA('darwin', ['docker'], ['try', '--once'], { DOCKHAND_REDIS_IMAGE });
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining(withoutBoxes) });
      expect(said.split(withoutBoxes)).toHaveLength(2);
      expect(said).not.toMatch(raw);
      for (const scene of ['/hint', 'pastes her Dockerfile', '/queue', '/ask', '/class', 'That was the tour'])
        expect(said).toContain(scene);
      expect(said).not.toContain('/verify');
    },
    longest,
  );

  test(
    'npm run try says to start Docker Desktop where neither that nor a Redis answers',
    async () => {
      const { code, said } = await onA('darwin', [], ['try', '--once']);
      expect(code).toBe(1);
      expect(said).toMatch(/Start Docker Desktop.*REDIS_URL/);
      expect(said).not.toMatch(raw);
    },
    longest,
  );

  test(
    'npm run try uses the Redis that REDIS_URL names, without Docker',
    async () => {
      const settings = { REDIS_URL: redisUrl() };
      const { code, said } = await onA('win32', [], ['try', '--once', '--no-tour'], settings);
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('The class is open at') });
      expect(said).toContain(withoutBoxes);
      expect(said).not.toMatch(raw);
    },
    longest,
  );

  test.each(['redis://127.0.0.1:1', 'rediss://:secret@localhost:1/3', 'redis://nowhere.invalid'])(
    'npm run try says so where no Redis answers at REDIS_URL, %s',
    async (url) => {
      const { code, said } = await onA('darwin', ['docker'], ['try', '--once'], { REDIS_URL: url });
      expect(code).toBe(1);
      expect(said).toMatch(/No Redis answers at REDIS_URL \(\S+\)/);
      expect(said).not.toContain('secret');
      expect(said).not.toMatch(raw);
    },
    longest,
  );

  test.each([
    ['up', 'win32'],
    ['start', 'darwin'],
    ['app', 'win32'],
    ['test', 'darwin'],
    ['worker', 'win32'],
  ] as const)(
    'the set-up’s “%s” needs Linux, and says so on %s before anything is made',
    async (command, platform) => {
      const { code, said } = await onA(platform, ['docker'], [command]);
      expect(code).toBe(1);
      expect(said).toContain(needsLinux(command));
      expect(said).not.toMatch(raw);
      // How many boxes there would be is determined when the set-up's modules are loaded.
      expect(readdirSync(join(folder, 'state'))).toEqual(['box-count']);
    },
    longest,
  );
});
