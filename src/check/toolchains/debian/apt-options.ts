import { isKnown } from '../../dockerfile/unknown-text.ts';
import { wordSet } from '../../simulation/image/word-list.ts';

/** Options that name another release or a settings file; their effect is unknown. */
const ofOthers = wordSet('t target-release default-release c config-file');
/** Options that take a value, either attached or as the next word. */
const valued = wordSet('o option t target-release default-release c config-file with-source planner solver');

/** Flags for installing and removing packages. Each can be negated with `no-` (checked against apt 2.6, option by option). */
const plain =
  wordSet(`allow-change-held-packages allow-downgrades allow-remove-essential allow-unauthenticated
  allow-insecure-repositories allow-weak-repositories allow-releaseinfo-change assume-no assume-yes yes auto-remove autoremove
  download download-only dry-run fix-broken fix-missing fix-policy force-yes ignore-hold ignore-missing install-recommends
  install-suggests just-print mark-auto no-act only-upgrade purge quiet recon reinstall remove show-progress show-upgraded silent
  simulate trivial-only upgrade verbose-versions`);
const letters = /^[dfmqsuyV]$/;

/** Options that print something instead of doing the work. */
const tells = wordSet('help version h v print-uris');
/** Options that only newer releases have. */
const newer = wordSet('update U color audit comment pager list-cleanup only-source');

const truth = /^(?:yes|no|true|false|with|without|on|off|enable|disable|[01])$/;

/** How apt-get treats one option of `install` and similar commands. */
export type AptOption =
  /** `takesNext`: the next word is the option's value. */
  | { readonly kind: 'taken' | 'unknown'; readonly takesNext: boolean }
  | { readonly kind: 'refused'; readonly phrase: string };

const taken = { kind: 'taken', takesNext: false } as const;
const unknown = { kind: 'unknown', takesNext: false } as const;
const withValue = (name: string, takesNext: boolean): AptOption => ({
  kind: ofOthers.has(name) ? 'unknown' : 'taken',
  takesNext,
});
const notUnderstood = (option: string): AptOption => ({
  kind: 'refused',
  phrase: `E: Command line option ${option} is not understood in combination with the other options`,
});

export function readAptOption(word: string): AptOption {
  if (!isKnown(word) || word === '--') return unknown;
  return word.startsWith('--') ? readLong(word) : readLetters(word);
}

function readLong(word: string): AptOption {
  const [name = '', value] = word.slice(2).split(/=(.*)/s);
  if (valued.has(name)) return withValue(name, value === undefined);
  const positive = name.replace(/^no-/, '');
  if ([name, positive].some((each) => tells.has(each) || newer.has(each))) return unknown;
  if (!plain.has(name) && !plain.has(positive)) return notUnderstood(`--${name}`);
  const isLevel = /^(?:quiet|silent)$/.test(positive) && /^\d$/.test(value ?? '');
  return value === undefined || isLevel || truth.test(value) ? taken : unknown;
}

/** `-yq`, `-qq`, `-q=2`, `-oDpkg::Use-Pty=0`. */
function readLetters(word: string): AptOption {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    if (valued.has(letter)) return withValue(letter, at === word.length - 1);
    if (letter === 'q' && /^=?\d$/.test(word.slice(at + 1))) return taken;
    if (tells.has(letter) || newer.has(letter)) return unknown;
    if (!letters.test(letter)) return notUnderstood(`'${letter}' [from ${word}]`);
  }
  return taken;
}

/** apt's error for a value of `-o` without `=`; null when the value is valid or unknown. */
export const refusedSetting = (value: string): string | null =>
  isKnown(value) && !value.includes('=')
    ? `E: Option ${value}: Configuration item specification must have an =<val>.`
    : null;
