import type { Command } from 'commander';
import { limitLines, readLimits } from '../../workers/sandbox/limits.ts';
import {
  defaultOf,
  isSecret,
  originText,
  placesOf,
  settingNames,
  withoutPassword,
} from '../config/settings.ts';
import { settingGroups } from '../config/table/table.ts';
import { sayOfSource, titleOfGroup } from '../config/wording.ts';
import { nearest } from '../spelling/nearest.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';
import { printError, printJson, printText } from './output.ts';
import type { SettingsInForce } from './settings-in-force.ts';

const say = words('cli-config', {
  en: {
    about: 'Show every setting that is in force and where it comes from; secrets stay hidden',
    json: 'Print JSON',
    exit: 'Exit code: 0 all can be used, 2 something cannot.',
    file: 'Read: the environment, {{file}}, and the files that NAME_FILE names.',
    noFile: 'Read: the environment, and the files that NAME_FILE names. There is no .env.',
    usual: 'default',
    absent: 'not set',
    hidden: '(not shown, {{length}} characters)',
    limits: 'Limits of a verification (`dockhand limits` explains them)',
    problems: 'These cannot be used:',
    notes: 'Look at these:',
    unknown: '{{name}} ({{from}}) is no setting of Dockhand’s.',
    meant: '{{name}} ({{from}}) is no setting of Dockhand’s. Do you mean {{nearest}}?',
  },
});

/** A setting as displayed. */
interface SettingLine {
  readonly name: string;
  /** Null where nothing is set and there is no default. */
  readonly value: string | null;
  readonly from: 'environment' | '.env' | 'file' | 'default';
  /** The file and line, for a reader. */
  readonly where: string;
}

/** Adds `dockhand config`. */
export function register(program: Command, inForce: SettingsInForce): void {
  program
    .command('config')
    .description(say(operatorLocale, 'about'))
    .option('--json', say(operatorLocale, 'json'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action((options: { readonly json?: boolean }) => {
      const problems = inForce.problems();
      const notes = notesOf(inForce);
      const settings = settingNames.map((name) => lineOf(inForce, name));
      const limits = limitNames.map((name) => lineOf(inForce, name));
      if (options.json === true)
        printJson({
          file: inForce.sources.file,
          settings,
          limits,
          problems,
          notes,
          ok: problems.length === 0,
        });
      else {
        const { file } = inForce.sources;
        printText(file === null ? say(operatorLocale, 'noFile') : say(operatorLocale, 'file', { file }));
        for (const [title, names] of sections) printText(section(title, settings, limits, names));
        if (notes.length > 0) printText(`\n${[say(operatorLocale, 'notes'), ...notes].join('\n  ')}`);
      }
      if (problems.length === 0) return;
      const text = [say(operatorLocale, 'problems'), ...problems].join('\n  ');
      printError(new CommandError(text, 'DOCKHAND_SETTINGS'));
      process.exitCode = 2;
    });
}

const limitDefaults = new Map(
  limitLines(readLimits({})).map(({ environment, value }) => [environment as string, String(value)]),
);
const limitNames = [...limitDefaults.keys()];

const sections: readonly (readonly [string, readonly string[]])[] = [
  ...settingGroups.map(
    ({ name, settings }) => [titleOfGroup(operatorLocale, name), Object.keys(settings)] as const,
  ),
  [say(operatorLocale, 'limits'), limitNames],
];

function section(
  title: string,
  settings: readonly SettingLine[],
  limits: readonly SettingLine[],
  names: readonly string[],
): string {
  const lines = [...settings, ...limits].filter(({ name }) => names.includes(name));
  const width = Math.max(...lines.map(({ name }) => name.length));
  const shown = lines.map(({ name, value, where }) => `  ${name.padEnd(width)}  ${value ?? '–'}  (${where})`);
  return ['', title, ...shown].join('\n');
}

function lineOf({ sources }: SettingsInForce, name: string): SettingLine {
  const given = sources.values[name];
  const origin = sources.origins[name];
  if (given === undefined || origin === undefined) {
    const usual = limitDefaults.get(name) ?? defaultOfSetting(name, sources.values);
    return {
      name,
      value: usual,
      from: 'default',
      where: say(operatorLocale, usual === null ? 'absent' : 'usual'),
    };
  }
  return { name, value: shown(name, given), from: origin.kind, where: originText(origin) };
}

function defaultOfSetting(name: string, values: Readonly<Record<string, string>>): string | null {
  const row = settingGroups.map(({ settings }) => settings[name]).find((found) => found !== undefined);
  return row === undefined ? null : defaultOf(row, placesOf(values));
}

/** An address is shown without its password; of any other secret only the length is shown. */
function shown(name: string, value: string): string {
  if (!isSecret(name)) return withoutPassword(value);
  const address = /^[a-z]+:\/\/[^\s]+$/.test(value) && URL.canParse(value);
  if (address || (name === 'DATABASE_URL' && !value.includes('@'))) return withoutPassword(value);
  return say(operatorLocale, 'hidden', { length: value.length });
}

/** Settings that work but may be mistakes: unknown names in `.env`, and settings that occur twice. */
export function notesOf({ sources }: SettingsInForce): readonly string[] {
  const known = [
    ...settingNames,
    ...limitNames,
    ...settingNames.filter(isSecret).map((name) => `${name}_FILE`),
  ];
  const strange = Object.entries(sources.origins).flatMap(([name, origin]) => {
    if (origin.kind !== '.env' || known.includes(name) || foreign.test(name)) return [];
    const close = nearest(name, known);
    const from = originText(origin);
    return [
      close === null
        ? say(operatorLocale, 'unknown', { name, from })
        : say(operatorLocale, 'meant', { name, from, nearest: close }),
    ];
  });
  return [...sources.oddities.map(sayOfSource), ...strange];
}

/** What other programs read from a `.env`: Compose, Docker, Node, pip and whatever asks for a proxy. */
const foreign =
  /^(?:COMPOSE_|DOCKER_|NODE_|NPM_|npm_|PIP_|UV_|TZ$|DEBUG$|NO_COLOR$|(?:HTTPS?|ALL|NO)_PROXY$|(?:https?|all|no)_proxy$|SSL_CERT_)/;
