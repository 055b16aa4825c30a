import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { anchorOf, keepAnchor, movedPart, partAround, partOf, wantsOlder } from './window.js';

/** Within this many pixels of the end counts as being there, and beyond this many as having left. */
const NEAR = 60;
const AWAY = 1_200;
/** A message that one jumped to stands out for this many milliseconds. */
const HIGHLIGHTED = 2_000;

/**
 * The part of a channel's history that is drawn, and how scrolling moves it. At the end one stays at the end,
 * elsewhere what one looks at stays where it is.
 */
export function useScroll({ box, history, loadOlder }) {
  const { messages } = history;
  const [until, setUntil] = useState(null);
  const [isAway, setAway] = useState(false);
  const [target, setTarget] = useState(null);
  const atBottom = useRef(true);
  const lastTop = useRef(0);
  useStableView({ box, atBottom, target, setTarget });

  const scrolled = () => {
    const node = box.current;
    const above = node.scrollTop;
    const below = node.scrollHeight - above - node.clientHeight;
    // What grows below, a picture that has come, takes nobody away from the end: only scrolling up does.
    if (until === null && below < NEAR) atBottom.current = true;
    else if (above < lastTop.current - 1 || until !== null) atBottom.current = false;
    lastTop.current = above;
    setAway(until !== null || below > AWAY);
    if (wantsOlder(messages, until, above)) loadOlder();
    const next = movedPart(messages, until, { above, below });
    if (next !== undefined) setUntil(next);
  };
  // Older messages have come while one waits at the top for them.
  useEffect(() => {
    if (!atBottom.current) scrolled();
  }, [messages[0]?.message.id]);

  const jump = (id) => {
    const next = partAround(messages, id);
    if (next === undefined) return;
    atBottom.current = false;
    setUntil(next);
    setTarget(id);
  };
  const toPresent = () => {
    atBottom.current = true;
    setAway(false);
    setUntil(null);
    box.current.scrollTop = box.current.scrollHeight;
  };
  return { part: partOf(messages, until), isAtNewest: until === null, isAway, scrolled, jump, toPresent };
}

/** After each drawing: shows the message that one jumped to, or the end, or what was in sight before. */
function useStableView({ box, atBottom, target, setTarget }) {
  // Read before the new state is drawn, so that what one looks at can be put back where it was.
  const anchor = atBottom.current ? null : anchorOf(box.current);
  useLayoutEffect(() => {
    const node = box.current;
    if (target !== null) {
      highlight(document.getElementById(`m${target}`));
      setTarget(null);
    } else if (atBottom.current) node.scrollTop = node.scrollHeight;
    else keepAnchor(node, anchor);
  });
  useEffect(() => {
    const node = box.current;
    // Pictures and opened spoilers make what is there taller: stay at the bottom through it.
    const watcher = new ResizeObserver(() => {
      if (atBottom.current) node.scrollTop = node.scrollHeight;
    });
    watcher.observe(node.firstElementChild);
    watcher.observe(node);
    return () => watcher.disconnect();
  }, []);
}

function highlight(message) {
  if (message === null) return;
  message.scrollIntoView({ block: 'center' });
  message.classList.add('jumped-to');
  setTimeout(() => message.classList.remove('jumped-to'), HIGHLIGHTED);
}
