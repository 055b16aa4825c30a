import { useEffect, useState } from 'preact/hooks';

/** The maximum height of a list of choices, in pixels. */
const LIST_HEIGHT = 280;

/**
 * The position of an open list beside its box; null while it is closed. It follows the box, and closes when the box scrolls out of sight
 * or the person clicks outside of both.
 */
export function usePlacement({ box, list, count, close }) {
  const [placement, setPlacement] = useState(null);
  useEffect(() => {
    if (placement === null) return;
    const outside = (event) => {
      if (!box.current.contains(event.target) && !list.current?.contains(event.target)) close();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  });
  // A new message moves the channel's content, with or without a scroll event: the list follows its box.
  useEffect(() => {
    if (placement === null) return;
    let frame = requestAnimationFrame(function follow() {
      if (!inSight(box.current)) return close();
      const now = placeBeside(box.current, count);
      if (isElsewhere(now, placement)) setPlacement(now);
      else frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  });
  return [placement, () => setPlacement(placeBeside(box.current, count)), setPlacement];
}

/** The position of a list of `count` choices: below its box, or above it when there is more room there. */
function placeBeside(box, count) {
  const { left, top, bottom, width } = box.getBoundingClientRect();
  const below = innerHeight - bottom;
  const upwards = below < Math.min(LIST_HEIGHT, 60 + count * 40) && top > below;
  return {
    left: `${left}px`,
    width: `${width}px`,
    maxHeight: `${Math.min(LIST_HEIGHT, (upwards ? top : below) - 12)}px`,
    ...(upwards ? { bottom: `${innerHeight - top + 4}px` } : { top: `${bottom + 4}px` }),
  };
}

function isElsewhere(now, before) {
  return now.left !== before.left || now.top !== before.top || now.bottom !== before.bottom;
}

/** Whether the middle of the box is visible: the edge of its column can hide it, and so can the edge of the window. */
function inSight(box) {
  const { left, top, width, height } = box.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return seen !== null && (box.contains(seen) || seen.closest('.select-list') !== null);
}
