import { describe, expect, test } from '@jest/globals';
import { botCommands } from '../../commands/index.ts';
import { localizedDefinition } from '../../src/discord/rest/localized-definition.ts';
import { catalogued, locales } from '../../src/wording/wording.ts';
import { productFiles } from './product-texts.ts';

/**
 * Discord's limits in characters, by the place where a text is shown: the name of the place in a renderer's code, up to the call of `say`
 * that words it.
 */
const places: readonly { readonly place: string; readonly before: RegExp; readonly most: number }[] = [
  { place: 'button', before: /\b(?:button|primary|danger|success|linkButton)\(/g, most: 80 },
  { place: 'title of a modal', before: /\btitle: (?=say\()/g, most: 45 },
  { place: 'label in a modal, or an option', before: /\blabel: (?=say\()/g, most: 45 },
  { place: 'description in a modal, or of an option', before: /\bdescription: (?=say\()/g, most: 100 },
  { place: 'placeholder of a select menu', before: /\bplaceholder: (?=say\()|\bmenu\(/g, most: 150 },
];

/** The content of the parentheses that open before `from`, or that follow it. */
function argumentsAt(code: string, from: number): string {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === '(') depth++;
    if (code[at] === ')' && --depth <= 0) return code.slice(from, at + 1);
  }
  return code.slice(from);
}

/** The keys of a page that are worded in a piece of code; a computed key stands for all its possible values. */
function keysIn(code: string, keys: readonly string[]): readonly string[] {
  return [...code.matchAll(/\bsay\(/g)].flatMap(({ index }) => {
    const call = argumentsAt(code, index);
    const built = /`([^`$]*)\$\{[^}]*\}([^`]*)`/.exec(call);
    const written = [...call.matchAll(/'([\w.-]+)'/g)].flatMap(([, key = '']) =>
      keys.includes(key) ? [key] : [],
    );
    if (built === null) return written;
    const [, start = '', end = ''] = built;
    return [...written, ...keys.filter((key) => key.startsWith(start) && key.endsWith(end))];
  });
}

const rendered = productFiles.filter(({ path }) => /^(?:src\/discord|commands)\//.test(path));

const used = rendered.flatMap(({ path, code }) => {
  const page = /\bsay = words\('([\w.-]+)'/.exec(code)?.[1];
  const keys = Object.keys(catalogued('en').get(page ?? '') ?? {});
  if (page === undefined) return [];
  return places.flatMap(({ place, before, most }) =>
    [...code.matchAll(before)].flatMap(({ 0: found, index }) => {
      const from = found.endsWith('(') ? index + found.length - 1 : index + found.length;
      return keysIn(argumentsAt(code, from), keys).map((key) => ({ path, page, key, place, most }));
    }),
  );
});

test('finds where texts are shown', () => {
  const count = (place: string): number => used.filter((each) => each.place.startsWith(place)).length;
  expect(count('button')).toBeGreaterThan(50);
  expect(count('title')).toBeGreaterThan(3);
  expect(count('label')).toBeGreaterThan(5);
  expect(count('placeholder')).toBeGreaterThan(3);
});

describe.each(locales)('the texts in %s', (locale) => {
  test('fit where Discord shows them', () => {
    const tooLong = used.flatMap(({ page, key, place, most }) => {
      const texts = catalogued(locale).get(page) ?? {};
      const forms = [key, `${key}_one`, `${key}_other`, `${key}_few`, `${key}_many`];
      return forms.flatMap((form) => {
        // A value takes at least one character.
        const length = texts[form]?.replace(/\{\{\w+\}\}/g, '0').length ?? 0;
        return length > most ? [`${page}: ${form}, ${place}: ${length} of ${most}`] : [];
      });
    });
    expect(tooLong).toEqual([]);
  });
});

interface Part {
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: Readonly<Record<string, string>>;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly options?: readonly Part[];
  readonly choices?: readonly Part[];
}

interface NamedPart {
  readonly path: string;
  readonly part: Part;
  readonly kind: 'typed' | 'menu' | 'choice';
}

const partsOf = (part: Part, path: string, kind: NamedPart['kind']): readonly NamedPart[] => [
  { path, part, kind },
  ...(part.options ?? []).flatMap((each) => partsOf(each, `${path}.${each.name}`, 'typed')),
  ...(part.choices ?? []).flatMap((each) => partsOf(each, `${path}: ${each.name}`, 'choice')),
];

const commands = botCommands.commands
  .map(({ definition }) => localizedDefinition(definition))
  .flatMap((whole) => partsOf(whole as Part, whole.name, (whole.type ?? 1) === 1 ? 'typed' : 'menu'));

describe('the commands', () => {
  test.each(locales.filter((locale) => locale !== 'en'))(
    'have all their names and descriptions in %s',
    (locale) => {
      const missing = commands.flatMap(({ path, part, kind }) => {
        const names = kind === 'choice' && /^[A-Z]+$/.test(part.name) ? [] : [part.name_localizations];
        const all = part.description === undefined ? names : [...names, part.description_localizations];
        return all.every((each) => each?.[locale] !== undefined) ? [] : [path];
      });
      expect(missing).toEqual([]);
      const known = new Set(commands.map(({ path }) => path));
      expect(
        Object.keys(catalogued(locale).get('command-names') ?? {}).filter((path) => !known.has(path)),
      ).toEqual([]);
    },
  );

  test('have names and descriptions that Discord takes', () => {
    const typed = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
    const wrong = commands.flatMap(({ path, part, kind }) => {
      const names = [part.name, ...Object.values(part.name_localizations ?? {})];
      const odd = names.filter((name) =>
        kind === 'typed'
          ? !typed.test(name) || name !== name.toLowerCase()
          : name.length > (kind === 'menu' ? 32 : 100),
      );
      const descriptions = [part.description ?? '', ...Object.values(part.description_localizations ?? {})];
      return [...odd, ...descriptions.filter((each) => each.length > 100)].map((text) => `${path}: ${text}`);
    });
    expect(wrong).toEqual([]);
  });

  test('have no two names alike beside each other', () => {
    for (const locale of locales) {
      const shown = commands
        .filter(({ kind }) => kind === 'typed')
        .map(
          ({ path, part }) =>
            `${path.split('.').slice(0, -1).join('.')} ${part.name_localizations?.[locale] ?? part.name}`,
        );
      expect({ locale, twice: shown.filter((name, at) => shown.indexOf(name) !== at) }).toEqual({
        locale,
        twice: [],
      });
    }
  });
});
