import type { Document } from 'yaml';
import type { z } from 'zod';
import { operatorLocale, words } from '../../wording/wording.ts';

type ManifestIssue = z.core.$ZodIssue;

/**
 * Issues of a value that may have several forms, reported for the form that the author chose: for example an assertion, rather
 * than the name of one.
 */
export const chosenIssues = (
  issues: readonly ManifestIssue[],
  document: Document.Parsed,
): readonly ManifestIssue[] => issues.flatMap((issue) => chosen(issue, document));

function chosen(issue: ManifestIssue, document: Document.Parsed): readonly ManifestIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  if (issue.discriminator !== undefined) return [withoutKind(issue)];
  const isText = typeof document.getIn(issue.path) === 'string';
  const branch =
    issue.errors.find((found) => found.length > 0 && !found.some(isAnotherForm)) ??
    (isText ? issue.errors.find((found) => found.some(({ code }) => code === 'invalid_value')) : undefined);
  if (branch === undefined) return [issue];
  const inside = branch.map((each): ManifestIssue => ({ ...each, path: [...issue.path, ...each.path] }));
  return chosenIssues(inside, document);
}

const isAnotherForm = ({ code, path }: ManifestIssue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');

/** `assert: fil`: a mistake in the word that selects the form. */
function withoutKind(issue: ManifestIssue): ManifestIssue {
  const options: unknown = Reflect.get(issue, 'options');
  const values = Array.isArray(options) ? options.map(String) : [];
  return {
    code: 'invalid_value',
    values,
    path: issue.path,
    message: `expected one of ${values.join(', ')}`,
  };
}

const say = words('manifest-yaml', {
  en: {
    repeated: 'this line repeats a key, and keys must be unique: put the two together',
    tab: 'tabs are not allowed as indentation: put two spaces for each level',
    second: 'a line of --- begins a second document here: take it out',
    keyless: 'this line has no key: put a space behind its colon, as in image: shop',
    uneven: 'this line is not indented like its neighbors: items of one list begin in one column',
  },
});

/** Remedies for errors of the YAML parser, by error code. */
const advice = {
  DUPLICATE_KEY: 'repeated',
  TAB_AS_INDENT: 'tab',
  MULTIPLE_DOCS: 'second',
  MULTILINE_IMPLICIT_KEY: 'keyless',
  BAD_INDENT: 'uneven',
} as const;

const isAdvised = (code: string): code is keyof typeof advice => Object.hasOwn(advice, code);

/** A YAML parser error, with the remedy if one is known. */
export const problemOfYaml = (code: string, message: string): string =>
  isAdvised(code) ? say(operatorLocale, advice[code]) : message.replace(/\.$/, '');
