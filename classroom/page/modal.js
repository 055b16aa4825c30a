import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { entities } from './entities.js';
import { html } from './html.js';
import { Markdown } from './markdown.js';
import { PendingFiles } from './pending-files.js';
import { Select } from './select.js';

/** A modal that the bot opened. */
export function Modal({ asked, state, act }) {
  const dialog = useRef(null);
  const [values, setValues] = useState({});
  const [files, setFiles] = useState({});
  const [problem, setProblem] = useState(null);
  const { modal } = asked;
  const bot = state.users.find((one) => one.id === state.bot);
  useEffect(() => {
    dialog.current.showModal();
    dialog.current.querySelector('.field :is(input, textarea, button)')?.focus();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    act({ do: 'close-form', interaction: asked.id });
  };
  const submit = async (event) => {
    event.preventDefault();
    const names = Object.fromEntries(Object.entries(files).map(([id, list]) => [id, list.length]));
    const said = await act(
      { do: 'submit', interaction: asked.id, values, files: names },
      Object.values(files).flat(),
    );
    setProblem(said ?? null);
  };
  const set = (id, value) => setValues({ ...values, [id]: value });
  return html`<dialog class="modal" ref=${dialog} onCancel=${cancel} aria-labelledby="form-title">
    <form onSubmit=${submit} novalidate>
      <h2 id="form-title"><${Avatar} user=${bot} size=${28} />${modal.title}</h2>
      <p class="form-note muted small">This form goes to ${bot.name}. Do not share passwords in it.</p>
      <div class="modal-fields">
        ${modal.components.map((one, index) => html`<${Part} key=${index} one=${one} state=${state} values=${values} set=${set} files=${files} setFiles=${setFiles} />`)}
      </div>
      ${problem ? html`<p class="failed" role="alert">${problem}</p>` : null}
      <div class="modal-foot">
        <button type="button" class="button secondary" onClick=${cancel}>Cancel</button>
        <button type="submit" class="button primary">Submit</button>
      </div>
    </form>
  </dialog>`;
}

function Part({ one, ...rest }) {
  if (one.type === 10)
    return html`<${Markdown} text=${one.content} names=${{ user: () => 'somebody', role: () => 'a role', channel: () => 'a channel' }} />`;
  const inner = one.type === 18 ? one.component : one.components?.[0];
  if (!inner) return null;
  const label = one.label ?? inner.label;
  const id = `field-${inner.custom_id}`;
  return html`<div class="field">
    <label for=${id} id=${`${id}-label`}>${label}${inner.required === false ? null : html`<span class="required" aria-hidden="true"> *</span>`}</label>
    ${one.description ? html`<p class="muted small" id=${`${id}-about`}>${one.description}</p>` : null}
    <${Input} id=${id} label=${label} one=${inner} about=${one.description ? `${id}-about` : undefined} ...${rest} />
  </div>`;
}

function Input({ id, label, one, about, state, values, set, files, setFiles }) {
  const key = one.custom_id;
  if (one.type === 4) {
    const shared = {
      id,
      'aria-describedby': about,
      value: values[key] ?? one.value ?? '',
      placeholder: one.placeholder ?? '',
      maxLength: one.max_length ?? 4000,
      'aria-required': one.required !== false,
      onInput: (event) => set(key, event.currentTarget.value),
    };
    return one.style === 2
      ? html`<textarea rows="6" spellcheck=${false} ...${shared} />`
      : html`<input type="text" ...${shared} />`;
  }
  if (one.type === 19)
    return html`<${FileField} id=${id} about=${about} max=${one.max_values ?? 1} chosen=${files[key] ?? []} choose=${(list) => setFiles({ ...files, [key]: list })} />`;
  if (one.type === 21 || one.type === 22) return html`<${Boxes} one=${one} values=${values} set=${set} />`;
  if (one.type === 23)
    return html`<input id=${id} type="checkbox" checked=${values[key] ?? one.default ?? false} onChange=${(event) => set(key, event.currentTarget.checked)} />`;
  const options = one.options ?? entities(state, one.type);
  return html`<${Select}
    id=${id}
    label=${label}
    about=${about}
    options=${options}
    placeholder=${one.placeholder ?? 'Make a selection'}
    min=${one.required === false ? 0 : (one.min_values ?? 1)}
    max=${one.max_values ?? 1}
    required=${one.required !== false}
    preset=${options.filter((option) => option.default).map((option) => option.value)}
    onChosen=${(chosen) => set(key, chosen)}
  />`;
}

/** The file input of a modal: files are dropped, pasted or chosen. */
function FileField({ id, about, max, chosen, choose }) {
  const [over, setOver] = useState(false);
  const add = (list) => choose([...chosen, ...list].slice(-max));
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    add([...event.dataTransfer.files]);
  };
  return html`<div class=${`drop-zone${over ? ' over' : ''}`} onDragOver=${(event) => {
    event.preventDefault();
    setOver(true);
  }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <input id=${id} class="out-of-sight" type="file" aria-describedby=${about} multiple=${max > 1} onChange=${(
      event,
    ) => {
      add([...event.currentTarget.files]);
      event.currentTarget.value = '';
    }} />
    <span aria-hidden="true">Drop ${max > 1 ? `up to ${max} files` : 'a file'} here or <label for=${id} class="as-link">browse</label></span>
    <${PendingFiles} label="Chosen files" files=${chosen} change=${choose} small />
  </div>`;
}

function Boxes({ one, values, set }) {
  const single = one.type === 21;
  const key = one.custom_id;
  const now = [
    values[key] ?? one.options.filter((option) => option.default).map((option) => option.value),
  ].flat();
  const toggle = (value) => {
    if (single) set(key, value);
    else set(key, now.includes(value) ? now.filter((other) => other !== value) : [...now, value]);
  };
  return html`<div role="group">${one.options.map((option) => html`<label class="choice" key=${option.value}><input type=${single ? 'radio' : 'checkbox'} name=${key} checked=${now.includes(option.value)} onChange=${() => toggle(option.value)} /> ${option.label}</label>`)}</div>`;
}
