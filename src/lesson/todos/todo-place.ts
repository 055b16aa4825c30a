import type { Code } from 'mdast';
import type { TaskLabel } from '../labels/task-labels.ts';

/** More tasks than any lesson has. A longer file is not a lesson, and would take long to parse. */
export const todoLimit = 300;

/** A place in the lesson that sets a task. */
export interface TodoPlace {
  readonly label: TaskLabel;
  readonly title: string;
  readonly nudges: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly origin: 'code' | 'heading' | 'text';
  /** The code block that contains it; null for one in the text. */
  readonly block: Code | null;
  /** For a heading, the end of its section. */
  readonly end: number;
}

/** A place that looks like a task but sets none. */
export interface UnusedPlace {
  readonly kind: 'notComment' | 'htmlComment' | 'mention' | 'hintComment' | 'otherList' | 'step';
  readonly label: TaskLabel | null;
  readonly line: number;
  readonly column: number;
}

export interface FoundPlaces {
  /** In document order. */
  readonly todos: readonly TodoPlace[];
  readonly unused: readonly UnusedPlace[];
}
