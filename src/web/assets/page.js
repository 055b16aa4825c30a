import { Idiomorph } from './idiomorph.js';

/** Keeps durations and ages current without the server. */
const two = (n) => String(n).padStart(2, '0');
const clock = (ms) => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};
const language = document.documentElement.lang;
const distance = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
const exactly = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const ago = (at) => {
  const since = Date.now() - at;
  const [unit, ms] = spans.find(([, length]) => Math.abs(since) >= length) ?? ['second', 1000];
  return unit === 'second' ? distance.format(0, 'minute') : distance.format(-Math.floor(since / ms), unit);
};

function tick() {
  for (const one of document.querySelectorAll('time[data-since]')) {
    const text = clock(Date.now() - Number(one.dataset.since));
    if (one.textContent !== text) one.textContent = text;
  }
  for (const one of document.querySelectorAll('time[data-at]')) {
    const at = Number(one.dataset.at);
    const text = ago(at);
    if (one.textContent !== text) one.textContent = text;
    one.title = exactly.format(at);
  }
}

/** Merges content from the server into the page; what is open or focused stays so. */
function morph(live, content) {
  Idiomorph.morph(live, content, {
    morphStyle: 'innerHTML',
    restoreFocus: true,
    callbacks: {
      beforeAttributeUpdated: (name, node) => !(name === 'open' && node.tagName === 'DETAILS'),
    },
  });
  tick();
}

function follow(live, pulse) {
  let stream = null;
  const say = (state) => {
    pulse.dataset.state = state;
    if (pulse.textContent !== pulse.dataset[state]) pulse.textContent = pulse.dataset[state];
  };
  const open = () => {
    stream = new EventSource(live.dataset.stream);
    stream.addEventListener('open', () => say('live'));
    stream.addEventListener('show', (event) => morph(live, JSON.parse(event.data)));
    // The user has been signed out: the reload shows the sign-in page.
    stream.addEventListener('over', () => location.reload());
    stream.addEventListener('error', () => {
      say('stale');
      // The browser reconnects by itself, unless the server refused.
      if (stream.readyState === EventSource.CLOSED) setTimeout(open, 5000);
    });
  };
  open();
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) open();
  });
}

/** Opens an action's confirmation as a dialog; if that fails, or without this script, it is a page of its own. */
async function ask(link) {
  const answer = await fetch(link.href, { headers: { accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const form = page.getElementById('ask');
  if (!answer.ok || form === null) {
    location.href = link.href;
    return;
  }
  const dialog = document.createElement('dialog');
  const title = form.querySelector('h1');
  title.id = 'ask-title';
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(document.adoptNode(form));
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    document.getElementById(link.id)?.focus();
  });
  dialog.showModal();
  // The cancel button gets the focus, so that a double click does not confirm.
  dialog.querySelector('[data-close]')?.focus();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-ask], a[data-close]');
  if (link === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const dialog = link.closest('dialog');
  if (link.matches('a[data-close]')) {
    if (dialog === null) return;
    event.preventDefault();
    dialog.close();
    return;
  }
  event.preventDefault();
  ask(link).catch(() => {
    location.href = link.href;
  });
});

tick();
setInterval(tick, 1000);
// A screen reader reads the result of an action first after the page was reloaded.
document.getElementById('notice')?.focus();
const live = document.getElementById('live');
const pulse = document.getElementById('pulse');
if (live !== null && pulse !== null) follow(live, pulse);
