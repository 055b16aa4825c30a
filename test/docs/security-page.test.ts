import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { uidsPerBox, usersOf } from '../../deploy/box/settings.ts';
import { composeBounds } from '../../src/check/compose/bounds.ts';
import { bounds } from '../../src/checker/bounds.ts';
import { secretNames } from '../../src/config/sources.js';
import { settingsByName } from '../../src/config/table/table.ts';
import { fileLimitBytes, zipLimitBytes } from '../../src/submission/files.ts';
import { yamlBounds } from '../../src/yaml/bounds.ts';
import { privilege } from '../attacks/support/programs.ts';

const root = join(import.meta.dirname, '../..');

/** `attacks/egress.test.ts`, `test/attacks/egress.test.ts › title of the test` */
const named = /`(?:test\/)?([\w-]+\/[\w/-]+\.test\.ts)(?: › ([^`]*))?`/g;

const plain = (text: string): string => text.replaceAll('’', "'");

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** How often a pattern is found between two texts. */
const count = (text: string, pattern: RegExp, from = '', to = ''): number => {
  const start = text.indexOf(from);
  return (text.slice(start, to === '' ? undefined : text.indexOf(to, start)).match(pattern) ?? []).length;
};
const page = read('docs/security.md');
const english = (n: number): string => n.toLocaleString('en');

test('names only existing tests in docs/security.md', () => {
  const found = [...page.matchAll(named)].map(([, file = '', title = '']) => ({ file, title }));
  const absent = found.filter(({ file, title }) => {
    const path = join(root, 'test', file);
    return !existsSync(path) || !plain(readFileSync(path, 'utf8')).includes(plain(title));
  });
  expect(absent).toEqual([]);
  expect(found.length).toBeGreaterThan(40);
});

test('docs/security.md counts routes, calls and attacks as they are', () => {
  // One route more becomes a tunnel: CONNECT.
  const routes = count(read('deploy/box/api.ts'), /'[A-Z]+ \/\w+'/g) + 1;
  expect(routes).toBe(6);
  const calls = count(read('deploy/box/engine-api.ts'), /^ {2}'[A-Z]+ \//gm);
  expect(page).toContain(`answers six routes, and hands ${calls} calls of the engine's API on`);
  const files = count(read('test/attacks/compose.test.ts'), /^ {2}\[/gm, 'const attacks', '\n];');
  expect(page).toContain(`tries ${files} such files`);
  const things = count(privilege(), /^ {4}'[^']+': lambda/gm);
  expect(page).toContain(`| \`privilege\` | ${things} things`);
});

test('docs/security.md gives each box the ids of the table', () => {
  const { supervisor, engine, inContainers } = usersOf(1);
  expect(page).toContain(`(uid ${engine} in box 1)`);
  expect(page).toContain(`(uid ${supervisor} in box 1)`);
  expect(page).toContain(`each box has ${english(uidsPerBox)} ids`);
  expect(page).toContain(`box 1 those from ${english(supervisor - 1)}`);
  expect(page).toContain(`uid *n* of a container is ${english(inContainers.first - 1)} + *n*`);
  expect(page).toContain(`one of ${english(inContainers.count)} ids that are this box's`);
});

test('docs/security.md bounds what reads a text as the program does', () => {
  expect(bounds).toMatchObject({ processorMs: 1_000, residentMegabytes: 400, heapMegabytes: 192 });
  const own = 'a second of the processor for one reading, 400 MB of memory, 192 MB of heap';
  expect(page.replace(/\s+/g, ' ')).toContain(own);
  expect(read('workers/verification/verifier-pool.ts')).toContain('processorMs: 2_000');
  expect(page.replace(/\s+/g, ' ')).toContain('two seconds at a stretch, the same memory');
  expect(page).toContain(`up to ${zipLimitBytes / 1024} KB.`);
  expect(page).toContain(`larger than ${(2 * fileLimitBytes) / 1024} KB, packed or not`);
  const { services, networks, mounts, expandedCharacters } = composeBounds;
  const size = `${yamlBounds.characters / 1024} KB, ${services} services, ${networks} networks, ${mounts} mounts`;
  expect(page).toContain(`${size}; ${expandedCharacters / 1024} KB once`);
  const [, log] = /'max-size=(\d+)m'/.exec(read('deploy/box/engine.ts')) ?? [];
  expect(page).toContain(`a container's log starts anew at ${log} MB`);
});

test('docs/security.md names every secret that a worker has', () => {
  const its = secretNames.filter((name) => settingsByName[name].readBy.includes('worker'));
  expect(page).toContain('It holds no secrets but `REDIS_URL`, which can give it');
  expect(its.toSorted()).toEqual(['METRICS_TOKEN', 'REDIS_URL']);
  expect(page).toContain("other students' files, and `METRICS_TOKEN`.");
});

test('docs/security.md names the spans of the egress proxy and of the supervisor', () => {
  expect(page).toContain('looks again every twenty seconds');
  expect(read('deploy/egress/addresses.sh')).toMatch(/^\s*sleep 20$/m);
  // Squid keeps what it found for no shorter time than what it did not find.
  expect(page.replace(/\s+/g, ' ')).toContain('Squid keeps an answer for a minute at least');
  expect(read('deploy/egress/squid.conf')).toMatch(/^negative_dns_ttl 60 seconds$/m);
  const constant = (name: string): number =>
    Number(
      new RegExp(`^const ${name} = ([\\d_]+);$`, 'm')
        .exec(read('deploy/box/supervisor.ts'))?.[1]
        ?.replace('_', ''),
    );
  const [silence, every] = [constant('silence'), constant('probeEvery')];
  expect(page).toContain('notices a silent engine within ten seconds');
  expect(Math.ceil(silence / every) * every).toBe(10_000);
});
