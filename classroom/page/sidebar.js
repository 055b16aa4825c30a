import { Avatar } from './avatar.js';
import { html } from './html.js';

/** Channels, direct messages, and the person that this window plays. */
export function Sidebar({ state, known, channel, go, inspecting, onInspect, onTour }) {
  const people = state.users.filter((one) => one.playable);
  const me = known.user(state.me);
  const item = (one, sign) => html`<li key=${one.id}>
    <a
      href=${`?in=${one.id}`}
      class=${`channel-link${one.parentId ? ' thread-link' : ''}${one.id === channel.id ? ' here' : ''}${state.unread[one.id] ? ' unread' : ''}`}
      aria-current=${one.id === channel.id ? 'page' : undefined}
      onClick=${(event) => {
        event.preventDefault();
        go({ channel: one.id });
      }}
    >
      ${sign}<span class="channel-name">${one.name}</span>
      ${state.unread[one.id] ? html`<span class="count" aria-label=${`${state.unread[one.id]} new`}>${state.unread[one.id]}</span>` : null}
    </a>
  </li>`;
  const hash = (one) => html`<span class="sign" aria-hidden="true">${one.type === 0 ? '#' : '↳'}</span>`;
  return html`<nav class="sidebar" aria-label="Channels">
    <div class="brand"><img src="/page/icon.svg" alt="" width="26" height="26" /><span>Classroom<span class="muted">local, not Discord</span></span></div>
    <div class="channel-lists">
      ${state.guilds.map(
        (guild) => html`<section key=${guild.id}>
          <h2>${guild.name}</h2>
          <ul>${ordered(
            state.channels.filter((one) => one.guildId === guild.id),
            channel.id,
          ).map((one) => item(one, hash(one)))}</ul>
        </section>`,
      )}
      <section>
        <h2>Direct messages</h2>
        <ul>
          ${state.channels.filter((one) => one.guildId === null).map((one) => item(one, html`<${Avatar} user=${{ ...known.user(state.bot), name: one.name }} size=${24} />`))}
        </ul>
      </section>
    </div>
    <div class="self">
      <${Avatar} user=${me} size=${34} />
      <label>
        <span class="muted small">You are</span>
        <select value=${state.me} onChange=${(event) => go({ as: people.find((one) => one.id === event.currentTarget.value)?.name ?? null, channel: null })}>
          ${people.map((one) => {
            const roles = known.roleNames(one.id);
            return html`<option key=${one.id} value=${one.id} selected=${one.id === state.me}>${one.name}${roles.length > 0 ? ` (${roles.join(', ')})` : ''}</option>`;
          })}
        </select>
      </label>
      ${onTour ? html`<button type="button" class="quiet" title="Begin the guided tour" aria-label="Guided tour" onClick=${onTour}>?</button>` : null}
      <button type="button" class="quiet" aria-label="Under the hood" aria-pressed=${inspecting} title="What goes over the wire" onClick=${onInspect}>{ }</button>
    </div>
  </nav>`;
}

/** A server's channels, each followed by its threads; archived threads only while they are open in this window. */
function ordered(channels, here) {
  const isThread = (one) => one.type >= 10 && one.type <= 12;
  return channels
    .filter((one) => !isThread(one))
    .flatMap((one) => [
      one,
      ...channels.filter(
        (thread) =>
          isThread(thread) && thread.parentId === one.id && (!thread.archived || thread.id === here),
      ),
    ]);
}
