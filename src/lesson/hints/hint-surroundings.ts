import type { TodoGroup } from '../todos/todo-groups.ts';
import type { TodoPlace } from '../todos/todo-place.ts';

/** What the matcher asks of the text: the nearest place of a task before an offset, and whether both stand in one section. */
export interface HintSurroundings {
  readonly groups: readonly TodoGroup[];
  /** Questions that set no task: what answers one of them is no hint for the task before it. */
  readonly leftOut: readonly TodoPlace[];
  readonly sameSection: (place: TodoPlace, offset: number) => boolean;
  /** Whether an offset lies in a section whose heading speaks of help. */
  readonly inHelp: (offset: number) => boolean;
  /** The heading that a place stands under, and the language of its code. */
  readonly surroundingsOf: (place: TodoPlace) => string;
}
