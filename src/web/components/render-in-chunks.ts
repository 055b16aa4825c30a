import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Html } from './html.ts';

/** How many rows are rendered in one go: some milliseconds' worth. */
const atOnce = 50;

/** Renders what there may be hundreds of, and lets others have their turn in between: a page is not worth anybody's waiting. */
export async function renderInChunks<T>(
  items: readonly T[],
  render: (item: T, i: number) => Html,
): Promise<readonly Html[]> {
  const parts: Html[] = [];
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % atOnce === 0) await othersFirst();
    parts.push(render(item, i));
  }
  return parts;
}
