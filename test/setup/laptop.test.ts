import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { needsLinux, withoutBoxes } from '../../setup/laptop.js';
import { find } from '../../setup/packages.js';

/**
 * The set-up on macOS and Windows, whose absence of everything but Docker, Node and npm is played: the process takes itself for one of
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

/** The Redis that the set-up made for these tests: no registry need answer. */
function redisImage(): string {
  const file = join(process.env.DOCKHAND_STATE ?? join(root, '.state'), 'compose.env');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^DOCKHAND_REDIS_IMAGE=(.+)$/m.exec(text)?.[1] ?? 'redis:7-alpine';
}

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** The set-up's command on a machine of that kind which has these programs besides Node. */
function onA(
  platform: 'darwin' | 'win32',
  programs: readonly string[],
  args: readonly string[],
): Promise<Ended> {
  for (const program of programs) {
    const path = find(program);
    if (path === null) throw new Error(`this machine has no ${program}`);
    symlinkSync(path, join(folder, 'bin', platform === 'win32' ? `${program}.exe` : program));
  }
  // Loaded before the set-up; what that starts is not told.
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
        DOCKHAND_REDIS_IMAGE: redisImage(),
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

/** What no person should meet. */
const raw = /ENOENT|EACCES|apt-get|mmdebstrap|\n\s+at /;

describe('a laptop that can have no boxes', () => {
  test(
    'npm run try shows the class there, and says once and plainly what is left out',
    async () => {
      const { code, said } = await onA('darwin', ['docker'], ['try', '--once']);
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
      expect(existsSync(join(folder, 'state', 'disks'))).toBe(false);
    },
    longest,
  );
});
