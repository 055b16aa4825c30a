import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { rooms } = createRequire(import.meta.url)('../../.ci/rooms.cjs') as {
  readonly rooms: Readonly<
    Record<string, { imports?: readonly string[]; types?: readonly string[]; packages?: readonly string[] }>
  >;
};

/** Files that break no rule by themselves; each kind of forbidden import is in a file of its own, next to an allowed one. */
const planted: Readonly<Record<string, string>> = {
  'src/submission/planted-target.ts': 'export type T = 1;\nexport const v = 1;\n',
  'src/records/planted-target.ts': 'export type T = 1;\nexport const v = 1;\n',
  'src/records/away/planted-target.ts': 'export const v = 1;\n',
  'src/discord/gateway/planted-target.ts': 'export type T = 1;\nexport const v = 1;\n',
  'src/discord/render/planted-target.ts': 'export const v = 1;\n',
  'src/check/simulation/planted-target.ts': 'export const v = 1;\n',
  'src/check/toolchains/planted-target.ts': 'export const v = 1;\n',
  'src/check/rules/planted-target.ts': 'export type T = 1;\n',
  'src/web/planted-target.ts': 'export const v = 1;\n',
  'src/lesson/planted-target.ts': 'export type T = 1;\nexport const v = 1;\n',
  'src/helpers/planted-target.ts': 'export const v = 1;\n',
  'test/support/planted-target.ts': 'export const v = 1;\n',
  'commands/planted-target.ts': 'export const v = 1;\n',
};

/** Name of the violation → the file that commits it, its text, and the rule that reports it. */
const wrong: Readonly<Record<string, readonly [file: string, text: string, rule: string]>> = {
  'a value of a room that is not named': [
    'src/queue/a.ts',
    "export { v } from '../records/planted-target.ts';",
    'what-src/queue-may-import',
  ],
  'only a type of a room that is not named': [
    'src/desk/b.ts',
    "import type { T } from '../discord/gateway/planted-target.ts';\nexport const b: T = 1;",
    'what-src/desk-may-import',
  ],
  'a type that is asked for in the middle of an expression': [
    'workers/c.ts',
    "export const c: import('../src/records/planted-target.ts').T = 1;",
    'what-workers-may-import',
  ],
  'a value of a room of which only types may be known': [
    'src/web/d.ts',
    "import type { T } from '../records/planted-target.ts';\nimport { v } from '../records/planted-target.ts';\nexport const d: T = v;",
    'what-src/web-knows-types-of',
  ],
  'a room that is only read when it is needed': [
    'workers/e.ts',
    "export const e = await import('../src/discord/gateway/planted-target.ts');",
    'what-workers-may-import',
  ],
  'a whole room handed on': [
    'src/grading/f.ts',
    "export * from '../records/planted-target.ts';",
    'what-src/grading-may-import',
  ],
  'a type handed on': [
    'src/lesson/g.ts',
    "export type { T } from '../records/planted-target.ts';",
    'what-src/lesson-may-import',
  ],
  'the web from a benchmark': [
    'bench/queue/h.ts',
    "import '../../src/web/planted-target.ts';",
    'what-bench-may-import',
  ],
  'the records from bin': ['bin/i.js', "import '../src/records/planted-target.ts';", 'what-bin-may-import'],
  'the records from rendering': [
    'src/discord/render/j.ts',
    "import { v } from '../../records/planted-target.ts';\nexport const j = v;",
    'what-src/discord/render-knows-types-of',
  ],
  'a disk from rendering': ['src/discord/render/k.ts', "import 'node:fs';", 'what-src/discord/render-may-do'],
  'Redis from rendering': [
    'src/discord/render/l.ts',
    "import 'ioredis';",
    'what-src/discord/render-may-import',
  ],
  'Discord from a worker': [
    'workers/sandbox/m.ts',
    "import '../../src/discord/gateway/planted-target.ts';",
    'what-workers-may-import',
  ],
  "Discord's library from a worker": ['workers/n.ts', "import 'discord.js';", 'what-workers-may-import'],
  'a disk from a room of values and functions': [
    'src/check/rules/o.ts',
    "import 'node:fs/promises';",
    'what-src/check/rules-may-do',
  ],
  'another process from a room of values and functions': [
    'src/lesson/p.ts',
    "import 'child_process';",
    'what-src/lesson-may-do',
  ],
  'a database from a room of values and functions': [
    'src/grading/q.ts',
    "import 'node:sqlite';",
    'what-src/grading-may-do',
  ],
  'a package that the room does not name': [
    'src/intake/r.ts',
    "import 'yaml';",
    'what-src/intake-may-import',
  ],
  'a package that is nowhere declared': ['src/cli/s.ts', "import 'estree-walker';", 'an-import-is-found'],
  'a package of development from the product': [
    'src/cli/t.ts',
    "import '@swc/core';",
    'the-product-needs-no-development-packages',
  ],
  'the inside of a package': ['src/cli/u.ts', "import 'zod/src/v4/core/util.ts';", 'an-import-is-found'],
  'the inside of a room from a room that may not import it': [
    'src/queue/v.ts',
    "import '../records/away/planted-target.ts';",
    'what-src/queue-may-import',
  ],
  'a room inside a room that alone is named': [
    'src/web/w.ts',
    "import '../discord/render/planted-target.ts';",
    'what-src/web-may-import',
  ],
  'two files that import each other': [
    'src/wording/x1.ts',
    "import './x2.ts';\nexport const x = 1;",
    'no-circles',
  ],
  'a package from the box': ['deploy/box/y.ts', "import 'zod';", 'what-deploy/box-may-import'],
  'Dockhand from the classroom': [
    'classroom/z.ts',
    "import '../src/submission/planted-target.ts';",
    'what-classroom-may-import',
  ],
  'a test from the product': [
    'src/cli/aa.ts',
    "import '../../test/support/planted-target.ts';",
    'what-src/cli-may-import',
  ],
  'what stands on src from src': [
    'src/discord/staff/ab.ts',
    "import '../../../commands/planted-target.ts';",
    'what-src/discord/staff-may-import',
  ],
  'a room that is not in the table': [
    'commands/ac.ts',
    "import '../src/helpers/planted-target.ts';",
    'what-commands-may-import',
  ],
  'anything from a room that is not in the table': [
    'src/utils/ad.ts',
    "import '../submission/planted-target.ts';",
    'a-file-belongs-to-a-room',
  ],
  'the classroom from the bot, by way of another file': [
    'src/cli/bot.ts',
    "import './between.ts';",
    'bot-and-worker-run-without-the-classroom',
  ],
  'what reads a Dockerfile from the bot': [
    'src/discord/render/ag.ts',
    "export { v } from '../../check/simulation/planted-target.ts';",
    'texts-of-others-are-read-by-checkers',
  ],
  'a room of Discord from the one that it stands on': [
    'src/discord/rest/ah.ts',
    "import { v } from '../gateway/planted-target.ts';\nexport const ah = v;",
    'what-src/discord/rest-may-import',
  ],
  'the rules from what reads Dockerfiles': [
    'src/check/dockerfile/ai.ts',
    "export type { T } from '../rules/planted-target.ts';",
    'what-src/check/dockerfile-may-import',
  ],
  'what one tool does from what simulates any build': [
    'src/check/simulation/aj.ts',
    "export { v } from '../toolchains/planted-target.ts';",
    'what-src/check/simulation-may-import',
  ],
  'a rule from what simulates any build': [
    'src/check/simulation/ak.ts',
    "export type { T } from '../rules/planted-target.ts';",
    'what-src/check/simulation-may-import',
  ],
  'a package of the classroom from Dockhand': [
    'src/web/af.ts',
    "import 'preact';",
    'what-src/web-may-import',
  ],
  'a file that is not there': ['src/queue/ae.ts', "import '../submission/gone.ts';", 'an-import-is-found'],
};

const beside: Readonly<Record<string, string>> = {
  'src/cli/between.ts': "import '../../classroom/planted-target.ts';",
  'classroom/planted-target.ts': 'export const v = 1;',
  'src/wording/x2.ts': "import type { x } from './x1.ts';\nexport type X = typeof x;",
};

const right: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'a value of a room that is named': [
    'src/queue/right-a.ts',
    "export { v } from '../submission/planted-target.ts';",
  ],
  'a type of a room of which types may be known': [
    'workers/right-b.ts',
    "import type { T } from '../src/lesson/planted-target.ts';\nexport const b: T = 1;",
  ],
  'a package that the room names': ['src/lesson/right-c.ts', "import 'yaml';"],
  'a package that only the classroom declares, from the classroom': [
    'classroom/right-f.ts',
    "import 'preact';",
  ],
  'what Node reckons with, from a room of values': ['src/lesson/right-d.ts', "import 'node:crypto';"],
  'everything, from a test': ['test/queue/right-e.ts', "import '../../src/records/planted-target.ts';"],
};

/** All possible imports between two folders, as a value and as a type. */
const arrows = Object.keys(rooms).flatMap((from) =>
  Object.keys(rooms)
    .filter((to) => to !== from)
    .flatMap((to) => (['value', 'type'] as const).map((kind) => ({ from, to, kind }))),
);
const nameOf = (room: string) => room.replaceAll('/', '-');

let folder: string;
const refused = new Map<string, string[]>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-arrows-'));
  for (const name of ['.dependency-cruiser.cjs', '.ci', 'package.json', 'classroom/package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const files = [
    ...Object.entries(planted),
    ...Object.entries(beside),
    ...Object.values(wrong),
    ...Object.values(right),
    ...Object.keys(rooms).map(
      (room) => [`${room}/all.ts`, 'export type T = 1;\nexport const v = 1;'] as const,
    ),
    ...arrows.map(({ from, to, kind }) => {
      const path = `${'../'.repeat(from.split('/').length)}${to}/all.ts`;
      const text =
        kind === 'type'
          ? `import type { T } from '${path}';\nexport const it: T = 1;`
          : `export { v } from '${path}';`;
      return [`${from}/arrow-${kind}-${nameOf(to)}.ts`, text] as const;
    }),
  ];
  for (const [path, text] of files) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const tops = [...new Set(files.map(([path]) => path.split('/')[0] ?? ''))];
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--preserve-symlinks', ...tops],
    { cwd: folder, maxBuffer: 2 ** 28, env: { ...process.env, NODE_OPTIONS: '' } },
  ).catch((error: { stdout: string; stderr: string }) => error);
  if (stdout === '') throw new Error(String(stderr));
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: readonly { from: string; rule: { name: string; severity: string } }[] };
  };
  for (const { from, rule } of summary.violations)
    if (rule.severity === 'error') refused.set(from, [...(refused.get(from) ?? []), rule.name]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Imports', () => {
  test.each(Object.entries(wrong))('refuses %s', (_, [file, , rule]) => {
    expect(refused.get(file)).toContain(rule);
  });

  test.each(Object.entries(right))('allows %s', (_, [file]) => {
    expect(refused.get(file) ?? []).toEqual([]);
  });
});

describe('The table of rooms', () => {
  test('decides on every pair of rooms, as a value and as a type', () => {
    const wrongly = arrows.filter(({ from, to, kind }) => {
      const room = rooms[from];
      const allowed = room?.imports?.includes(to) || (kind === 'type' && room?.types?.includes(to)) || false;
      return allowed === refused.has(`${from}/arrow-${kind}-${nameOf(to)}.ts`);
    });
    expect(wrongly).toEqual([]);
  });

  test('names only rooms that it has a line for', () => {
    const named = Object.values(rooms).flatMap((room) => [...(room.imports ?? []), ...(room.types ?? [])]);
    expect(named.filter((name) => name !== 'test' && rooms[name] === undefined)).toEqual([]);
  });

  test('names no room and no package twice for the same room', () => {
    const twice = Object.entries(rooms).flatMap(([room, { imports = [], types = [], packages = [] }]) =>
      [[...imports, ...types], packages].flatMap((names) =>
        names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${room}: ${name}`),
      ),
    );
    expect(twice).toEqual([]);
  });

  test('has no way back from a room to itself', () => {
    const seen = new Set<string>();
    const circles: string[] = [];
    const walk = (room: string, way: readonly string[]): void => {
      if (way.includes(room)) circles.push([...way.slice(way.indexOf(room)), room].join(' → '));
      if (seen.has(room) || way.includes(room)) return;
      for (const next of [...(rooms[room]?.imports ?? []), ...(rooms[room]?.types ?? [])])
        walk(next, [...way, room]);
      seen.add(room);
    };
    for (const room of Object.keys(rooms)) walk(room, []);
    expect(circles).toEqual([]);
  });
});
