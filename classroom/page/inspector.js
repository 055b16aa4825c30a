import { useEffect, useState } from 'preact/hooks';
import { perform } from './actions.js';
import { CodeBlock } from './code.js';
import { html } from './html.js';
import { clockTime } from './time.js';

const FAULTS = [
  ['drop', 'Cut the gateway (can resume)'],
  ['drop-for-good', 'Cut the gateway (cannot resume)'],
  ['429', 'Next request: 429'],
  ['500', 'Next request: 500'],
  ['slow', 'Next request: 2 s late'],
  ['dms', 'Close my DMs'],
  ['dms-open', 'Open my DMs'],
  ['expire', 'Expire all tokens'],
];

/** Shows what goes over the wire, for people who build bots with the classroom, and has switches that inject faults. */
export function Inspector({ state, onClose }) {
  const [log, setLog] = useState({ requests: [], events: [] });
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer;
    const look = async () => {
      // A classroom that restarts does not answer for a moment.
      const response = await fetch('/page/wire', { headers: { 'x-classroom': 'page' } }).catch(() => null);
      if (response?.ok) setLog(await response.json());
      timer = setTimeout(look, 1_000);
    };
    void look();
    return () => clearTimeout(timer);
  }, []);
  const fault = async (name) => {
    const { problem } = await perform(state.me, { do: 'fault', fault: name });
    setSaid(problem ?? 'Done.');
  };
  const entries = [
    ...log.requests.map((one) => ({
      at: one.at,
      one,
      head: `${one.method} ${one.path}`,
      tag: String(one.status),
      bad: one.status >= 400,
    })),
    ...log.events.map((one) => ({
      at: one.at,
      one,
      head: one.name,
      tag: one.direction === 'out' ? '→ bot' : '← bot',
      bad: false,
    })),
  ].sort((a, b) => b.at - a.at);
  return html`<aside class="inspector" aria-label="Under the hood">
    <header><h2>Under the hood</h2><button type="button" class="quiet" aria-label="Close" onClick=${onClose}>✕</button></header>
    <div class="faults">${FAULTS.map(([name, label]) => html`<button type="button" key=${name} class="button secondary" onClick=${() => fault(name)}>${label}</button>`)}<span role="status">${said}</span></div>
    <ol>
      ${entries.slice(0, 150).map(
        ({ at, one, head, tag, bad }, index) => html`<li key=${`${at}${head}${index}`}>
          <details>
            <summary class=${bad ? 'bad' : ''}><span class="tag">${tag}</span> <span class="path">${head}</span> <span class="muted">${clockTime(new Date(at))}</span></summary>
            <${CodeBlock} code=${JSON.stringify(one, null, 2)} language="json" />
          </details>
        </li>`,
      )}
    </ol>
  </aside>`;
}
