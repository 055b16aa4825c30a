import type { Manifest } from './manifest/manifest.ts';

/** One `TODO n` of the Dockerfile template. */
export interface Todo {
  readonly n: number;
  /** What stands after `TODO n:`, for example `Install uv (the Python package manager)`. */
  readonly title: string;
  /** The comment lines under it, without `#` and without their labels' meaning lost: `Hint: …`, `Command: …`. */
  readonly nudges: readonly string[];
  /** Markdown of the `<details>` block that gives the answer; null when the lesson has none for it. */
  readonly hint: string | null;
  /** Line of the TODO in the lesson's Markdown, counted from 1. */
  readonly line: number;
}

/** A top-level section of the lesson (`## Part C: …`). */
export interface LessonPart {
  /** A slug of the title, unique in the lesson: `part-c-create-the-dockerfile`. */
  readonly id: string;
  readonly title: string;
  readonly markdown: string;
  readonly line: number;
}

/** A row of the instruction table. */
export interface InstructionRow {
  readonly instruction: string;
  readonly purpose: string;
  readonly example: string;
}

/** A command that the lesson has its students type, with the comment above it. */
export interface LessonCommand {
  readonly command: string;
  readonly comment: string | null;
}

export interface ChecklistItem {
  readonly text: string;
  readonly line: number;
  /** What it is known by, where that is not what it says. */
  readonly key?: string;
}

/** A lesson as Dockhand understands it: what its Markdown says, and what its manifest adds. */
export interface Lesson {
  readonly slug: string;
  readonly title: string;
  readonly objectives: readonly string[];
  readonly parts: readonly LessonPart[];
  readonly todos: readonly Todo[];
  /** Hints that name no TODO, in the order of the lesson. */
  readonly otherHints: readonly { readonly title: string; readonly hint: string }[];
  readonly checklist: readonly ChecklistItem[];
  readonly instructions: readonly InstructionRow[];
  readonly commands: readonly LessonCommand[];
  /** The Dockerfile template with its TODOs, as the lesson prints it; null when it prints none. */
  readonly template: string | null;
  /** Null for a bare Markdown file: then there are hints and Docker's own findings, no TODO states. */
  readonly manifest: Manifest | null;
  /** What its translations say, by language; what they leave out is read in the lesson's own words. */
  readonly translations?: Readonly<Record<string, TranslatedLesson>>;
  /** SHA-256 (hex) of the Markdown and the manifest together: a verdict keeps it. */
  readonly digest: string;
}

/** The words of a lesson in another language. What is graded, and how, stays the lesson's. */
export type TranslatedLesson = Omit<Lesson, 'slug' | 'manifest' | 'digest' | 'translations'>;
