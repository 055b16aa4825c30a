import { createHash } from 'node:crypto';
import { type Details, detailsOf } from './details-blocks.ts';
import { LessonError, type LessonRemark, remarkOn } from './error.ts';
import { type Hint, hintsIn, titleIn } from './hints.ts';
import type { Lesson, Todo } from './lesson.ts';
import { parseMarkdown, plainSource, readableText, slugOf } from './markdown.ts';
import {
  checklistOf,
  commandsOf,
  instructionsOf,
  type Outside,
  objectivesOf,
  partsOf,
  titleOf,
} from './outline.ts';
import { parseManifest } from './read-manifest.ts';
import { type TemplateTodo, templateOf } from './template.ts';

/** A text with the path that messages call it by. */
export interface NamedText {
  readonly text: string;
  readonly file: string;
}

export interface ParsedLesson {
  readonly lesson: Lesson;
  /** What is odd but does no harm, for the lesson's author. */
  readonly remarks: readonly LessonRemark[];
}

/** The most that is read of a lesson, in bytes. */
export const lessonLimitBytes = 512 * 1024;

/**
 * Turns a lesson's Markdown, and its manifest where it has one, into a Lesson.
 * @throws LessonError when it cannot be used
 */
export function parseLesson(markdown: NamedText, manifest: NamedText | null = null): ParsedLesson {
  const { file } = markdown;
  const source = plainSource(markdown.text);
  refuseWhatIsNoText(source, file);
  const parsed = parseMarkdown(source);
  const { blocks, strays } = detailsOf(parsed, file);
  const outside = outsideOf(blocks);
  const title = titleOf(parsed, outside);
  if (title === null) throw new LessonError('noTitle', { file, line: 1 });
  const template = templateOf(parsed, file, outside);
  const { todos, otherHints, remarks } = pairUp(template.todos, hintsIn(source, blocks));
  const read = manifest === null ? null : parseManifest(manifest.text, manifest.file);
  if (read !== null && manifest !== null) {
    for (const [index, { n }] of read.manifest.todos.entries()) {
      if (todos.some((todo) => todo.n === n)) continue;
      const where = { file: manifest.file, line: read.lineOf(['todos', index, 'n']) };
      const known = todos.map((todo) => todo.n).join(', ') || 'none';
      throw new LessonError('manifestTodoUnknown', where, { n, lesson: read.manifest.lesson, known });
    }
  }
  const name = readableText(title);
  return {
    lesson: {
      slug: read?.manifest.slug ?? slugFor(file, name),
      title: name,
      objectives: objectivesOf(parsed),
      parts: partsOf(parsed, title, outside),
      todos,
      otherHints,
      checklist: checklistOf(parsed, outside),
      instructions: instructionsOf(parsed),
      commands: commandsOf(parsed, outside),
      template: template.text,
      manifest: read?.manifest ?? null,
      digest: digestOf(source, manifest),
    },
    remarks: [...strays.map((line) => remarkOn('strayClose', line)), ...remarks].sort(
      (a, b) => a.line - b.line,
    ),
  };
}

function refuseWhatIsNoText(source: string, file: string): void {
  const nul = source.indexOf('\0');
  if (nul !== -1) throw new LessonError('binary', { file, line: source.slice(0, nul).split('\n').length });
  if (source.trim() === '') throw new LessonError('empty', { file, line: 1 });
  const bytes = Buffer.byteLength(source);
  if (bytes <= lessonLimitBytes) return;
  const values = { kilobytes: Math.ceil(bytes / 1024), limit: lessonLimitBytes / 1024 };
  throw new LessonError('tooLarge', { file }, values);
}

function outsideOf(blocks: readonly Details[]): Outside {
  return (offset) => !blocks.some(({ start, end }) => start <= offset && offset < end);
}

/** Gives each TODO its hint. A lesson that prints no template has the TODOs that its hints name. */
function pairUp(
  found: readonly TemplateTodo[],
  hints: readonly Hint[],
): Pick<Lesson, 'todos' | 'otherHints'> & { readonly remarks: readonly LessonRemark[] } {
  const numbers = [...new Set(hints.flatMap((hint) => hint.numbers))].sort((a, b) => a - b);
  const bare = found.length === 0 ? numbers.map((n) => ({ n, title: '', nudges: [], line: 0 })) : found;
  const remarks: LessonRemark[] = [];
  const todos = bare.map((todo): Todo => {
    const own = hints.filter((hint) => hint.numbers.includes(todo.n));
    const [first] = own;
    const hint = own
      .map(({ markdown }) => markdown)
      .filter(Boolean)
      .join('\n\n');
    if (first !== undefined && hint === '') remarks.push(remarkOn('emptyHint', first.line, todo.n));
    return {
      n: todo.n,
      title: todo.title || (first && titleIn(first.title)) || `TODO ${todo.n}`,
      nudges: todo.nudges,
      hint: hint === '' ? null : hint,
      line: todo.line || (first?.line ?? 1),
    };
  });
  const known = new Set(todos.map((todo) => todo.n));
  const others = hints.filter((hint) => !hint.numbers.some((n) => known.has(n)));
  for (const {
    numbers: [n],
    line,
  } of others)
    if (n !== undefined) remarks.push(remarkOn('orphanHint', line, n));
  return {
    todos,
    otherHints: others
      .filter(({ markdown }) => markdown !== '')
      .map(({ title, markdown }) => ({ title: title || 'Hint', hint: markdown })),
    remarks,
  };
}

/** A bare file is called by its name, unless that says nothing. */
function slugFor(file: string, title: string): string {
  const name =
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(md|markdown)$/i, '') ?? '';
  const own = /^(lesson|readme|index|)$/i.test(name) ? '' : slugOf(name);
  return (own || slugOf(title) || 'lesson').slice(0, 40).replace(/(?<!-)-+$/, '');
}

function digestOf(source: string, manifest: NamedText | null): string {
  const text = manifest?.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') ?? null;
  return createHash('sha256')
    .update(JSON.stringify([source, text]))
    .digest('hex');
}
