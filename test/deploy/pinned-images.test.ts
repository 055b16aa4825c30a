import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { digestOf, pinnedImages, repin } from '../../.ci/pin.ts';
import { officialImages } from '../../setup/images/official-images.js';
import { newDebian } from '../../setup/offline/debian.js';
import { freePort } from '../support/free-port.ts';
import { composeValues, docker } from '../support/host-engine.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

describe('an official image', () => {
  const tracked = execFileSync('git', ['ls-files', 'deploy', 'docker-compose.yml'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file.endsWith('Dockerfile') || file === 'docker-compose.yml');

  test.each(tracked)('every official image that %s names is pinned by its digest', (file) => {
    const named = read(file).matchAll(/^(?:ARG BASE=|FROM |.*image: \$\{\w+:-)(?<image>[^\s}$]+)/gm);
    const others = [...named].map(({ groups }) => groups?.image ?? '');
    expect(
      others.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image) && !image.startsWith('dockhand/')),
    ).toEqual([]);
  });

  test('boxes are built on a local Debian where no registry answers', () => {
    expect(officialImages.debianOfBoxes).toContain(`debian:${newDebian}-slim@`);
  });

  test('an official image has the same digest in all files', () => {
    const texts = [
      ...tracked,
      'setup/images/official-images.js',
      'src/config/table/machine.ts',
      'docs/settings.md',
    ].map(read);
    const text = texts.join('\n');
    const first = pinnedImages(text).map((image) => {
      const at = text.indexOf(`${image}@`) + image.length + 1;
      return [image, text.slice(at, at + digest('0').length)] as const;
    });
    expect(first.map((pair) => pair.join('@'))).toEqual(
      expect.arrayContaining(Object.values(officialImages)),
    );
    expect(repin(text, new Map(first))).toBe(text);
  });
});

describe('pinning anew', () => {
  const text = `ARG BASE=debian:trixie-slim@${digest('a')}\n  image: \${X:-localhost:5000/a/b:1.2@${digest('b')}}\n`;

  test('pinned images are found once each, with the registry that is named', () => {
    expect(pinnedImages(text + text)).toEqual(['debian:trixie-slim', 'localhost:5000/a/b:1.2']);
  });

  test.each([
    ['an image without a digest', 'FROM debian:trixie-slim\n'],
    ['an image without a tag', `FROM debian@${digest('a')}\n`],
    ['a digest that is cut off', 'FROM debian:trixie-slim@sha256:abc\n'],
  ])('pinning anew leaves %s as it is', (_what, line) => {
    expect(pinnedImages(line)).toEqual([]);
    expect(repin(line, new Map([['debian:trixie-slim', digest('c')]]))).toBe(line);
  });

  test('pinning anew writes the new digest of an image and leaves the others', () => {
    expect(repin(text, new Map([['debian:trixie-slim', digest('c')]]))).toBe(
      text.replace(digest('a'), digest('c')),
    );
  });
});

describe('the digest of a tag', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-pinned-'));
  let registry: ChildProcess;
  let image: string;

  beforeAll(async () => {
    const port = await freePort();
    image = `127.0.0.1:${port}/debian:trixie-slim`;
    const storage = { filesystem: { rootdirectory: join(folder, 'images') } };
    writeFileSync(
      join(folder, 'config.yml'),
      JSON.stringify({ version: 0.1, storage, http: { addr: `127.0.0.1:${port}` } }),
    );
    const program = join(process.env.DOCKHAND_STATE ?? '', 'bin/docker-registry');
    registry = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
    await answering(port);
    const { DOCKHAND_EGRESS_IMAGE: any = '' } = await composeValues();
    await docker(['tag', any, image]);
    await docker(['push', image], 120);
  }, 180_000);

  afterAll(async () => {
    registry?.kill('SIGKILL');
    if (image !== undefined) await docker(['rmi', image]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('the digest of a tag is the one under which the registry gives the image', async () => {
    const [pushed = ''] = JSON.parse(
      await docker(['image', 'inspect', '--format', '{{json .RepoDigests}}', image]),
    ).filter((each: string) => each.startsWith('127.0.0.1'));
    expect(await digestOf(new Docker(), image)).toBe(pushed.split('@')[1]);
  });

  test('the digest of a tag that the registry does not have is refused with what the engine says', async () => {
    await expect(digestOf(new Docker(), image.replace('trixie', 'buzz'))).rejects.toThrow(
      /unknown|not found/i,
    );
  });
});

async function answering(port: number): Promise<void> {
  for (let n = 0; n < 100; n++) {
    const { ok } = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => ({ ok: false }));
    if (ok) return;
    await sleep(100);
  }
  throw new Error('the registry does not answer');
}
