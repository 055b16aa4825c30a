import { useMemo, useRef } from 'preact/hooks';
import { entities } from './entities.js';

/**
 * What a message's parts need to know and to do. A message is rendered again only when its context changes, so each message keeps the
 * same context object as long as nothing about it has changed.
 */
export function useContexts({
  state,
  known,
  channel,
  asked,
  act,
  dispatch,
  go,
  jump,
  editing,
  setEditing,
  box,
}) {
  const latest = useRef({});
  latest.current = { act, dispatch, go, jump };
  const shared = useMemo(() => {
    const threads = new Map(state.channels.filter((one) => one.parentId).map((one) => [one.id, one]));
    return {
      ...known,
      me: state.me,
      act: (what, files) => latest.current.act(what, files),
      go: (change) => latest.current.go(change),
      jump: (id) => latest.current.jump(id),
      forget: (id) => latest.current.dispatch({ kind: 'forget', id }),
      thread: (id) => threads.get(id),
      messageCommands: (state.commands[channel.id] ?? []).filter((one) => one.type === 3),
      entities: (type) => entities(state, type),
      closeOthers: (event) => onlyOpen(event, box.current),
      startEditing: setEditing,
    };
  }, [known, state.me, state.commands, state.channels, channel.id]);
  const kept = useRef(new Map());
  kept.current = useMemo(() => new Map(), [shared]);
  const ofMessage = new Map();
  for (const one of asked)
    if (one.customId && one.sourceId)
      ofMessage.set(one.sourceId, [...(ofMessage.get(one.sourceId) ?? []), one]);
  return (id) => {
    const own = ofMessage.get(id) ?? [];
    const key = `${own.map((one) => `${one.id} ${one.state}`).join('|')}/${editing === id}`;
    const before = kept.current.get(id);
    if (before?.key === key) return before.ctx;
    const ctx = {
      ...shared,
      editing: editing === id ? id : null,
      busy: (customId) => own.some((one) => one.state === 'waiting' && one.customId === customId),
      waiting: own.some((one) => one.state === 'waiting'),
      failed: own.find((one) => one.state === 'failed') ?? null,
    };
    kept.current.set(id, { key, ctx });
    return ctx;
  };
}

/** Only one menu is open at a time; it opens upwards when there is no room below. */
function onlyOpen(event, box) {
  const details = event.currentTarget;
  if (!details.open) return;
  const room = box.getBoundingClientRect().bottom - details.getBoundingClientRect().bottom;
  details.classList.toggle('upwards', details.querySelector('.menu').offsetHeight > room);
  for (const other of document.querySelectorAll('.message-menu[open]'))
    if (other !== details) other.open = false;
}
