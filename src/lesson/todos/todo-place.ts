import type { Code } from 'mdast';
import type { TaskLabel } from '../labels/task-labels.ts';

/** More tasks than any lesson has: what is longer is no lesson, and would take long to read. */
export const todoLimit = 300;

/** A place of the lesson that sets a task. */
export interface TodoPlace {
  readonly label: TaskLabel;
  readonly title: string;
  readonly nudges: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly origin: 'code' | 'heading' | 'text';
  /** The block of code that it stands in; null for one in the text. */
  readonly block: Code | null;
  /** Where the section under it ends, for a heading. */
  readonly end: number;
}

/** Somewhere that looks like a task and sets none. */
export interface UnusedPlace {
  readonly kind: 'notComment' | 'htmlComment' | 'mention' | 'hintComment' | 'otherList' | 'step';
  readonly label: TaskLabel | null;
  readonly line: number;
  readonly column: number;
}

export interface FoundPlaces {
  /** In the order of the text. */
  readonly todos: readonly TodoPlace[];
  readonly unused: readonly UnusedPlace[];
}
