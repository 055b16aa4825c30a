import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Html } from './html.ts';

/** Number of rows rendered at a time, which takes a few milliseconds. */
const atOnce = 50;

/** Renders long lists in chunks and yields to the event loop in between, so that a page does not delay anything else. */
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
