import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Answer, dockhand } from './dockhand.ts';

const folder = mkdtempSync(join(tmpdir(), 'dockhand-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lineSchema = z.object({
  name: z.string(),
  value: z.string().nullable(),
  from: z.string(),
  where: z.string(),
});
const answerSchema = z.object({
  file: z.string().nullable(),
  settings: z.array(lineSchema),
  limits: z.array(lineSchema),
  problems: z.array(z.string()),
  notes: z.array(z.string()),
  ok: z.boolean(),
});

const file = join(folder, '.env');
const run = (text: string, env: Readonly<Record<string, string>> = {}, ...args: string[]): Answer => {
  writeFileSync(file, text);
  return dockhand(args.length > 0 ? args : ['config', '--json'], {
    env: { DOCKHAND_ENV_FILE: file, ...env },
  });
};

describe('dockhand config', () => {
  test('prints what is in force and where it comes from', () => {
    writeFileSync(join(folder, 'token'), 'a-token-of-the-operator\n');
    const { code, out } = run(
      `QUEUE_PREFIX=class-a\nSANDBOX_PIDS=300\nLOG_LEVEL=debug\nWEB_TOKEN_FILE=token\n`,
      { LOG_LEVEL: 'warn' },
    );
    expect(code).toBe(0);
    const { settings, limits, ok } = answerSchema.parse(JSON.parse(out));
    expect(ok).toBe(true);
    const of = (name: string) => [...settings, ...limits].find((line) => line.name === name);
    expect(of('QUEUE_PREFIX')).toMatchObject({ value: 'class-a', from: '.env', where: `${file}, line 1` });
    expect(of('SANDBOX_PIDS')).toMatchObject({ value: '300', from: '.env' });
    expect(of('LOG_LEVEL')).toMatchObject({ value: 'warn', from: 'environment' });
    expect(of('WEB_TOKEN')).toMatchObject({
      from: 'file',
      where: `${join(folder, 'token')}, named by WEB_TOKEN_FILE`,
    });
    expect(of('QUEUE_LIMIT')).toMatchObject({ value: '1000', from: 'default' });
    expect(of('DISCORD_TOKEN')).toMatchObject({ value: null, from: 'default' });
  });

  test('never shows a secret, in either format, wherever it comes from', () => {
    const hush = 'hushhushhushhush';
    const text = [
      `DISCORD_TOKEN=${hush}`,
      `DISCORD_CLIENT_SECRET=${hush}`,
      `WEB_TOKEN=${hush}`,
      `REDIS_URL=redis://me:${hush}@host:6379`,
      `DATABASE_URL=postgres://me:${hush}@host/records`,
      `REDIS_PASSWORD=${hush}`,
    ].join('\n');
    for (const args of [['config'], ['config', '--json']]) {
      const { code, out, err } = run(text, { METRICS_TOKEN: hush }, ...args);
      expect(code).toBe(0);
      expect(out + err).not.toContain(hush);
      expect(out).toContain('redis://***@host:6379');
      expect(out).toContain('postgres://***@host/records');
      expect(out).toContain('16 characters');
    }
  });

  test('names all unusable settings and limits at once, and ends with 2', () => {
    const { code, out, err } = run('LOG_LEVEL=loud\nSANDBOX_PIDS=many\nWEB_TOKEN=pass$word\nno setting\n', {
      WEB_PORT: '99999',
    });
    expect(code).toBe(2);
    for (const part of ['LOG_LEVEL', 'SANDBOX_PIDS', 'WEB_PORT', 'line 3: WEB_TOKEN', 'line 4'])
      expect(err).toContain(part);
    expect(err).not.toContain('pass$word');
    expect(err.trimEnd().endsWith('[DOCKHAND_SETTINGS]')).toBe(true);
    expect(answerSchema.parse(JSON.parse(out))).toMatchObject({ ok: false });
  });

  test('names unknown settings in .env, and suggests the name that was meant', () => {
    const { out } = run('DISCORD_TOEKN=t\nDOCKHAND_COLOUR=red\nCOMPOSE_PROFILES=app\nHTTPS_PROXY=http://x\n');
    const { notes } = answerSchema.parse(JSON.parse(out));
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/DISCORD_TOEKN .*Do you mean DISCORD_TOKEN\?/);
    expect(notes[1]).toMatch(/DOCKHAND_COLOUR .* is no setting/);
  });
});

test('dockhand config says that the file of a secret is not read where the secret itself is set', () => {
  const { code, out } = run('WEB_TOKEN=a-token-of-the-operator\nWEB_TOKEN_FILE=/nowhere\n');
  expect(code).toBe(0);
  const { settings, notes } = answerSchema.parse(JSON.parse(out));
  expect(settings.find(({ name }) => name === 'WEB_TOKEN')).toMatchObject({ from: '.env' });
  expect(notes).toEqual([expect.stringMatching(/^WEB_TOKEN_FILE is not read/)]);
});

test('dockhand limits prints what the set-up worked out for this machine, and what a project of a student’s own may have', () => {
  writeFileSync(join(folder, 'compose.env'), 'SANDBOX_MEMORY=1365m\nSANDBOX_CPUS=0.5\n');
  const { out } = run('SANDBOX_PIDS=321\n', { DOCKHAND_STATE: folder }, 'limits');
  for (const line of [
    'SANDBOX_MEMORY = 1365 MB',
    'SANDBOX_CPUS = 0.5',
    'SANDBOX_PIDS = 321',
    'fileBytes = 256 KB',
  ])
    expect(out).toContain(line);
});

describe('.env reaches', () => {
  test.each([
    ['the bot', ['bot']],
    ['the worker', ['worker']],
    ['the command that registers', ['register']],
    ['the backup', ['backup', join(folder, 'copy')]],
  ])('%s, which reports everything wrong in it', (_what, args) => {
    const { code, err } = run(
      'QUEUE_PREFIX=No Prefix\nSANDBOX_PULL_SECONDS=1\nDISCORD_TOKEN=t\n',
      {},
      ...args,
    );
    expect(code).not.toBe(0);
    expect(err).toMatch(/QUEUE_PREFIX has to be .*line 1/);
    expect(err).toMatch(/SANDBOX_PULL_SECONDS has to be .*line 2/);
    expect(err).toContain('[DOCKHAND_SETTINGS]');
  });

  test('the limits', () => {
    expect(run('SANDBOX_PIDS=321\n', {}, 'limits').out).toContain('SANDBOX_PIDS = 321');
  });

  test('the choice of a lesson, and a wrong setting of the bot does not block a hint', () => {
    const { code, err } = run('DOCKHAND_LESSON=nowhere\nWEB_PORT=x\n', {}, 'hint', '1');
    expect(code).toBe(2);
    expect(err).toContain('DOCKHAND_LESSON is "nowhere"');
    expect(run('WEB_PORT=x\nbroken line\n', {}, 'hint', '1').code).toBe(0);
  });
});
