import { useEffect, useRef, useState } from 'preact/hooks';
import { Beginning } from './beginning.js';
import { useContexts } from './contexts.js';
import { html } from './html.js';
import { rowsOf } from './rows.js';
import { useScroll } from './scroll.js';

/** A channel's messages, oldest at the top; stays at the bottom when the view is there. */
export function Timeline({ state, known, channel, asked, act, dispatch, go }) {
  const history = state.messages[channel.id] ?? { messages: [], more: false };
  const [editing, setEditing] = useState(null);
  const box = useRef(null);
  const loadOlder = useOlderMessages({ state, channel, history, dispatch });
  const { part, isAtNewest, isAway, scrolled, jump, toPresent } = useScroll({ box, history, loadOlder });
  const contextOf = useContexts({
    ...{ state, known, channel, asked, act, dispatch, go, jump, editing, setEditing, box },
  });
  useEditLast(box, () => {
    const own = history.messages.findLast(({ message }) => message.author.id === state.me && message.content);
    if (own) setEditing(own.message.id);
  });

  const rows = rowsOf({
    messages: history.messages.slice(part.from, part.to),
    asked: isAtNewest ? asked : [],
    ...{ known, state, dispatch, contextOf },
  });
  return html`<div class="timeline-frame">
    <div class="timeline" ref=${box} onScroll=${scrolled} tabindex="0" id="messages">
      <div class="timeline-inner">
        ${part.from > 0 || history.more ? null : html`<${Beginning} channel=${channel} />`}
        <div role="log" aria-live="polite" aria-label="Messages"><ol>${rows}</ol></div>
      </div>
    </div>
    ${isAway ? html`<button type="button" class="to-present" onClick=${toPresent}>Jump to present <span aria-hidden="true">↓</span></button>` : null}
  </div>`;
}

/** Loads messages older than the oldest that the page has. */
function useOlderMessages({ state, channel, history, dispatch }) {
  const loading = useRef(false);
  return async () => {
    if (loading.current || !history.more) return;
    loading.current = true;
    const before = history.messages[0]?.message.id ?? '';
    const query = new URLSearchParams({ as: state.me, channel: channel.id, before });
    try {
      const response = await fetch(`/page/messages?${query}`);
      if (response.ok) dispatch({ kind: 'older', channelId: channel.id, before, ...(await response.json()) });
    } catch {
      // Disconnected: the next scroll asks again.
    }
    loading.current = false;
  };
}

/** The composer dispatches this event when the up arrow is pressed in an empty field. */
function useEditLast(box, listener) {
  useEffect(() => {
    box.current.addEventListener('edit-last', listener);
    return () => box.current?.removeEventListener('edit-last', listener);
  });
}
