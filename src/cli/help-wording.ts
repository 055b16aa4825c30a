import type { Command } from 'commander';
import { operatorLocale, words } from '../wording/wording.ts';

/** Commander's own words; its errors stand here as it writes them. */
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

/** Has the command line's own help speak the terminal's language. */
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

/** An error of Commander's in the terminal's language; one that is not known here stays as it is. */
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
