import { useRef } from 'preact/hooks';
import { perform } from './actions.js';
import { html } from './html.js';
import { Dots } from './message.js';

/** How often "is typing" is sent while somebody keeps typing. Milliseconds. */
const TYPING_AGAIN = 8_000;

/** Reports typing as Discord's client does: once, then again as long as the person goes on. */
export function useTypingNotice(me, channelId) {
  const lastNotice = useRef(0);
  return () => {
    if (Date.now() - lastNotice.current < TYPING_AGAIN) return;
    lastNotice.current = Date.now();
    void perform(me, { do: 'typing', channel: channelId });
  };
}

/** The people who are typing in that channel at the moment. */
export function Typing({ state, known, channel }) {
  const names = state.typing
    .filter((one) => one.channelId === channel.id)
    .map((one) => known.user(one.userId).name);
  const words =
    names.length > 3
      ? html`<strong>Several people</strong> are typing…`
      : html`<strong>${names.join(', ')}</strong> ${names.length === 1 ? 'is' : 'are'} typing…`;
  return html`<p class="typing" role="status">${names.length > 0 ? html`<${Dots} /> ${words}` : null}</p>`;
}
