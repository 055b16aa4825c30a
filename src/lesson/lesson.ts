import type { Manifest } from './manifest/manifest.ts';

/** One `TODO n` of the Dockerfile template. */
export interface Todo {
  readonly n: number;
  /** The text after `TODO n:`, for example `Install uv (the Python package manager)`. */
  readonly title: string;
  /** The comment lines under it, without `#` but with their labels: `Hint: …`, `Command: …`. */
  readonly nudges: readonly string[];
  /** Markdown of the `<details>` block with the answer; null when the lesson has none. */
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

/** A command that the lesson has students type, with the comment above it. */
export interface LessonCommand {
  readonly command: string;
  readonly comment: string | null;
}

export interface ChecklistItem {
  readonly text: string;
  readonly line: number;
  /** The item's identity, if that is not its text. */
  readonly key?: string;
}

/** A lesson as parsed from its Markdown and its manifest. */
export interface Lesson {
  readonly slug: string;
  readonly title: string;
  readonly objectives: readonly string[];
  readonly parts: readonly LessonPart[];
  readonly todos: readonly Todo[];
  /** Hints that name no TODO, in document order. */
  readonly otherHints: readonly { readonly title: string; readonly hint: string }[];
  readonly checklist: readonly ChecklistItem[];
  readonly instructions: readonly InstructionRow[];
  readonly commands: readonly LessonCommand[];
  /** The Dockerfile template with its TODOs, as printed in the lesson; null when there is none. */
  readonly template: string | null;
  /** Null for a bare Markdown file: such a lesson has hints and Docker's own findings, but no TODO states. */
  readonly manifest: Manifest | null;
  /** Its translations, by language; what they leave out is shown in the original. */
  readonly translations?: Readonly<Record<string, TranslatedLesson>>;
  /** SHA-256 (hex) of the Markdown and the manifest together, recorded with each verdict. */
  readonly digest: string;
}

/** The texts of a lesson in another language. What is graded, and how, always comes from the lesson itself. */
export type TranslatedLesson = Omit<Lesson, 'slug' | 'manifest' | 'digest' | 'translations'>;
