import { Asked } from './asked.js';
import { html } from './html.js';
import { Message } from './message.js';
import { longDate, sameDay } from './time.js';

/** Messages by the same author within this many milliseconds are grouped. */
const TOGETHER = 7 * 60_000;

/** The rows of a timeline: messages, a line for each new day, and pending commands where their answers would be. */
export function rowsOf({ messages, asked, known, state, dispatch, contextOf }) {
  const waiting = asked.filter((one) => one.command && one.state !== 'modal').sort(byId);
  const askedBefore = (message) => {
    const until = message === null ? -1 : waiting.findIndex((one) => byId(one, message) >= 0);
    return waiting
      .splice(0, until === -1 ? waiting.length : until)
      .map(
        (one) =>
          html`<${Asked} key=${one.id} one=${one} known=${known} me=${state.me} bot=${state.bot} dispatch=${dispatch} />`,
      );
  };
  const rows = messages.flatMap((view, index) => [
    ...askedBefore(view.message),
    ...messageRows(view, messages[index - 1], contextOf),
  ]);
  return [...rows, ...askedBefore(null)];
}

/** A message, with the date above it if it is the first of its day. */
function messageRows(view, before, contextOf) {
  const { id, timestamp } = view.message;
  const at = Date.parse(timestamp);
  const newDay = !before || !sameDay(at, Date.parse(before.message.timestamp));
  const joined = !newDay && together(before, view);
  const message = html`<${Message} key=${id} view=${view} joined=${joined} ctx=${contextOf(id)} />`;
  if (!newDay) return [message];
  return [html`<li class="day" key=${`d${id}`}><span>${longDate(new Date(at), 'D')}</span></li>`, message];
}

function together(before, view) {
  const { message } = view;
  return (
    before.message.author.id === message.author.id &&
    before.onlyYou === view.onlyYou &&
    isPlain(before.message) &&
    isPlain(message) &&
    !view.said &&
    !message.referenced_message &&
    Date.parse(message.timestamp) - Date.parse(before.message.timestamp) < TOGETHER
  );
}

/** A message that somebody wrote, not a system message. */
function isPlain({ type }) {
  return type === 0 || type === 19 || type === 20 || type === 23;
}

/** Ids exceed JavaScript's safe integers, so they are compared as text: a longer id is a later one. */
function byId(a, b) {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
