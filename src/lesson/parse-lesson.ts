import { createHash } from 'node:crypto';
import { LessonError, type LessonRemark, remarkOn } from './error.ts';
import { hintSections } from './hints/hint-sections.ts';
import { hintLabel } from './labels/hint-labels.ts';
import type { Lesson } from './lesson.ts';
import { type ManifestReading, readManifest } from './manifest/read-manifest.ts';
import type { Unwrapped } from './markup/admonition.ts';
import { unwrap } from './markup/admonitions.ts';
import { detailsOf } from './markup/details-blocks.ts';
import { markdownOf } from './markup/foreign-markup.ts';
import { frontMatterOf } from './markup/front-matter.ts';
import { admonitionEnds, helpIn } from './markup/help-admonitions.ts';
import { everyBlock, type HelpBlock, nested, outsideOf } from './markup/help-block.ts';
import {
  blanked,
  lineAt,
  type MarkdownText,
  parseMarkdown,
  plainSource,
  slugOf,
  spanOf,
} from './markup/markdown.ts';
import {
  checklistOf,
  commandsOf,
  instructionsOf,
  type Outside,
  objectivesOf,
  partsOf,
  titleOf,
} from './markup/outline.ts';
import { type Tasks, taskSetters, tasksOf } from './tasks.ts';
import { codeOutside } from './todos/template.ts';
import { type ReadLines, unreadPlaces } from './todos/unread-places.ts';

/** A text with its path, for messages. */
export interface NamedText {
  readonly text: string;
  readonly file: string;
}

export interface ParsedLesson {
  readonly lesson: Lesson;
  /** Harmless oddities, for the lesson's author. */
  readonly remarks: readonly LessonRemark[];
}

/** A lesson as far as it can be parsed, with all errors. */
export interface LessonReading {
  /** Null when it is unusable. */
  readonly lesson: Lesson | null;
  readonly errors: readonly LessonError[];
  readonly remarks: readonly LessonRemark[];
}

/** More remarks would not be read. */
const remarkLimit = 200;

/** The size limit of a lesson's Markdown, in bytes. */
export const lessonLimitBytes = 512 * 1024;

/**
 * Parses a lesson's Markdown, and its manifest if it has one.
 * @throws LessonError for the first error that makes it unusable.
 */
export function parseLesson(markdown: NamedText, manifest: NamedText | null = null): ParsedLesson {
  const { lesson, errors, remarks } = readLesson(markdown, manifest);
  const [first] = errors;
  if (first !== undefined) throw first;
  if (lesson === null) throw new LessonError('noTitle', { file: markdown.file, line: 1 });
  return { lesson, remarks };
}

/** Parses a lesson and collects all errors. */
export function readLesson(markdown: NamedText, manifest: NamedText | null = null): LessonReading {
  const { file } = markdown;
  const plain = plainSource(markdown.text);
  const unreadable = refusalOf(plain, file);
  const read = manifest === null ? null : readManifest(manifest.text, manifest.file);
  if (unreadable !== null)
    return { lesson: null, errors: [unreadable, ...(read?.errors ?? [])], remarks: [] };
  const frontMatter = frontMatterOf(plain);
  const source = blanked(plain, frontMatter.length);
  const unwrapped = unwrap(markdownOf(source));
  const text = parseMarkdown(unwrapped.source, source);
  const help = helpOf(text, unwrapped, file);
  const title = titleOf(text, help.inOutline, frontMatter.title);
  const tasks = tasksOf(text, help, admonitionEnds(unwrapped), file);
  const errors = [...help.errors, ...tasks.errors];
  if (title === null) errors.push(new LessonError('noTitle', { file, line: 1, column: 1 }));
  errors.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const { todos } = tasks;
  errors.push(...(read?.errors ?? []), ...unknownTodos(read, manifest, todos));
  const unread = unreadPlaces(source, readLines(text, help.blocks, tasks));
  const remarks = readable([...help.remarks, ...tasks.remarks, ...unread]);
  if (title === null || errors.length > 0) return { lesson: null, errors, remarks };
  const lesson: Lesson = {
    slug: read?.manifest?.slug ?? slugFor(file, title.text),
    title: title.text,
    objectives: objectivesOf(text),
    parts: partsOf(text, title.heading, help.inOutline),
    todos,
    otherHints: tasks.otherHints,
    checklist: checklistOf(text, help.outside),
    instructions: instructionsOf(text),
    commands: commandsOf(text, help.outside),
    template: tasks.template,
    manifest: read?.manifest ?? null,
    digest: digestOf(plain, manifest),
  };
  return { lesson, errors, remarks };
}

/** The remarks in document order, up to the limit. */
function readable(remarks: readonly LessonRemark[]): readonly LessonRemark[] {
  const sorted = remarks.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const next = sorted[remarkLimit];
  if (next === undefined) return sorted;
  const more = remarkOn('moreRemarks', next, { count: sorted.length - remarkLimit });
  return [...sorted.slice(0, remarkLimit), more];
}

/** The lines of a lesson that are parsed as a task, as help or as code. */
function readLines(text: MarkdownText, blocks: readonly HelpBlock[], { lines, todos }: Tasks): ReadLines {
  const line = lineAt(text.source);
  const known = new Set(lines);
  const add = ({ start, end }: { readonly start: number; readonly end: number }): void => {
    for (let at = line(start); at <= line(Math.max(start, end - 1)); at++) known.add(at);
  };
  for (const block of blocks) add(block);
  for (const code of codeOutside(text, () => true)) add(spanOf(code));
  return { has: (at) => known.has(at), knows: (number) => todos.some(({ n }) => String(n) === number) };
}

interface Help {
  readonly blocks: readonly HelpBlock[];
  /** Outside of every block of help, whose content is a hint. */
  readonly outside: Outside;
  /** Outside of collapsible blocks: a heading inside one is not part of the outline. */
  readonly inOutline: Outside;
  readonly errors: readonly LessonError[];
  readonly remarks: readonly LessonRemark[];
}

/** All blocks of help: collapsible blocks, and what headings and paragraphs label as a hint. */
function helpOf(text: MarkdownText, unwrapped: Unwrapped, file: string): Help {
  const { blocks, strays, errors } = detailsOf(text, file);
  const opened = helpOnly(nested([...everyBlock(blocks), ...helpIn(unwrapped)]), taskSetters(text));
  const sections = hintSections(text, opened);
  const all = nested([...everyBlock(opened), ...sections]);
  const line = lineAt(text.source);
  const place = (offset: number) => ({
    line: line(offset),
    column: offset - text.source.lastIndexOf('\n', offset - 1),
  });
  return {
    blocks: all,
    outside: outsideOf(all),
    inOutline: outsideOf(opened),
    errors,
    remarks: [
      ...strays.map((offset) => remarkOn('strayClose', place(offset))),
      ...unwrapped.unclosed.map(({ line, end }) =>
        remarkOn('unclosedContainer', { line: line + 1, column: 1 }, { end }),
      ),
    ],
  };
}

/** Leaves out collapsible blocks that hold the template: they are part of the lesson, not help. */
function helpOnly(
  blocks: readonly HelpBlock[],
  setsTasks: (block: HelpBlock) => boolean,
): readonly HelpBlock[] {
  return blocks.flatMap((block): readonly HelpBlock[] => {
    const label = hintLabel(block.summary);
    const isTemplate =
      block.kind === 'details' && label.says === 'nothing' && label.names.length === 0 && setsTasks(block);
    return isTemplate ? helpOnly(block.inner, setsTasks) : [block];
  });
}

function refusalOf(source: string, file: string): LessonError | null {
  if (source.trim() === '') return new LessonError('empty', { file, line: 1, column: 1 });
  const zero = source.indexOf('\0');
  if (zero !== -1) return new LessonError('binary', { file, line: source.slice(0, zero).split('\n').length });
  const bytes = Buffer.byteLength(source);
  if (bytes <= lessonLimitBytes) return null;
  return new LessonError(
    'tooLarge',
    { file },
    { kilobytes: Math.ceil(bytes / 1024), limit: lessonLimitBytes / 1024 },
  );
}

function unknownTodos(
  read: ManifestReading | null,
  manifest: NamedText | null,
  todos: Lesson['todos'],
): readonly LessonError[] {
  if (read?.manifest == null || manifest === null) return [];
  const { lesson, todos: named } = read.manifest;
  const known = todos.map(({ n }) => n).join(', ') || 'none';
  return named.flatMap(({ n }, index): readonly LessonError[] => {
    if (todos.some((todo) => todo.n === n)) return [];
    const where = { file: manifest.file, ...read.placeOf(['todos', index, 'n']) };
    return [new LessonError('manifestTodoUnknown', where, { n, lesson, known })];
  });
}

/** The slug of a bare file: its name, unless that is uninformative. */
function slugFor(file: string, title: string): string {
  const name =
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(md|markdown|mdx)$/i, '') ?? '';
  const own = /^(lesson|readme|index|)$/i.test(name) ? '' : slugOf(name);
  return (own || slugOf(title) || 'lesson').slice(0, 40).replace(/(?<!-)-+$/, '');
}

function digestOf(source: string, manifest: NamedText | null): string {
  const text = manifest?.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') ?? null;
  return createHash('sha256')
    .update(JSON.stringify([source, text]))
    .digest('hex');
}
