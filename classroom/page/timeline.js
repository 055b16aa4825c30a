import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Dots, Message } from './message.js';
import { longDate, sameDay } from './time.js';

/** Messages by the same author within this many milliseconds stand together. */
const TOGETHER = 7 * 60_000;
/** How many messages are drawn when one is at the bottom; scrolling up draws as many more each time as the server sends. */
const SHOWN = 100;
const STEP = 50;

/** A channel's messages, oldest above; stays at the bottom when one is there. */
export function Timeline({ state, known, channel, asked, act, dispatch }) {
  const kept = state.messages[channel.id] ?? { messages: [], more: false };
  const [shown, setShown] = useState(SHOWN);
  const messages = useMemo(() => kept.messages.slice(-shown), [kept.messages, shown]);
  const more = kept.more || kept.messages.length > shown;
  const [editing, setEditing] = useState(null);
  const box = useRef(null);
  const atBottom = useRef(true);
  const heightBefore = useRef(null);
  const loading = useRef(false);
  const busyIds = asked
    .filter((one) => one.state === 'waiting' && one.customId)
    .map((one) => `${one.sourceId} ${one.customId}`)
    .join('|');

  useLayoutEffect(() => {
    const node = box.current;
    if (heightBefore.current !== null) {
      node.scrollTop += node.scrollHeight - heightBefore.current;
      heightBefore.current = null;
    } else if (atBottom.current) {
      node.scrollTop = node.scrollHeight;
      // Back at the bottom, what is far above need not be drawn any more.
      if (shown > SHOWN) setShown(SHOWN);
    }
  }, [messages, asked, state.typing]);
  useEffect(() => {
    const node = box.current;
    // Pictures and opened spoilers make what is there taller: stay at the bottom through it.
    const watcher = new ResizeObserver(() => {
      if (atBottom.current) node.scrollTop = node.scrollHeight;
    });
    watcher.observe(node.firstElementChild);
    return () => watcher.disconnect();
  }, []);

  const scrolled = async () => {
    const node = box.current;
    atBottom.current = node.scrollHeight - node.scrollTop - node.clientHeight < 60;
    if (node.scrollTop > 200 || !more || loading.current) return;
    loading.current = true;
    let older = true;
    if (kept.messages.length <= shown) {
      const before = kept.messages[0]?.message.id ?? '';
      const query = new URLSearchParams({ as: state.me, channel: channel.id, before });
      const response = await fetch(`/page/messages?${query}`);
      older = response.ok;
      if (older) dispatch({ kind: 'older', channelId: channel.id, ...(await response.json()) });
    }
    if (older) {
      heightBefore.current = node.scrollHeight;
      setShown(shown + STEP);
    }
    loading.current = false;
  };

  const latest = useRef(act);
  latest.current = act;
  const ctx = useMemo(() => {
    const commands = state.commands[channel.id] ?? [];
    return {
      ...known,
      me: state.me,
      act: (what) => latest.current(what),
      messageCommands: commands.filter((one) => one.type === 3),
      entities: (type) => entities(state, type),
      closeOthers: (event) => {
        if (!event.currentTarget.open) return;
        // Opens upwards where there is no room below.
        const room =
          box.current.getBoundingClientRect().bottom - event.currentTarget.getBoundingClientRect().bottom;
        const menu = event.currentTarget.querySelector('.menu');
        event.currentTarget.classList.toggle('upwards', menu.offsetHeight > room);
        for (const other of document.querySelectorAll('.message-menu[open]'))
          if (other !== event.currentTarget) other.open = false;
      },
      startEditing: setEditing,
    };
  }, [known, state.me, state.commands, channel.id]);
  const contexts = useRef(new Map());
  contexts.current = useMemo(() => new Map(), [ctx]);
  const contextOf = (id) => {
    // A message is drawn again only when something about it has changed.
    const busy = busyIds
      .split('|')
      .filter((one) => one.startsWith(`${id} `))
      .join('|');
    const key = `${busy}/${editing === id}`;
    const kept = contexts.current.get(id);
    if (kept?.key === key) return kept.ctx;
    const made = {
      ...ctx,
      editing: editing === id ? id : null,
      busy: (customId) => busy.split('|').includes(`${id} ${customId}`),
    };
    contexts.current.set(id, { key, ctx: made });
    return made;
  };

  const waiting = asked.filter((one) => one.command || one.state === 'failed').sort(byId);
  const rows = [];
  const asking = (before) => {
    while (waiting.length > 0 && (before === null || byId(waiting[0], before) < 0)) {
      const one = waiting.shift();
      rows.push(
        html`<${Asked} key=${one.id} one=${one} known=${known} me=${state.me} dispatch=${dispatch} />`,
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
    const joined =
      !newDay &&
      before.message.author.id === view.message.author.id &&
      before.onlyYou === view.onlyYou &&
      !view.said &&
      !view.message.referenced_message &&
      at - Date.parse(before.message.timestamp) < TOGETHER;
    rows.push(
      html`<${Message} key=${view.message.id} view=${view} joined=${joined} ctx=${contextOf(view.message.id)} />`,
    );
  });
  asking(null);
  const typing = state.typing
    .filter((one) => one.channelId === channel.id)
    .map((one) => known.user(one.userId).name);
  return html`<div class="timeline" ref=${box} onScroll=${scrolled} tabindex="0" id="messages">
    <div class="timeline-inner">
      ${more ? null : html`<p class="beginning muted">This is the beginning of ${channel.guildId === null ? 'your conversation with' : '#'}${channel.guildId === null ? ' ' : ''}${channel.name}.</p>`}
      <div role="log" aria-live="polite" aria-label="Messages"><ol>${rows}</ol></div>
      <p class="typing" role="status">${typing.length > 0 ? html`<${Dots} /> <strong>${typing.join(', ')}</strong> ${typing.length === 1 ? 'is' : 'are'} typing…` : null}</p>
    </div>
  </div>`;
}

/** Ids are numbers too long for JavaScript's: the longer is the later. */
function byId(a, b) {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

/** A command on its way, or one that the bot did not answer in time. */
function Asked({ one, known, me, dispatch }) {
  if (one.state === 'modal') return null;
  const what = one.said ? html` used <span class="command">${one.said}</span>` : null;
  return html`<li class=${`asked ${one.state}`}>
    <span class="name">${known.user(me).name}</span>${what}
    ${
      one.state === 'failed'
        ? html`<div class="failed" role="alert">${one.command ? 'The application did not respond' : 'This interaction failed'} · <button type="button" class="as-link" onClick=${() => dispatch({ kind: 'forget', id: one.id })}>Dismiss</button></div>`
        : html`<div class="muted">Sending command… <${Dots} /></div>`
    }
  </li>`;
}

/** What a select for people, roles or channels offers. */
function entities(state, type) {
  const users = state.users.map((one) => ({ value: one.id, label: one.name }));
  const roles = state.guilds.flatMap((guild) =>
    guild.roles.map((one) => ({ value: one.id, label: `@${one.name.replace(/^@/, '')}` })),
  );
  if (type === 5) return users;
  if (type === 6) return roles;
  if (type === 7) return [...users, ...roles];
  return state.channels
    .filter((one) => one.guildId !== null)
    .map((one) => ({ value: one.id, label: `#${one.name}` }));
}
