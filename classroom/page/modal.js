import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Markdown } from './markdown.js';

/** A form that the bot opened. */
export function Modal({ asked, state, act }) {
  const dialog = useRef(null);
  const [values, setValues] = useState({});
  const [files, setFiles] = useState({});
  const [problem, setProblem] = useState(null);
  const { modal } = asked;
  useEffect(() => {
    dialog.current.showModal();
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
      <h2 id="form-title">${modal.title}</h2>
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
    <label for=${id}>${label}${inner.required === false ? null : html`<span class="required" aria-hidden="true"> *</span>`}</label>
    ${one.description ? html`<p class="muted small" id=${`${id}-about`}>${one.description}</p>` : null}
    <${Input} id=${id} one=${inner} about=${one.description ? `${id}-about` : undefined} ...${rest} />
  </div>`;
}

function Input({ id, one, about, state, values, set, files, setFiles }) {
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
  if (one.type === 19) {
    const chosen = files[key] ?? [];
    const change = (event) =>
      setFiles({ ...files, [key]: [...event.currentTarget.files].slice(0, one.max_values ?? 1) });
    return html`<input id=${id} type="file" aria-describedby=${about} multiple=${(one.max_values ?? 1) > 1} onChange=${change} />
      ${chosen.length > 1 ? html`<p class="muted small">${chosen.map((file) => file.name).join(', ')}</p>` : null}`;
  }
  if (one.type === 21 || one.type === 22) return html`<${Boxes} one=${one} values=${values} set=${set} />`;
  if (one.type === 23)
    return html`<input id=${id} type="checkbox" checked=${values[key] ?? one.default ?? false} onChange=${(event) => set(key, event.currentTarget.checked)} />`;
  const options = one.options ?? state.users.map((user) => ({ value: user.id, label: user.name }));
  const many = (one.max_values ?? 1) > 1;
  return html`<select id=${id} multiple=${many} aria-describedby=${about} onChange=${(event) => set(key, [...event.currentTarget.selectedOptions].map((option) => option.value).filter(Boolean))}>
    ${many ? null : html`<option value="">${one.placeholder ?? 'Make a selection'}</option>`}
    ${options.map((option) => html`<option key=${option.value} value=${option.value} selected=${option.default === true}>${option.label}</option>`)}
  </select>`;
}

function Boxes({ one, values, set }) {
  const single = one.type === 21;
  const key = one.custom_id;
  const now = [
    values[key] ?? one.options.filter((option) => option.default).map((option) => option.value),
  ].flat();
  const toggle = (value) =>
    set(key, single ? value : now.includes(value) ? now.filter((other) => other !== value) : [...now, value]);
  return html`<div role="group">${one.options.map((option) => html`<label class="choice" key=${option.value}><input type=${single ? 'radio' : 'checkbox'} name=${key} checked=${now.includes(option.value)} onChange=${() => toggle(option.value)} /> ${option.label}</label>`)}</div>`;
}
