import { useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Components } from './components.js';
import { Embed } from './embed.js';
import { Attachments } from './files.js';
import { html } from './html.js';
import { Markdown, plainLine } from './markdown.js';
import { memo } from './memo.js';
import { clockTime, longDate, when } from './time.js';

const LOADING = 128;
const V2 = 32768;

/** One message, with its author, unless the message above is by the same author and was written shortly before. */
export const Message = memo(function Message({ view, joined, ctx }) {
  const { message, onlyYou } = view;
  if (message.type === 1 || message.type === 18) return html`<${Event} message=${message} ctx=${ctx} />`;
  const { author, flags = 0 } = message;
  const user = ctx.user(author.id, author);
  const date = new Date(message.timestamp);
  const mine = { ...ctx, message };
  const loading = (flags & LOADING) !== 0;
  return html`<li
    class=${`message${joined ? ' joined' : ''}${onlyYou ? ' only-you' : ''}`}
    id=${`m${message.id}`}
    aria-label=${`${user.name}, ${clockTime(date)}`}
  >
    <${Above} view=${view} ctx=${ctx} />
    <div class="message-grid">
      ${joined ? html`<span class="aside">${clockTime(date)}</span>` : html`<${Avatar} user=${user} />`}
      <div class="message-body">
        ${
          joined
            ? null
            : html`<div class="message-head">
                <span class="name" style=${ctx.colour(author.id)}>${user.name}</span>
                ${user.bot ? html`<span class="badge">App</span>` : null}
                <time class="muted" dateTime=${message.timestamp} title=${longDate(date, 'F')}>${when(date)}</time>
              </div>`
        }
        ${loading ? html`<div class="thinking"><${Dots} /> <span>${user.name} is thinking…</span></div>` : null}
        <${Content} message=${message} ctx=${mine} />
        ${onlyYou ? html`<${OnlyYou} message=${message} ctx=${ctx} />` : null}
        <${Reactions} reactions=${message.reactions ?? []} />
        ${ctx.failed ? html`<div class="failed small" role="alert">This interaction failed <button type="button" class="as-link" aria-label="Dismiss" onClick=${() => ctx.forget(ctx.failed.id)}>✕</button></div>` : null}
        <${ThreadCard} thread=${ctx.thread(message.id)} ctx=${ctx} />
      </div>
    </div>
    <${Menu} view=${view} ctx=${ctx} />
  </li>`;
});

/** A system message: somebody was added to a thread, a thread was started. */
function Event({ message, ctx }) {
  const author = ctx.user(message.author.id, message.author);
  const date = new Date(message.timestamp);
  const thread = message.type === 18 ? ctx.thread(message.message_reference?.channel_id) : null;
  const name = html`<span class="name">${author.name}</span>`;
  return html`<li class="message event" id=${`m${message.id}`}>
    <span class="event-sign" aria-hidden="true">${message.type === 1 ? '→' : '↳'}</span>
    <div>
      ${message.type === 1 ? html`${name} added <span class="name">${message.mentions.map((one) => ctx.user(one.id, one).name).join(', ')}</span> to the thread.` : html`${name} started a thread: <span class="name">${message.content}</span>.`}
      <time class="muted" dateTime=${message.timestamp}>${clockTime(date)}</time>
      <${ThreadCard} thread=${thread} ctx=${ctx} />
    </div>
  </li>`;
}

/** The link to a thread, below the message that it was started from. */
function ThreadCard({ thread, ctx }) {
  if (!thread) return null;
  return html`<button type="button" class="thread-card" onClick=${() => ctx.go({ channel: thread.id })}>
    <span class="name">${thread.name}</span> <span class="as-link">See thread ›</span>
  </button>`;
}

function Content({ message, ctx }) {
  const { content, embeds, components = [], attachments, flags = 0 } = message;
  const edited = message.edited_timestamp
    ? html`<span class="edited muted" title=${longDate(new Date(message.edited_timestamp), 'F')}>(edited)</span>`
    : null;
  if (ctx.editing === message.id) return html`<${EditBox} message=${message} ctx=${ctx} />`;
  return html`
    ${content ? html`<div class="content"><${Markdown} text=${content} names=${ctx.names} />${edited}</div>` : null}
    ${embeds.map((embed, index) => html`<${Embed} key=${index} embed=${embed} names=${ctx.names} />`)}
    ${components.length > 0 ? html`<${Components} components=${components} ctx=${ctx} />` : null}
    <${Attachments} attachments=${attachments} />
    ${(message.message_snapshots ?? []).map(
      (one, index) => html`<blockquote class="forwarded" key=${index}>
        <div class="muted small">Forwarded</div>
        <${Content} message=${{ embeds: [], attachments: [], ...one.message, id: null }} ctx=${ctx} />
      </blockquote>`,
    )}
    ${!content && (flags & V2) !== 0 ? edited : null}
  `;
}

function EditBox({ message, ctx }) {
  const [text, setText] = useState(message.content);
  const save = () => {
    if (text.trim() !== '' && text !== message.content)
      ctx.act({ do: 'edit', message: message.id, channel: message.channel_id, text });
    ctx.startEditing(null);
  };
  const keys = (event) => {
    if (event.key === 'Escape') ctx.startEditing(null);
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  };
  return html`<div class="edit-box">
    <textarea aria-label="Edit message" value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${keys} ref=${(node) => node?.focus()} rows="4" />
    <div class="muted small">Enter to save, Escape to cancel</div>
  </div>`;
}

/** The line above a message: the command that it answers, or the message that it replies to. */
function Above({ view, ctx }) {
  const { message, said, by } = view;
  if (said && by && !message.referenced_message) {
    const user = ctx.user(by);
    return html`<div class="above"><${Avatar} user=${user} size=${16} /><span class="name">${user.name}</span> used <span class="command">${said}</span></div>`;
  }
  const before = message.referenced_message;
  if (!before) return null;
  const user = ctx.user(before.author.id, before.author);
  const words =
    before.content || firstText(before.components) || (before.attachments?.length ? 'a file' : 'a message');
  return html`<a class="above" href=${`#m${before.id}`} onClick=${(event) => {
    event.preventDefault();
    ctx.jump(before.id);
  }}><${Avatar} user=${user} size=${16} /><span class="name">${user.name}</span> <span class="quoted">${plainLine(words, ctx.names)}</span></a>`;
}

/** The first text in a message's components. */
function firstText(components = []) {
  for (const one of components) {
    const found = one.type === 10 ? one.content : firstText(one.components);
    if (found) return found;
  }
  return '';
}

function OnlyYou({ message, ctx }) {
  return html`<div class="only-you-note muted">
    <svg viewBox="0 0 20 14" width="16" height="11" aria-hidden="true"><path d="M1 7c4-7 14-7 18 0-4 7-14 7-18 0z" fill="none" stroke="currentColor" stroke-width="1.6" /><circle cx="10" cy="7" r="2.6" fill="currentColor" /></svg>
    Only you can see this · <button type="button" class="as-link" onClick=${() => ctx.act({ do: 'dismiss', message: message.id, channel: message.channel_id })}>Dismiss message</button>
  </div>`;
}

function Reactions({ reactions }) {
  if (reactions.length === 0) return null;
  return html`<div class="reactions">${reactions.map((one) => html`<span class="reaction" key=${one.emoji.name}>${one.emoji.name} ${one.count}</span>`)}</div>`;
}

/** The actions on a message. */
function Menu({ view, ctx }) {
  const { message, onlyYou } = view;
  const apps = onlyYou ? [] : ctx.messageCommands;
  const own = message.author.id === ctx.me;
  if (!own && apps.length === 0) return null;
  const place = { message: message.id, channel: message.channel_id };
  return html`<details class="message-menu" onToggle=${ctx.closeOthers}>
    <summary aria-label="More">⋯</summary>
    <div class="menu" role="menu">
      ${
        own
          ? html`<button type="button" role="menuitem" onClick=${(event) => {
              close(event);
              ctx.startEditing(message.id);
            }}>Edit message</button>`
          : null
      }
      ${
        own
          ? html`<button type="button" role="menuitem" class="danger" onClick=${(event) => {
              close(event);
              ctx.act({ do: 'delete', ...place });
            }}>Delete message</button>`
          : null
      }
      ${apps.length > 0 ? html`<div class="menu-title">Apps</div>` : null}
      ${apps.map(
        (command) =>
          html`<button type="button" role="menuitem" key=${command.id} onClick=${(event) => {
            close(event);
            ctx.act({ do: 'message-command', name: command.name, ...place });
          }}>${command.name}</button>`,
      )}
    </div>
  </details>`;
}

function close(event) {
  event.currentTarget.closest('details').open = false;
}

export function Dots() {
  return html`<span class="dots" aria-hidden="true"><i /><i /><i /></span>`;
}
