import { html } from './html.js';

/** The text above a channel's first message. */
export function Beginning({ channel }) {
  const { sign, title, about } = beginningOf(channel);
  return html`<div class="beginning">
    <div class="beginning-sign" aria-hidden="true">${sign}</div>
    <p class="beginning-name">${title}</p>
    <p class="muted">${about}</p>
  </div>`;
}

function beginningOf({ name, type, guildId, parentId }) {
  if (guildId === null)
    return { sign: '@', title: name, about: `This is the beginning of your conversation with ${name}.` };
  if (parentId === null || type < 10)
    return { sign: '#', title: `Welcome to #${name}!`, about: `This is the beginning of #${name}.` };
  const about =
    type === 12
      ? 'A private thread: only those who were brought in see it.'
      : 'This is the beginning of this thread.';
  return { sign: '↳', title: name, about };
}
