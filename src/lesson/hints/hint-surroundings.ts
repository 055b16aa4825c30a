import type { TodoGroup } from '../todos/todo-groups.ts';
import type { TodoPlace } from '../todos/todo-place.ts';

/** Context for matching hints: the nearest task before an offset, and whether two places are in one section. */
export interface HintSurroundings {
  readonly groups: readonly TodoGroup[];
  /** Questions that set no task: an answer to one of them is not a hint for the task before it. */
  readonly leftOut: readonly TodoPlace[];
  readonly sameSection: (place: TodoPlace, offset: number) => boolean;
  /** Whether an offset is in a section whose heading announces help. */
  readonly inHelp: (offset: number) => boolean;
  /** The heading above a place, and the language of its code block. */
  readonly surroundingsOf: (place: TodoPlace) => string;
}
