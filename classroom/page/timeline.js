import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Asked } from './asked.js';
import { useContexts } from './contexts.js';
import { html } from './html.js';
import { Message } from './message.js';
import { longDate, sameDay } from './time.js';
import { anchorOf, keepAnchor, movedPart, partAround, partOf, wantsOlder } from './window.js';

/** Messages by the same author within this many milliseconds stand together. */
const TOGETHER = 7 * 60_000;
/** So many pixels from the end one counts as being there, and so many away as having left. */
const NEAR = 60;
const AWAY = 1_200;

/** A channel's messages, oldest above; stays at the bottom when one is there. */
export function Timeline({ state, known, channel, asked, act, dispatch, go }) {
  const kept = state.messages[channel.id] ?? { messages: [], more: false };
  const [until, setUntil] = useState(null);
  const [editing, setEditing] = useState(null);
  const [away, setAway] = useState(false);
  const [wanted, setWanted] = useState(null);
  const box = useRef(null);
  const atBottom = useRef(true);
  const lastTop = useRef(0);
  const loading = useRef(false);
  const { from, to } = partOf(kept.messages, until);
  const messages = kept.messages.slice(from, to);
  // Read before the new state is drawn, so that what one looks at can be put back where it was.
  const anchor = atBottom.current ? null : anchorOf(box.current);

  useLayoutEffect(() => {
    const node = box.current;
    if (wanted !== null) {
      const target = document.getElementById(`m${wanted}`);
      target?.scrollIntoView({ block: 'center' });
      target?.classList.add('looked-for');
      setTimeout(() => target?.classList.remove('looked-for'), 2_000);
      setWanted(null);
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

  const older = async () => {
    if (loading.current || !kept.more) return;
    loading.current = true;
    const before = kept.messages[0]?.message.id ?? '';
    const query = new URLSearchParams({ as: state.me, channel: channel.id, before });
    try {
      const response = await fetch(`/page/messages?${query}`);
      if (response.ok) dispatch({ kind: 'older', channelId: channel.id, before, ...(await response.json()) });
    } catch {
      // Cut off: the next scroll asks again.
    }
    loading.current = false;
  };
  const scrolled = () => {
    const node = box.current;
    const above = node.scrollTop;
    const below = node.scrollHeight - above - node.clientHeight;
    // What grows below, a picture that has come, takes nobody away from the end: only scrolling up does.
    if (until === null && below < NEAR) atBottom.current = true;
    else if (above < lastTop.current - 1 || until !== null) atBottom.current = false;
    lastTop.current = above;
    setAway(until !== null || below > AWAY);
    if (wantsOlder(kept.messages, until, above)) older();
    const next = movedPart(kept.messages, until, { above, below });
    if (next !== undefined) setUntil(next);
  };
  // Older messages have come while one waits at the top for them.
  useEffect(() => {
    if (!atBottom.current) scrolled();
  }, [kept.messages[0]?.message.id]);

  const jump = (id) => {
    const next = partAround(kept.messages, id);
    if (next === undefined) return;
    atBottom.current = false;
    setUntil(next);
    setWanted(id);
  };
  const present = () => {
    atBottom.current = true;
    setAway(false);
    setUntil(null);
    box.current.scrollTop = box.current.scrollHeight;
  };
  const contextOf = useContexts({
    ...{ state, known, channel, asked, act, dispatch, go, jump, editing, setEditing, box },
  });
  const editLast = () => {
    const own = kept.messages.findLast((one) => one.message.author.id === state.me && one.message.content);
    if (own) setEditing(own.message.id);
  };
  useEffect(() => {
    const listener = () => editLast();
    box.current.addEventListener('edit-last', listener);
    return () => box.current?.removeEventListener('edit-last', listener);
  });

  const waiting =
    until === null ? asked.filter((one) => one.command && one.state !== 'modal').sort(byId) : [];
  const rows = [];
  const asking = (before) => {
    while (waiting.length > 0 && (before === null || byId(waiting[0], before) < 0)) {
      const one = waiting.shift();
      rows.push(
        html`<${Asked} key=${one.id} one=${one} known=${known} me=${state.me} bot=${state.bot} dispatch=${dispatch} />`,
      );
    }
  };
  messages.forEach((view, index) => {
    const before = messages[index - 1];
    asking(view.message);
    const at = Date.parse(view.message.timestamp);
    const newDay = !before || !sameDay(at, Date.parse(before.message.timestamp));
    if (newDay)
      rows.push(
        html`<li class="day" key=${`d${view.message.id}`}><span>${longDate(new Date(at), 'D')}</span></li>`,
      );
    rows.push(
      html`<${Message} key=${view.message.id} view=${view} joined=${!newDay && together(before, view)} ctx=${contextOf(view.message.id)} />`,
    );
  });
  asking(null);
  return html`<div class="timeline-frame">
    <div class="timeline" ref=${box} onScroll=${scrolled} tabindex="0" id="messages">
      <div class="timeline-inner">
        ${from > 0 || kept.more ? null : html`<${Beginning} channel=${channel} />`}
        <div role="log" aria-live="polite" aria-label="Messages"><ol>${rows}</ol></div>
      </div>
    </div>
    ${away ? html`<button type="button" class="to-present" onClick=${present}>Jump to present <span aria-hidden="true">↓</span></button>` : null}
  </div>`;
}

function Beginning({ channel }) {
  const dm = channel.guildId === null;
  const thread = channel.parentId !== null && channel.type >= 10;
  return html`<div class="beginning">
    <div class="beginning-sign" aria-hidden="true">${dm ? '@' : thread ? '↳' : '#'}</div>
    <p class="beginning-name">${dm || thread ? channel.name : `Welcome to #${channel.name}!`}</p>
    <p class="muted">${dm ? `This is the beginning of your conversation with ${channel.name}.` : thread ? (channel.type === 12 ? 'A private thread: only those who were brought in see it.' : 'This is the beginning of this thread.') : `This is the beginning of #${channel.name}.`}</p>
  </div>`;
}

function together(before, view) {
  const { message } = view;
  return (
    before.message.author.id === message.author.id &&
    before.onlyYou === view.onlyYou &&
    isPlain(before.message) &&
    isPlain(message) &&
    !view.said &&
    !message.referenced_message &&
    Date.parse(message.timestamp) - Date.parse(before.message.timestamp) < TOGETHER
  );
}

/** A message that somebody wrote, not one by which Discord tells that something happened. */
function isPlain({ type }) {
  return type === 0 || type === 19 || type === 20 || type === 23;
}

/** Ids are numbers too long for JavaScript's: the longer is the later. */
function byId(a, b) {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
