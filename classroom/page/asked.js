import { Avatar } from './avatar.js';
import { html } from './html.js';
import { Dots } from './message.js';
import { clockTime } from './time.js';

/** A command that is pending, or that the bot did not answer in time: it stands where the answer would be. */
export function Asked({ one, known, me, bot, dispatch }) {
  const asker = known.user(me);
  const app = known.user(bot);
  return html`<li class="message asked" data-state=${one.state}>
    <div class="above"><${Avatar} user=${asker} size=${16} /><span class="name">${asker.name}</span> used <span class="command">${one.said}</span></div>
    <div class="message-grid">
      <${Avatar} user=${app} />
      <div class="message-body">
        <div class="message-head">
          <span class="name">${app.name}</span><span class="badge">App</span>
          <time class="muted">${clockTime(new Date(one.createdAt))}</time>
        </div>
        ${
          one.state === 'failed'
            ? html`<div class="failed" role="alert">The application did not respond</div>
                <div class="only-you-note muted">Only you can see this · <button type="button" class="as-link" onClick=${() => dispatch({ kind: 'forget', id: one.id })}>Dismiss message</button></div>`
            : html`<div class="muted sending"><${Dots} /> Sending command…</div>`
        }
      </div>
    </div>
  </li>`;
}
