import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { settingNames } from '../../src/config/settings.ts';
import { secretNames } from '../../src/config/sources.js';
import { errorCodes } from '../../src/errors/error-codes.ts';
import { limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import { dockhand } from '../cli/dockhand.ts';

/** The commands, settings and log events that pages name for operators exist under those names. */

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  ...['README.md', 'deploy/README.md', 'deploy/helm/README.md', '.env.example'],
  ...['operations', 'records', 'runbook', 'capacity', 'security', 'dashboard', 'settings', 'errors'].map(
    (name) => `docs/${name}.md`,
  ),
];
const found = (pattern: RegExp) =>
  pages.flatMap((page) =>
    [...read(page).matchAll(pattern)].map((match) => ({ page, words: match.slice(1).filter(Boolean) })),
  );
const unknown = (pattern: RegExp, isKnown: (...words: readonly string[]) => boolean) =>
  found(pattern).filter(({ words }) => !isKnown(...words));

const services: readonly string[] = Object.keys(
  (parse(read('docker-compose.yml'), { merge: true }) as { readonly services: object }).services,
);

describe('the pages of operators', () => {
  test('name only commands of dockhand that there are, with options that each has', () => {
    const help = new Map<string, string>();
    const helpOf = (command: string): string => {
      const known = help.get(command) ?? dockhand(['help', ...command.split(' ')], { timeoutMs: 60_000 }).out;
      help.set(command, known);
      return known;
    };
    const commands = new Set(
      [...helpOf('').matchAll(/^ {2}([a-z]+)\b/gm)].map(([, command = '']) => command),
    );
    expect(commands.size).toBeGreaterThan(10);
    expect(
      unknown(
        /`(?:npx )?dockhand ([a-z]+)\b[^`]*`/g,
        (command = '') => commands.has(command) || command === 'help',
      ),
    ).toEqual([]);
    const withOptions = /(?:npx |`)dockhand ([a-z]+)((?: +(?:--[a-z-]+|[^\s`|;&#]+))*)/g;
    expect(
      unknown(withOptions, (command = '', rest = '') =>
        (rest.match(/--[a-z-]+/g) ?? []).every(
          (option) => option === '--help' || helpOf(command).includes(option),
        ),
      ),
    ).toEqual([]);
  }, 120_000);

  test('name only commands of the set-up, scripts of npm and services of Compose that there are', () => {
    const setup = read('setup/main.js');
    const { scripts } = JSON.parse(read('package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(
      unknown(/node setup\/main\.js ([a-z]+)/g, (command = '') => setup.includes(`  '${command}',\n`)),
    ).toEqual([]);
    expect(
      unknown(/\bnpm (?:run )?(start|test|try|[a-z]+:[a-z]+)\b/g, (script = '') => script in scripts),
    ).toEqual([]);
    const named =
      /setup\/main\.js compose (?:--profile \w+ )*(?:ps|logs|restart|stop|start)((?: (?:--since \S+|-\S+|[a-z][\w-]*))*)/g;
    const ofCommand = ({ words }: { readonly words: readonly string[] }) =>
      (words[0] ?? '')
        .replace(/--since \S+/, '')
        .split(' ')
        .filter((word) => /^[a-z]/.test(word));
    const wanted = found(named).flatMap(ofCommand);
    expect(wanted).toEqual(expect.arrayContaining(['bot', 'worker', 'redis', 'box-1']));
    expect(wanted.filter((service) => !services.includes(service))).toEqual([]);
  });

  test('name only settings that there are', () => {
    const names = new Set<string>([
      ...settingNames,
      ...limitLines(readLimits({})).map(({ environment }) => environment),
      ...secretNames.map((name) => `${name}_FILE`),
      // Settings of the set-up and of tests, which do not belong in a .env.
      ...['DOCKHAND_ENV_FILE', 'BOX_ENGINE_API', 'DOCKHAND_WITHOUT'],
    ]);
    expect(
      unknown(
        /\b((?:DOCKHAND|DISCORD|SANDBOX|WEB|WORKER|REDIS|QUEUE|BACKUP|GITHUB|METRICS|CLASS|TA|BOX)_[A-Z_]*[A-Z])\b(?!_)/g,
        (name = '') => names.has(name) || Object.hasOwn(errorCodes, name),
      ),
    ).toEqual([]);
  });

  test('list every metric that there is, and name no other', () => {
    const exported = new Set(
      globSync(['src/web/**/*.ts', 'src/discord/**/*.ts', 'workers/**/*.ts'], { cwd: root }).flatMap((file) =>
        [...read(file).matchAll(/'(dockhand_[a-z_]+)'/g)].map(([, name = '']) => name),
      ),
    );
    expect(exported.size).toBeGreaterThan(15);
    const listed = new Set(
      [...read('docs/dashboard.md').matchAll(/`(dockhand_[a-z_]+)/g)].map(([, name = '']) => name),
    );
    expect([...exported].filter((name) => !listed.has(name))).toEqual([]);
    expect(unknown(/`(dockhand_[a-z_]+)/g, (name = '') => exported.has(name))).toEqual([]);
    for (const page of ['deploy/alerts/dockhand.rules.yml', 'deploy/grafana/dockhand.json']) {
      const used = [...read(page).matchAll(/\b(dockhand_[a-z_]+?)(?:_(?:bucket|sum|count))?\b/g)];
      expect(used.map(([, name = '']) => name).filter((name) => !exported.has(name))).toEqual([]);
    }
  });

  test('name only events of the log that there are', () => {
    const events = `${read('docs/log-events.md')}${read('deploy/helm/values.schema.json')}`;
    expect(
      unknown(
        /`(?:event: )?((?:worker|queue|records|shards|leases|bot|lessons|gateway|doctor)\.[a-z-]+)`/g,
        (event = '') =>
          events.includes(`\`${event}\``) || events.includes(`"${event.replace('worker.', '')}"`),
      ),
    ).toEqual([]);
  });
});
