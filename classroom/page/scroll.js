import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { anchorOf, keepAnchor, movedPart, partAround, partOf, wantsOlder } from './window.js';

/** Less than this many pixels from the end counts as being at the end, and more than this many as having left it. */
const NEAR = 60;
const AWAY = 1_200;
/** For how many milliseconds a message that was jumped to is highlighted. */
const HIGHLIGHTED = 2_000;

/**
 * The part of a channel's history that is rendered, and how scrolling moves it. At the end the view stays at the end; elsewhere, what is
 * in view stays where it is.
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
    // Content that grows below, such as a loaded picture, does not count as leaving the end: only scrolling up does.
    if (until === null && below < NEAR) atBottom.current = true;
    else if (above < lastTop.current - 1 || until !== null) atBottom.current = false;
    lastTop.current = above;
    setAway(until !== null || below > AWAY);
    if (wantsOlder(messages, until, above)) loadOlder();
    const next = movedPart(messages, until, { above, below });
    if (next !== undefined) setUntil(next);
  };
  // Older messages have arrived while the view was at the top, waiting for them.
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

/** After each rendering: scrolls to the message that was jumped to, or to the end, or back to what was in view before. */
function useStableView({ box, atBottom, target, setTarget }) {
  // Measured before the new state is rendered, so that what is in view can be put back where it was.
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
    // Pictures and opened spoilers make the content taller: the view stays at the bottom nevertheless.
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
