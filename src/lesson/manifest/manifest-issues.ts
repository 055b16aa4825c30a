import type { Document } from 'yaml';
import type { z } from 'zod';

type ManifestIssue = z.core.$ZodIssue;

/** What is wrong, said of the form that the author chose where a value may have several: an assertion, and not a name of one. */
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

/** `assert: fil`: the word that says which of them it is. */
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

/** What YAML's reader has against a text, with what to do about it. */
export function problemOfYaml(code: string, message: string): string {
  return advice[code] ?? message.replace(/\.$/, '');
}

const advice: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'the key on this line is there already; Map keys must be unique, so put the two together',
  TAB_AS_INDENT: 'Tabs are not allowed as indentation; put two spaces for each level',
  MULTIPLE_DOCS: 'a line of --- begins a second file here; take it out',
  MULTILINE_IMPLICIT_KEY: 'this line has no key; put a space behind its colon, as in image: shop',
  BAD_INDENT: 'this line is not indented like its neighbours; items of one list begin in one column',
};
