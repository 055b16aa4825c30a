import { render } from 'preact';
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { perform } from './actions.js';
import { Composer } from './composer.js';
import { html } from './html.js';
import { Inspector } from './inspector.js';
import { Modal } from './modal.js';
import { namesOf } from './names.js';
import { Sidebar } from './sidebar.js';
import { EMPTY, listen, reduce } from './store.js';
import { Timeline } from './timeline.js';
import { Tour, useTour } from './tour.js';

function App() {
  const [address, setAddress] = useState(readAddress());
  const open = useRef(null);
  const [state, dispatch] = useReducer((before, event) => reduce(before, event, open.current), EMPTY);
  const [notice, setNotice] = useState(null);
  const [drawer, setDrawer] = useState(false);
  const [draft, setDraft] = useState(null);
  const tour = useTour(state);
  const [inspecting, setInspecting] = useState(address.inspect);

  useEffect(() => listen(address.as, dispatch), [address.as]);
  useEffect(() => {
    const timer = setInterval(() => dispatch({ kind: 'tick' }), 2_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    const back = () => setAddress(readAddress());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);

  const known = useMemo(() => namesOf(state), [state.users, state.channels, state.guilds]);
  const channel =
    state.channels.find((one) => one.id === address.channel) ??
    state.channels.find((one) => address.channel === 'dm' && one.guildId === null) ??
    state.channels.find((one) => one.guildId !== null) ??
    state.channels[0];
  open.current = channel?.id ?? null;
  useEffect(() => {
    if (channel) dispatch({ kind: 'read', channelId: channel.id });
  }, [channel?.id]);

  const go = (change) => {
    const next = { ...address, ...change };
    history.pushState(null, '', writeAddress(next));
    setAddress(next);
    setDrawer(false);
  };
  const act = async (what, files) => {
    const { problem } = await perform(state.me, what, files);
    setNotice(problem ?? null);
    return problem;
  };
  const prepare = ({ as, in: place, text = '', files = [] }) => {
    go({ ...(as ? { as } : {}), ...(place ? { channel: place } : {}) });
    if (text !== '' || files.length > 0) setDraft({ as, in: place, text, files });
  };
  const asked = state.asked.filter((one) => one.channelId === channel?.id);
  const parent = state.channels.find((one) => one.id === channel?.parentId);
  const form = state.asked.findLast((one) => one.state === 'modal' && one.modal);

  if (state.problem)
    return html`<main class="lost"><h1>Nobody here</h1><p>${state.problem}</p><p><a href="/">Come in as somebody else</a></p></main>`;
  if (!state.ready || !channel)
    return html`<main class="lost" aria-busy="true">Opening the classroom…</main>`;
  return html`<div class=${`app${drawer ? ' drawer-open' : ''}`}>
    <a class="skip" href="#messages">Skip to messages</a>
    <${Sidebar} state=${state} known=${known} channel=${channel} go=${go} inspecting=${inspecting} onInspect=${() => setInspecting(!inspecting)} onTour=${tour.steps.length > 0 ? tour.begin : null} />
    <main class="channel" aria-label=${channel.name}>
      <header class="channel-head">
        <button type="button" class="drawer-button" aria-label="Channels and people" aria-expanded=${drawer} onClick=${() => setDrawer(!drawer)}>☰</button>
        <h1>${
          parent
            ? html`<a class="crumb" href=${`?in=${parent.id}`} onClick=${(event) => {
                event.preventDefault();
                go({ channel: parent.id });
              }}><span aria-hidden="true">#</span>${parent.name}</a><span aria-hidden="true"> ›</span>`
            : html`<span aria-hidden="true">${channel.guildId === null ? '@' : '#'}</span>`
        }${channel.name}</h1>
        ${channel.topic ? html`<p class="topic">${channel.topic}</p>` : null}
        ${state.connected ? null : html`<p class="offline" role="status">Connecting again…</p>`}
      </header>
      <${Timeline} key=${`${state.me}${channel.id}`} state=${state} known=${known} channel=${channel} asked=${asked} act=${act} dispatch=${dispatch} go=${go} />
      <${Composer} key=${`c${channel.id}${state.me}`} state=${state} known=${known} channel=${channel} act=${act} notice=${notice} clearNotice=${() => setNotice(null)} draft=${draft} taken=${() => setDraft(null)} />
      ${tour.shown ? html`<${Tour} tour=${tour} state=${state} known=${known} prepare=${prepare} />` : null}
    </main>
    ${inspecting ? html`<${Inspector} state=${state} onClose=${() => setInspecting(false)} />` : null}
    ${form ? html`<${Modal} key=${form.id} asked=${form} state=${state} act=${act} />` : null}
  </div>`;
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  return { as: query.get('as'), channel: query.get('in'), inspect: query.has('inspect') };
}

function writeAddress({ as, channel }) {
  const query = new URLSearchParams();
  if (as) query.set('as', as);
  if (channel) query.set('in', channel);
  return `?${query}`;
}

render(html`<${App} />`, document.getElementById('root'));
