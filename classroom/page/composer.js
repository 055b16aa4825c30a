import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Offers, useOffers } from './offers.js';
import { PendingFiles } from './pending-files.js';
import { Typing, useTypingNotice } from './typing.js';

/** How many files may be sent with one message. */
const MOST_FILES = 10;

/** The input for messages: text, files (pasted, dropped or chosen), and commands after a `/`. */
export function Composer({ state, known, channel, act, notice, clearNotice, draft, taken }) {
  const [text, setText] = useState('');
  const [files, setFiles] = useState([]);
  const field = useRef(null);
  const slash = useOffers({ state, channel, text });
  const noticeTyping = useTypingNotice(state.me, channel.id);
  useDraft({ draft, state, known, channel, setText, setFiles, field, taken });

  const send = async () => {
    const words = text.trim();
    if (words === '' && files.length === 0) return;
    setText('');
    const kind = slash.reading !== null && slash.commands.length > 0 ? 'slash' : 'say';
    const problem = await act({ do: kind, channel: channel.id, text: words }, files);
    if (problem) setText(words);
    else setFiles([]);
    field.current?.focus();
  };
  const take = (index) => {
    setText(slash.offers[index].text);
    field.current?.focus();
  };
  const write = (event) => {
    const next = event.currentTarget.value;
    setText(next);
    if (next !== '' && !next.startsWith('/')) noticeTyping();
  };
  const add = (list) => setFiles([...files, ...list].slice(0, MOST_FILES));
  return html`<${DropZone} add=${add}>
    ${notice ? html`<div class="notice" role="alert">${notice} <button type="button" class="as-link" onClick=${clearNotice}>OK</button></div>` : null}
    <${Offers} ...${slash} bot=${known.user(state.bot)} take=${take} />
    <${PendingFiles} label="Files to send" files=${files} change=${setFiles} />
    <div class="composer-row">
      <${FilePicker} add=${add} />
      <${TextField} field=${field} channel=${channel} text=${text} slash=${slash} onInput=${write} onKeyDown=${keyHandler({ slash, text, setText, take, send })} add=${add} />
      <button type="button" class="send" aria-label="Send" disabled=${text.trim() === '' && files.length === 0} onClick=${send}>➤</button>
    </div>
    <${Typing} state=${state} known=${known} channel=${channel} />
  </${DropZone}>`;
}

/** Adopts what a step of the tour has prepared for this person in this channel. */
function useDraft({ draft, state, known, channel, setText, setFiles, field, taken }) {
  useEffect(() => {
    const belongsHere =
      draft &&
      (!draft.as || draft.as === known.user(state.me).name) &&
      (!draft.in || draft.in === channel.id || (draft.in === 'dm' && channel.guildId === null));
    if (!belongsHere) return;
    setText(draft.text);
    setFiles(draft.files.map((file) => new File([file.text], file.name)));
    field.current.focus();
    taken();
  }, [draft, state.me, channel.id]);
}

/** Handles special keys in the text field; all others type. */
function keyHandler({ slash, text, setText, take, send }) {
  const { offers, reading, at, setAt } = slash;
  // A complete name is taken as it is, even if it is the beginning of another one, until the person chooses that.
  const isWhole = (offer) => offer?.text.trim() === text.trim();
  const isTyped = isWhole(offers[at]) || (at === 0 && offers.some(isWhole));
  const offerKeys = {
    ArrowDown: () => setAt((at + 1) % offers.length),
    ArrowUp: () => setAt((at + offers.length - 1) % offers.length),
    Tab: () => take(Math.min(at, offers.length - 1)),
    ...(reading?.chosen || isTyped ? {} : { Enter: () => take(Math.min(at, offers.length - 1)) }),
  };
  const plainKeys = {
    ...(text === '' ? { ArrowUp: editLastMessage } : {}),
    Enter: send,
  };
  return (event) => {
    const { key, shiftKey } = event;
    if (key === 'Escape' && reading !== null) return setText('');
    const action =
      (offers.length > 0 && offerKeys[key]) || (!(key === 'Enter' && shiftKey) && plainKeys[key]);
    if (!action) return;
    event.preventDefault();
    action();
  };
}

function editLastMessage() {
  document.getElementById('messages').dispatchEvent(new CustomEvent('edit-last'));
}

function DropZone({ add, children }) {
  const [dropping, setDropping] = useState(false);
  const over = (event) => {
    event.preventDefault();
    setDropping(true);
  };
  const drop = (event) => {
    event.preventDefault();
    setDropping(false);
    add([...event.dataTransfer.files]);
  };
  return html`<div class=${`composer${dropping ? ' dropping' : ''}`} onDragOver=${over} onDragLeave=${() => setDropping(false)} onDrop=${drop}>${children}</div>`;
}

function FilePicker({ add }) {
  const input = useRef(null);
  const pick = (event) => {
    add([...event.currentTarget.files]);
    event.currentTarget.value = '';
  };
  return html`
    <button type="button" class="attach" aria-label="Add files" onClick=${() => input.current.click()}>+</button>
    <input type="file" multiple hidden ref=${input} onChange=${pick} />
  `;
}

function TextField({ field, channel, text, slash, add, onInput, onKeyDown }) {
  const { offers, at } = slash;
  const where = placeName(channel);
  const paste = (event) => {
    const list = [...event.clipboardData.files];
    if (list.length === 0) return;
    event.preventDefault();
    add(list);
  };
  return html`<textarea
    ref=${field}
    rows=${Math.min(12, text.split('\n').length)}
    value=${text}
    placeholder=${`Message ${where}, or / for a command`}
    aria-label=${`Message ${where}`}
    role="combobox"
    aria-expanded=${offers.length > 0}
    aria-controls="offers"
    aria-activedescendant=${offers.length > 0 ? `offer-${at}` : undefined}
    onInput=${onInput}
    onKeyDown=${onKeyDown}
    onPaste=${paste}
  />`;
}

function placeName({ guildId, type, name }) {
  if (guildId === null) return `@${name}`;
  return type >= 10 ? `in “${name}”` : `#${name}`;
}
