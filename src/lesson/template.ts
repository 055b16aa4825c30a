import type { Code } from 'mdast';
import { LessonError } from './error.ts';
import { everyNode, type MarkdownText, spanOf } from './markdown.ts';

/** A TODO as the template's comments have it. */
export interface TemplateTodo {
  readonly n: number;
  /** Empty when nothing stands behind the number. */
  readonly title: string;
  readonly nudges: readonly string[];
  readonly line: number;
}

export interface Template {
  /** The Dockerfile with its TODOs; null when the lesson prints none. */
  readonly text: string | null;
  readonly todos: readonly TemplateTodo[];
}

/** `# TODO 3: Install`, `# todo 3 Install`, `## TODO #3 - Install`, `# TODO(3)`. */
const todoLine =
  /^\s*#+\s*\**TODO[-_]?\s*(?:[#([]\s*)?(?<n>\d{1,4})(?![\w]|\.\d)(?:\s*[)\]])?(?:\s*(?<mark>[:.\-–—]+))?(?:\s*(?<title>\S.*))?\s*$/i;

interface Candidate extends TemplateTodo {
  /** It has a colon, or it is the first line of its comment: not just a mention in another TODO's comment. */
  readonly certain: boolean;
}

/**
 * The TODOs of the lesson's code blocks, in the order of their numbers, and the Dockerfile that has them.
 * @throws LessonError when a number is given twice
 */
export function templateOf(
  markdown: MarkdownText,
  file: string,
  outside: (offset: number) => boolean,
): Template {
  const blocks = [...everyNode(markdown.root)]
    .filter((node): node is Code => node.type === 'code' && outside(spanOf(node).start))
    .map((code) => ({ code, dockerfile: isDockerfile(code), todos: todosOf(markdown, code, file) }))
    .filter(({ todos }) => todos.length > 0);
  // The Dockerfile with the most TODOs is the template; other blocks may go on with it, or quote from it.
  const ranked = blocks.toSorted(
    (a, b) => Number(b.dockerfile) - Number(a.dockerfile) || b.todos.length - a.todos.length,
  );
  const todos = new Map<number, TemplateTodo>();
  const used = new Set<Code>();
  for (const { code, todos: found } of ranked) {
    for (const todo of found) {
      const known = todos.get(todo.n);
      if (known === undefined) used.add(code);
      else if (known.title.toLowerCase() === todo.title.toLowerCase()) continue;
      else
        throw new LessonError('duplicateTodo', { file, line: todo.line }, { n: todo.n, other: known.line });
      todos.set(todo.n, todo);
    }
  }
  const pieces = blocks.filter(({ code, dockerfile }) => dockerfile && used.has(code));
  return {
    text: pieces.length === 0 ? null : pieces.map(({ code }) => code.value).join('\n\n'),
    todos: [...todos.values()].sort((a, b) => a.n - b.n),
  };
}

function isDockerfile({ lang, value }: Code): boolean {
  if (/^\W*(dockerfile|docker|containerfile)\W*$/i.test(lang ?? '')) return true;
  if (lang && !/^\W*(te?xt|plain|plaintext)\W*$/i.test(lang)) return false;
  return /^[ \t]*FROM[ \t]+\S/im.test(value);
}

function todosOf({ source }: MarkdownText, code: Code, file: string): readonly TemplateTodo[] {
  const { start, line } = spanOf(code);
  const firstLine = /^[`~]/.test(source.slice(start)) ? line + 1 : line;
  const rows = code.value.split('\n');
  const candidates = rows.flatMap((row, index): readonly Candidate[] => {
    const match = todoLine.exec(row)?.groups;
    if (match === undefined) return [];
    const previous = rows[index - 1];
    return [
      {
        n: Number(match.n),
        title: (match.title ?? '').trimEnd().replace(/(?<!\*)\*{1,3}$/, ''),
        nudges: [],
        line: firstLine + index,
        certain: (match.mark ?? '') !== '' || previous === undefined || !isComment(previous),
      },
    ];
  });
  const sure = new Map<number, Candidate>();
  for (const candidate of candidates.filter(({ certain }) => certain)) {
    const { n, line: here } = candidate;
    const other = sure.get(n);
    if (other) throw new LessonError('duplicateTodo', { file, line: here }, { n, other: other.line });
    sure.set(n, candidate);
  }
  for (const candidate of candidates) if (!sure.has(candidate.n)) sure.set(candidate.n, candidate);
  const starts = new Set([...sure.values()].map((todo) => todo.line - firstLine));
  return [...sure.values()].map(({ certain: _, ...todo }) => {
    return { ...todo, ...titled(todo.title, nudgesAfter(rows, todo.line - firstLine, starts)) };
  });
}

const isComment = (row: string): boolean => /^\s*#/.test(row);

/** The comment lines under a TODO, up to an empty line, an instruction or the next TODO. */
function nudgesAfter(rows: readonly string[], index: number, starts: ReadonlySet<number>): readonly string[] {
  const nudges: string[] = [];
  for (let at = index + 1; at < rows.length && !starts.has(at); at++) {
    const row = rows[at] ?? '';
    if (!isComment(row)) break;
    // One space belongs to the `#`; more of them indent a script.
    nudges.push(row.replace(/^\s*# ?/, '').trimEnd());
  }
  return nudges.filter((nudge) => nudge !== '');
}

/** A TODO whose title stands on the next line. */
function titled(title: string, nudges: readonly string[]): { title: string; nudges: readonly string[] } {
  const [first, ...rest] = nudges;
  if (title !== '' || first === undefined || /^\s|^[A-Za-z]+:\s/.test(first)) return { title, nudges };
  return { title: first, nudges: rest };
}
