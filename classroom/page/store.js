/** The page's state, and how the server's events change it. State is immutable: each change creates a new object. */
import { showTimesIn } from './time.js';

export const EMPTY = {
  ready: false,
  connected: false,
  me: '',
  bot: '',
  users: [],
  guilds: [],
  channels: [],
  messages: {},
  asked: [],
  commands: {},
  typing: [],
  unread: {},
  tour: [],
  problem: null,
};

/** How long "is typing" is shown without a further event, in milliseconds. */
const TYPING_LIFE = 9_000;

export function reduce(state, event, open) {
  switch (event.kind) {
    case 'snapshot': {
      const { kind: _kind, ...rest } = event;
      // For channels that are known already, only what is new is sent.
      const before = state.me === event.me ? state : EMPTY;
      const messages = { ...before.messages, ...event.messages };
      return { ...before, ...rest, messages, ready: true, connected: true, problem: null };
    }
    case 'connection':
      return { ...state, connected: event.connected };
    case 'problem':
      return { ...state, problem: event.text };
    case 'message':
      return withMessage(state, event, open);
    case 'older': {
      const known = state.messages[event.channelId] ?? { messages: [], more: false };
      // Requested before the connection was lost, and the channel has been loaded again since.
      if (known.messages[0]?.message.id !== event.before) return state;
      const merged = { messages: [...event.messages, ...known.messages], more: event.more };
      return { ...state, messages: { ...state.messages, [event.channelId]: merged } };
    }
    case 'typing': {
      const others = state.typing.filter((one) => one.userId !== event.userId);
      return { ...state, typing: [...others, { ...event, until: Date.now() + TYPING_LIFE }] };
    }
    case 'asked': {
      const others = state.asked.filter((one) => one.id !== event.asked.id);
      const shown = ['waiting', 'failed', 'modal'].includes(event.asked.state);
      return { ...state, asked: shown ? [...others, event.asked] : others };
    }
    case 'forget':
      return { ...state, asked: state.asked.filter((one) => one.id !== event.id) };
    case 'read':
      return { ...state, unread: { ...state.unread, [event.channelId]: 0 } };
    case 'tick':
      return { ...state, typing: state.typing.filter((one) => one.until > Date.now()) };
    default:
      return state;
  }
}

function withMessage(state, { change, message, onlyYou, said, by }, open) {
  const channelId = message.channel_id;
  const known = state.messages[channelId] ?? { messages: [], more: false };
  const view = { message, onlyYou, said, by };
  const at = known.messages.findIndex((one) => one.message.id === message.id);
  let list = known.messages;
  if (change === 'deleted') list = list.filter((one) => one.message.id !== message.id);
  else if (at !== -1) list = list.map((one, index) => (index === at ? view : one));
  else if (change === 'created') list = [...list, view];
  const fresh = change === 'created' && message.author.id !== state.me && channelId !== open;
  return {
    ...state,
    messages: { ...state.messages, [channelId]: { ...known, messages: list } },
    typing: state.typing.filter((one) => one.userId !== message.author.id || one.channelId !== channelId),
    unread: fresh ? { ...state.unread, [channelId]: (state.unread[channelId] ?? 0) + 1 } : state.unread,
  };
}

/** The server's close code for "there is nobody of that name". */
const NOBODY = 4404;

/** Listens to the server for one person and reconnects when disconnected; returns a function that stops it. */
export function listen(as, dispatch) {
  let socket;
  let timer;
  let pause = 250;
  let stopped = false;
  const open = () => {
    const query = as ? `?as=${encodeURIComponent(as)}` : '';
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/page/live${query}`);
    socket.onmessage = ({ data }) => {
      pause = 250;
      const event = JSON.parse(data);
      if (event.kind === 'snapshot') showTimesIn(event.locale);
      dispatch(event);
    };
    socket.onclose = ({ code }) => {
      if (stopped) return;
      if (code === NOBODY) {
        dispatch({ kind: 'problem', text: 'Nobody of that name is in this classroom.' });
        return;
      }
      dispatch({ kind: 'connection', connected: false });
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, 4_000);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket.close();
  };
}
