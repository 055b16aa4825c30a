import { useEffect, useRef, useState } from 'preact/hooks';
import { perform } from './actions.js';
import { entities } from './entities.js';
import { size } from './files.js';
import { html } from './html.js';
import { Dots } from './message.js';
import { fillOption, readSlash, slashCommands } from './slash.js';

/** While one writes, the others are told so this often, in milliseconds. */
const TYPING_AGAIN = 8_000;

/** Where one writes: text, files (paste, drop or choose), and commands after a `/`. */
export function Composer({ state, known, channel, act, notice, clearNotice, draft, taken }) {
  const [text, setText] = useState('');
  const [files, setFiles] = useState([]);
  const [at, setAt] = useState(0);
  const [choices, setChoices] = useState([]);
  const [dropping, setDropping] = useState(false);
  const field = useRef(null);
  const picker = useRef(null);
  const bot = known.user(state.bot);
  useEffect(() => {
    const fits =
      draft &&
      (!draft.as || draft.as === known.user(state.me).name) &&
      (!draft.in || draft.in === channel.id || (draft.in === 'dm' && channel.guildId === null));
    if (!fits) return;
    setText(draft.text);
    setFiles(draft.files.map((file) => new File([file.text], file.name)));
    field.current.focus();
    taken();
  }, [draft, state.me, channel.id]);
  const commands = slashCommands(state.commands[channel.id] ?? []);
  const isSlash = text.startsWith('/');
  const reading = isSlash ? readSlash(text, commands) : null;
  const option = reading?.option ?? null;
  const fixed =
    named(state, option) ??
    option?.choices ??
    (option?.type === 5
      ? [
          { name: 'True', value: 'true' },
          { name: 'False', value: 'false' },
        ]
      : null);

  useEffect(() => {
    setAt(0);
    if (!option?.autocomplete) return setChoices([]);
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await perform(state.me, {
        do: 'autocomplete',
        channel: channel.id,
        name: reading.chosen.name,
        option: option.name,
        text: reading.value,
      });
      if (current) setChoices(answer.choices ?? []);
    }, 120);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [option?.name, reading?.value, reading?.chosen?.name]);

  const offered = !isSlash
    ? []
    : reading.chosen
      ? (fixed ?? choices)
          .filter((one) => option?.autocomplete || fits(one.name, reading.value))
          .map((one) => ({
            key: String(one.value),
            title: one.name,
            take: () => fillOption(reading, one.value),
          }))
      : reading.matches.map((one) => ({
          key: one.id,
          title: `/${one.name}`,
          about: one.description,
          take: () => `/${one.name}${one.options.length > 0 ? ' ' : ''}`,
        }));
  const exact = offered.length === 1 && offered[0].take().trim() === text.trim();

  const send = async () => {
    const words = text.trim();
    if (words === '' && files.length === 0) return;
    setText('');
    const what =
      isSlash && commands.length > 0
        ? { do: 'slash', channel: channel.id, text: words }
        : { do: 'say', channel: channel.id, text: words };
    const problem = await act(what, files);
    if (problem) setText(words);
    else setFiles([]);
    field.current?.focus();
  };
  const take = (index) => {
    setText(offered[index].take());
    field.current?.focus();
  };
  const keys = (event) => {
    if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setAt((at + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
    } else if (
      offered.length > 0 &&
      (event.key === 'Tab' || (event.key === 'Enter' && !reading.chosen && !exact))
    ) {
      event.preventDefault();
      take(Math.min(at, offered.length - 1));
    } else if (event.key === 'Escape' && isSlash) setText('');
    else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      document.getElementById('messages').dispatchEvent(new CustomEvent('edit-last'));
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  const told = useRef(0);
  const write = (event) => {
    const next = event.currentTarget.value;
    setText(next);
    // As Discord's client does: told once, then again while one goes on.
    if (next === '' || next.startsWith('/') || Date.now() - told.current < TYPING_AGAIN) return;
    told.current = Date.now();
    perform(state.me, { do: 'typing', channel: channel.id });
  };
  const add = (list) => setFiles([...files, ...list].slice(0, 10));
  const paste = (event) => {
    const list = [...event.clipboardData.files];
    if (list.length === 0) return;
    event.preventDefault();
    add(list);
  };
  const drop = (event) => {
    event.preventDefault();
    setDropping(false);
    add([...event.dataTransfer.files]);
  };
  const lines = Math.min(12, text.split('\n').length);
  const where =
    channel.guildId === null
      ? `@${channel.name}`
      : channel.type >= 10
        ? `in “${channel.name}”`
        : `#${channel.name}`;
  return html`<div
    class=${`composer${dropping ? ' dropping' : ''}`}
    onDragOver=${(event) => {
      event.preventDefault();
      setDropping(true);
    }}
    onDragLeave=${() => setDropping(false)}
    onDrop=${drop}
  >
    ${notice ? html`<div class="notice" role="alert">${notice} <button type="button" class="as-link" onClick=${clearNotice}>OK</button></div>` : null}
    ${
      isSlash && (offered.length > 0 || reading.chosen)
        ? html`<div class="offers" id="offers" role="listbox" aria-label="Commands">
            <div class="offers-head muted">${reading.chosen ? usage(reading.chosen, option) : `Commands of ${bot.name}`}</div>
            ${offered.map((one, index) => html`<button type="button" role="option" key=${one.key} id=${`offer-${index}`} aria-selected=${index === at} class=${index === at ? 'at' : ''} onClick=${() => take(index)}><strong>${one.title}</strong>${one.about ? html`<span class="muted">${one.about}</span>` : null}</button>`)}
          </div>`
        : null
    }
    ${
      files.length > 0
        ? html`<ul class="pending-files" aria-label="Files to send">
            ${files.map((file, index) => html`<li key=${index}><span>${file.name}</span> <span class="muted">${size(file.size)}</span> <button type="button" class="quiet" aria-label=${`Remove ${file.name}`} onClick=${() => setFiles(files.filter((_, other) => other !== index))}>✕</button></li>`)}
          </ul>`
        : null
    }
    <div class="composer-row">
      <button type="button" class="attach" aria-label="Add files" onClick=${() => picker.current.click()}>+</button>
      <input type="file" multiple hidden ref=${picker} onChange=${(event) => {
        add([...event.currentTarget.files]);
        event.currentTarget.value = '';
      }} />
      <textarea
        ref=${field}
        rows=${lines}
        value=${text}
        placeholder=${`Message ${where}, or / for a command`}
        aria-label=${`Message ${where}`}
        role="combobox"
        aria-expanded=${offered.length > 0}
        aria-controls="offers"
        aria-activedescendant=${offered.length > 0 ? `offer-${at}` : undefined}
        onInput=${write}
        onKeyDown=${keys}
        onPaste=${paste}
      />
      <button type="button" class="send" aria-label="Send" disabled=${text.trim() === '' && files.length === 0} onClick=${send}>➤</button>
    </div>
    <${Typing} state=${state} known=${known} channel=${channel} />
  </div>`;
}

/** People, roles and channels that an option takes, by the names that they are found by. */
function named(state, option) {
  const kind = { 6: 5, 7: 8, 8: 6, 9: 7 }[option?.type];
  if (!kind) return null;
  return entities(state, kind).map((one) => {
    const name = kind === 8 || one.label.startsWith('@') ? one.label : `@${one.label}`;
    return { name, value: name };
  });
}

/** Does a name fit what is typed of it? The sign before it need not be. */
function fits(name, typed) {
  const word = typed.toLowerCase().replace(/^["@#]+/, '');
  return String(name).toLowerCase().replace(/^[@#]/, '').startsWith(word);
}

/** Who is writing there just now. */
function Typing({ state, known, channel }) {
  const names = state.typing
    .filter((one) => one.channelId === channel.id)
    .map((one) => known.user(one.userId).name);
  const words =
    names.length > 3
      ? html`<strong>Several people</strong> are typing…`
      : html`<strong>${names.join(', ')}</strong> ${names.length === 1 ? 'is' : 'are'} typing…`;
  return html`<p class="typing" role="status">${names.length > 0 ? html`<${Dots} /> ${words}` : null}</p>`;
}

function usage(command, option) {
  return html`<code>/${command.name}</code> ${command.options.map((one) => html`<span key=${one.name} class=${`usage${one === option ? ' now' : ''}`} title=${one.description}>${one.name}${one.required ? '' : '?'}</span> `)}${option ? html`<span>${option.description}</span>` : null}`;
}
