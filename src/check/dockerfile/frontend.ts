import { trim, trimStart } from './text.ts';

/**
 * `# syntax=` makes BuildKit fetch another Dockerfile frontend, which is a program, from a registry. Docker's own frontend is built into
 * the engine, so a Dockerfile that requests that one is built without fetching it, with its line numbers preserved.
 *
 * Versions of BuildKit differ in details (buildkit, frontend/dockerfile/parser/directives.go). The most permissive reading is used here:
 * any directive may precede another one, blanks may be anywhere, and every directive counts.
 */
export type Frontend =
  /** `dockerfile` is the text that may be sent to the engine: if Docker's own frontend was requested, without the request. */
  | { readonly kind: 'none' | 'own'; readonly dockerfile: string }
  | { readonly kind: 'foreign'; readonly name: string; readonly line: number }
  /** BuildKit accepts only one `# syntax=`. */
  | { readonly kind: 'twice'; readonly line: number };

interface Directive {
  readonly name: string;
  readonly value: string;
}

interface Directives {
  /** Index of the first line that is not a directive. */
  readonly end: number;
  readonly syntax: readonly { readonly at: number; readonly value: string }[];
}

const ownFrontend =
  /^(?:(?:docker\.io|index\.docker\.io)\/)?docker\/dockerfile(?:-upstream)?(?:[:@][\w.:@-]*)?$/;

export function readFrontend(source: string): Frontend {
  const lines = source.replace(/^\ufeff+/, '').split('\n');
  const first = lines[0]?.startsWith('#!') ? 1 : 0;
  for (const mark of ['#', '//']) {
    const { end, syntax } = directives(lines, first, mark);
    const named = syntax.map(({ at, value }) => ({ at, name: programIn(value) }));
    const foreign = named.find(({ name }) => !ownFrontend.test(name));
    if (foreign !== undefined) return { kind: 'foreign', name: foreign.name, line: foreign.at + 1 };
    const [own, second] = named;
    if (second !== undefined) return { kind: 'twice', line: second.at + 1 };
    if (own === undefined) continue;
    // The other directives move up and an empty comment takes the last line, because directives below a comment do not count.
    const remaining = [...lines.slice(0, own.at), ...lines.slice(own.at + 1, end), '#', ...lines.slice(end)];
    const dockerfile = remaining.join('\n');
    // Whatever the line has hidden so far (`//` directives, JSON) must not take effect instead.
    const frontend = readFrontend(dockerfile);
    return frontend.kind === 'none' ? { kind: 'own', dockerfile } : frontend;
  }
  const json = jsonSyntax(lines.slice(first).join('\n'));
  return json === null
    ? { kind: 'none', dockerfile: source }
    : { kind: 'foreign', name: json, line: first + 1 };
}

/** The directives at the top of the file, in comments that begin with `mark`. */
function directives(lines: readonly string[], first: number, mark: string): Directives {
  const syntax: { at: number; value: string }[] = [];
  let end = first;
  for (; end < lines.length; end += 1) {
    const directive = readDirective(lines[end] ?? '', mark);
    if (directive === null) break;
    if (directive.name === 'syntax') syntax.push({ at: end, value: directive.value });
  }
  return { end, syntax };
}

/**
 * Parses `<mark> name = value`. The value is not matched with a regular expression: JavaScript's `.` stops at line ends that Go does not
 * know.
 */
function readDirective(line: string, mark: string): Directive | null {
  const comment = trimStart(line);
  if (!comment.startsWith(mark)) return null;
  const body = comment.slice(mark.length);
  const equals = body.indexOf('=');
  if (equals < 0) return null;
  const name = trim(body.slice(0, equals));
  if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) return null;
  return { name: name.toLowerCase(), value: trim(body.slice(equals + 1)) };
}

/** The image of the frontend. Its arguments follow after a blank. */
const programIn = (value: string): string => value.split(' ', 1)[0] ?? '';

/** The frontend named by a file that is JSON with a `syntax` field, which BuildKit also accepts. */
function jsonSyntax(text: string): string | null {
  if (!trimStart(text).startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'syntax' in value && typeof value.syntax === 'string')
      return value.syntax;
  } catch {
    // Not JSON, so the engine will report what is wrong with the file.
  }
  return null;
}
