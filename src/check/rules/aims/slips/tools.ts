import { nearest } from '../../../../spelling/nearest.ts';
import type { TranslatableText } from '../../../../wording/wording.ts';
import { quoted } from '../../../dockerfile/text.ts';
import { type FailedLine, type Slip, wordsIn } from './failed-line.ts';
import { say } from './sentences.ts';

/** Tools that reject unknown words. */

const uvCommands =
  'sync run pip lock add remove venv export tool python init tree build cache version self help'.split(' ');
const uvOptions =
  '--frozen --locked --no-dev --no-cache --no-install-project --no-editable --all-extras --all-groups --compile-bytecode --active --no-sync'.split(
    ' ',
  );
const pipCommands = 'install uninstall download list freeze show check wheel config cache index help'.split(
  ' ',
);
const pipOptions =
  '--no-cache-dir --upgrade --user --requirement --quiet --target --no-deps --break-system-packages --root-user-action'.split(
    ' ',
  );
const djangoCommands =
  'migrate runserver makemigrations collectstatic createsuperuser check flush shell test loaddata dumpdata showmigrations'.split(
    ' ',
  );
/** Names of options and commands in other tools, with uv's. */
const otherOptions: Readonly<Record<string, string>> = {
  ...{ '--freeze': '--frozen', '--lock': '--locked', '--prod': '--no-dev', '--production': '--no-dev' },
};
const otherNames: Readonly<Record<string, string>> = {
  install: 'sync',
  i: 'sync',
  ci: 'sync',
  restore: 'sync',
};
const runOptions = /^--(?:mount|network|security)\b/;

function optionOf(option: string, text: string, phrase: string, known: readonly string[]): TranslatableText {
  const [name = ''] = option.split('=');
  const meant = otherOptions[name] ?? nearest(name.toLowerCase(), known);
  if (meant === name && /\buv\s+pip\b/.test(text)) return say.later('ofSync', { option: quoted(option, 40) });
  if (meant !== null && meant !== name)
    return say.later('optionMeant', { option: quoted(option, 40), meant });
  const words = wordsIn(text);
  const value = words[words.indexOf(option) + 1] ?? '';
  const values = { option: quoted(option, 40), phrase: quoted(phrase, 60) };
  return words.includes(option) && /^\w[^\s]*[./]/.test(value)
    ? say.later('optionValue', { ...values, value: quoted(value, 40) })
    : say.later('option', values);
}

/** A word with an option joined to it, such as `sync--frozen`, split in two; null for any other. */
function joinedOption(word: string): string | null {
  const at = word.indexOf('--');
  return at > 0 ? `${word.slice(0, at)} ${word.slice(at)}` : null;
}

function uvWord(word: string, { context, failure, text }: FailedLine): TranslatableText {
  const apart = joinedOption(word);
  if (apart !== null) return say.later('apart', { word: quoted(word, 40), apart: quoted(apart, 40) });
  const file = wordsIn(text).find((each) => each.endsWith('.py')) ?? '';
  if (word.endsWith('.py') || (word === 'python' && file !== ''))
    return say.later('runMissing', { word: quoted(word, 40), file: quoted(file, 40) });
  if (uvCommands.includes(word)) {
    const old = context.simulation.steps.find(
      ({ instruction: { keyword, rest, line } }) =>
        keyword === 'run' && line < failure.at.line && /\buv\s?(?:[=~<]=|<)/.test(rest),
    );
    if (old !== undefined) return say.later('tooOld', { line: old.instruction.line, word: quoted(word, 40) });
  }
  const meant = otherNames[word] ?? nearest(word.toLowerCase(), uvCommands);
  const values = { program: 'uv', word: quoted(word, 40) };
  return meant === null || meant === undefined || meant === word
    ? say.later('subcommand', values)
    : say.later('subcommandMeant', { ...values, meant });
}

/** The option that names a group or an extra, as written. */
function optionWith(text: string, kind: string, value: string): string {
  const words = wordsIn(text);
  const isOption = (word: string): boolean => new RegExp(`^--(?:no-|only-)?${kind}$`).test(word);
  const joined = words.find(
    (word) => word.endsWith(`=${value}`) && isOption(word.slice(0, -value.length - 1)),
  );
  if (joined !== undefined) return joined;
  const at = words.findIndex((word, index) => isOption(word) && words[index + 1] === value);
  return `${words[at] ?? `--${kind}`} ${value}`;
}

const uv: Slip = (line) => {
  const { failure, text } = line;
  if (failure.kind === 'needs-network') return null;
  const { tool, phrase } = failure as { readonly tool?: string; readonly phrase?: string };
  if (tool === 'uv' && /needs a command/.test(phrase ?? '') && /\buv$/.test(text.trim()))
    return say.later('uvAlone');
  if (tool !== 'uv' || phrase === undefined) return null;
  const [, option] = /unexpected argument '([^']{1,80})' found/.exec(phrase) ?? [];
  if (option !== undefined)
    return runOptions.test(option)
      ? say.later('runOption', { option: quoted(option, 60) })
      : optionOf(option, text, phrase, uvOptions);
  const [, word] = /unrecognized subcommand '([^']{1,80})'/.exec(phrase) ?? [];
  if (word !== undefined) return uvWord(word, line);
  const [, kind, name] = /\b(Extra|Group) ['`]([^'`]{1,80})['`] is not defined/.exec(phrase) ?? [];
  if (kind !== undefined && name !== undefined) {
    const values = { name: quoted(name, 40), option: quoted(optionWith(text, kind.toLowerCase(), name), 60) };
    return say.later(kind === 'Extra' ? 'extra' : 'group', values);
  }
  const [, one, other] =
    /argument '([^' ]{1,40})[^']{0,40}' cannot be used with '([^' ]{1,40})/.exec(phrase) ?? [];
  if (one !== undefined && other !== undefined) return apartFrom(one, other);
  if (/Network connectivity is disabled/.test(phrase) && text.includes('--offline'))
    return say.later('offline');
  if (/Cannot initialize a project/i.test(phrase)) return say.later('init');
  return /lockfile at .{1,40} needs to be updated/.test(phrase) ? say.later('stale') : null;
};

/** The sentence for two options that exclude each other. It advises to leave out the one that the lesson does not need. */
const apartFrom = (first: string, second: string): TranslatableText => {
  const [one, other] = /^--(?:frozen|locked)$/.test(first) ? [second, first] : [first, second];
  return say.later('together', { one: quoted(one, 40), other: quoted(other, 40) });
};

const pip: Slip = ({ failure, text }) => {
  const { tool, phrase } = failure as { readonly tool?: string; readonly phrase?: string };
  if (phrase === undefined || (tool !== undefined && tool !== 'pip') || !/\bpip/.test(text)) return null;
  const [, option] = /no such option: (-\S{1,60})/.exec(phrase) ?? [];
  if (option !== undefined) return optionOf(option, text, phrase, pipOptions);
  const [, word] = /unknown command "([^"]{1,60})"/.exec(phrase) ?? [];
  if (word === undefined) return null;
  if (uvCommands.includes(word) && word !== 'cache') return say.later('ofUv', { word });
  if (/\sinstall\b/.test(text)) return say.later('pipOrder', { word: quoted(word, 40) });
  const meant = nearest(word.toLowerCase(), pipCommands);
  // A short word is a package name rather than a misspelt command.
  return meant === null || word.length < 4
    ? say.later('pipInstall', { word: quoted(word, 40) })
    : say.later('subcommandMeant', { program: 'pip', word: quoted(word, 40), meant });
};

const apt: Slip = ({ failure }) => {
  if (failure.kind === 'package-not-found') return failure.package === 'uv' ? say.later('aptUv') : null;
  const { phrase = '' } = failure as { readonly phrase?: string };
  return /Do you want to continue\?/.test(phrase) ? say.later('aptYes') : null;
};

const django: Slip = ({ failure }) => {
  if (failure.kind === 'python-file-not-found') {
    if (/^(?:pip|uv|django|venv)$/.test(failure.path))
      return say.later('pythonModule', { path: failure.path });
    const meant = nearest(failure.path.toLowerCase(), ['manage.py']);
    return meant === null || meant === failure.path
      ? null
      : say.later('file', { path: quoted(failure.path, 60), meant });
  }
  if (failure.kind !== 'application-refused') return null;
  if (failure.phrase.startsWith('EOFError')) return say.later('asks');
  const [, word] = /^Unknown command: '([^']{1,60})'/.exec(failure.phrase) ?? [];
  const meant = nearest(word?.toLowerCase() ?? '', djangoCommands);
  return word === undefined || meant === null
    ? null
    : say.later('manageCommand', { word: quoted(word, 40), meant });
};

export const toolSlips: readonly Slip[] = [uv, pip, apt, django];
