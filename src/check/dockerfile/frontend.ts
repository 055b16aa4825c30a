import { trim, trimStart } from './text.ts';

/**
 * `# syntax=` asks BuildKit to fetch another Dockerfile frontend, a program, from a registry. Docker's own frontend is
 * built into the engine, so a Dockerfile that asks for that one is served without a fetch, with its line numbers kept.
 *
 * What differs between versions of BuildKit (buildkit, frontend/dockerfile/parser/directives.go) is read in the widest
 * way: a directive of any name keeps the others alive, blanks may stand anywhere, and each of them counts.
 */
export type Frontend =
  /** `dockerfile` is what may be sent: where Docker's own was asked for, without asking. */
  | { readonly kind: 'none' | 'own'; readonly dockerfile: string }
  | { readonly kind: 'foreign'; readonly name: string; readonly line: number }
  /** BuildKit takes one `# syntax=` only. */
  | { readonly kind: 'twice'; readonly line: number };

interface Directive {
  readonly name: string;
  readonly value: string;
}

interface Directives {
  /** The first line that is not a directive, from 0. */
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
    // The other directives move up and a bare comment takes the last place, because a directive
    // that stands below a comment does not count any more.
    const remaining = [...lines.slice(0, own.at), ...lines.slice(own.at + 1, end), '#', ...lines.slice(end)];
    const dockerfile = remaining.join('\n');
    // What the line has hidden so far (`//` directives, JSON) must not take its place.
    const frontend = readFrontend(dockerfile);
    return frontend.kind === 'none' ? { kind: 'own', dockerfile } : frontend;
  }
  const json = jsonSyntax(lines.slice(first).join('\n'));
  return json === null
    ? { kind: 'none', dockerfile: source }
    : { kind: 'foreign', name: json, line: first + 1 };
}

/** The directives at the top, as comments that begin with `mark`. */
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

/** `<mark> name = value`. No pattern for the value: `.` of JavaScript stops at ends of lines that Go does not know. */
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

/** The image of the program; its arguments follow after a blank. */
const programIn = (value: string): string => value.split(' ', 1)[0] ?? '';

/** BuildKit also takes the frontend from a file that is JSON with a field `syntax`. */
function jsonSyntax(text: string): string | null {
  if (!trimStart(text).startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'syntax' in value && typeof value.syntax === 'string')
      return value.syntax;
  } catch {
    // Not JSON: the engine will report what it is.
  }
  return null;
}
