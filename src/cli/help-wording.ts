import type { Command } from 'commander';
import { operatorLocale, words } from '../wording/wording.ts';

/** The headings and errors of Commander. The keys for errors match its English wording. */
const say = words('cli.help', {
  en: {
    'Usage:': 'Usage:',
    'Arguments:': 'Arguments:',
    'Options:': 'Options:',
    'Commands:': 'Commands:',
    help: 'display help for command',
    version: 'output the version number',
    'unknown-option': "error: unknown option '{{what}}'",
    'unknown-command': "error: unknown command '{{what}}'",
    'missing-argument': "error: missing required argument '{{what}}'",
    'missing-value': "error: option '{{what}}' argument missing",
    'too-many': 'error: too many arguments.',
    meant: '(Did you mean {{what}}?)',
  },
});

const titles = ['Usage:', 'Arguments:', 'Options:', 'Commands:'] as const;

/** Translates Commander's help into the terminal's language. */
export function wordHelp(program: Command, version: string): Command {
  return program
    .configureHelp({
      styleTitle: (title) => {
        const known = titles.find((each) => each === title);
        return known === undefined ? title : say(operatorLocale, known);
      },
    })
    .helpOption('-h, --help', say(operatorLocale, 'help'))
    .helpCommand('help [command]', say(operatorLocale, 'help'))
    .version(version, '-V, --version', say(operatorLocale, 'version'));
}

const errors = [
  ['unknown-option', /^error: unknown option '(?<what>.*)'/],
  ['unknown-command', /^error: unknown command '(?<what>.*)'/],
  ['missing-argument', /^error: missing required argument '(?<what>.*)'/],
  ['missing-value', /^error: option '(?<what>.*)' argument missing/],
  ['too-many', /^error: too many arguments/],
] as const;

/** Translates an error of Commander's into the terminal's language; an unknown one stays in English. */
export function wordUsageError(text: string): string {
  if (operatorLocale === 'en') return text;
  for (const [key, pattern] of errors) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const meant = /^\(Did you mean (?<what>.*)\?\)/m.exec(text)?.groups?.what;
    const hint = meant === undefined ? [] : [say(operatorLocale, 'meant', { what: meant })];
    return [say(operatorLocale, key, { what: found.groups?.what ?? '' }), ...hint].join('\n');
  }
  return text;
}
