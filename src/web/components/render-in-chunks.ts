import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Html } from './html.ts';

/** Rows rendered without a pause, which takes some milliseconds. */
const atOnce = 50;

/** Renders long lists in chunks and yields to other work in between, so that nobody waits for a page. */
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
