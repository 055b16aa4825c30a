/**
 * Only a part of a long channel is rendered: what fits into view, and some more above and below. So scrolling through thousands of
 * messages costs as much as through a hundred.
 */

/** How many messages are rendered, and by how many the part moves. */
const DRAWN = 120;
const STEP = 50;
/** How near to an end of the part, in pixels, the view must be for the part to move. */
const REACH = 900;

/** The rendered part: `until` is the id of its last message, null for the newest one. */
export function partOf(messages, until) {
  const at = until === null ? -1 : messages.findIndex((one) => one.message.id === until);
  const to = at === -1 ? messages.length : at + 1;
  return { from: Math.max(0, to - DRAWN), to };
}

/** Where the part has to move, given the view's distance from its ends: the new `until`, or undefined if it can stay. */
export function movedPart(messages, until, { above, below }) {
  const { from, to } = partOf(messages, until);
  if (above < REACH && from > 0) return messages[Math.max(to - STEP, Math.min(DRAWN, to)) - 1].message.id;
  if (below < REACH && to < messages.length) {
    const next = to + STEP;
    return next >= messages.length ? null : messages[next - 1].message.id;
  }
  return undefined;
}

/** The part with this message in its middle. */
export function partAround(messages, id) {
  const at = messages.findIndex((one) => one.message.id === id);
  if (at === -1) return undefined;
  const to = Math.max(at + DRAWN / 2, Math.min(DRAWN, messages.length));
  return to >= messages.length ? null : messages[to - 1].message.id;
}

/** Older messages are requested before the view reaches the first known one. */
export function wantsOlder(messages, until, above) {
  return partOf(messages, until).from < STEP && above < REACH * 2;
}

/** The first message in view, and its position. */
export function anchorOf(box) {
  if (box === null) return null;
  const edge = box.getBoundingClientRect().top;
  for (const node of box.querySelectorAll('.message')) {
    const { top, bottom } = node.getBoundingClientRect();
    if (bottom > edge) return { id: node.id, top };
  }
  return null;
}

/** Keeps the view in place when messages above it were added or removed. */
export function keepAnchor(box, anchor) {
  const node = anchor && document.getElementById(anchor.id);
  if (!node) return;
  const moved = node.getBoundingClientRect().top - anchor.top;
  if (moved !== 0) box.scrollTop += moved;
}
