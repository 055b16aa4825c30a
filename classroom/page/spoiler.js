import { useState } from 'preact/hooks';
import { html } from './html.js';

/** Text that is revealed by a click. */
export function Spoiler({ children }) {
  const [open, setOpen] = useState(false);
  if (open) return html`<span class="spoiler open">${children}</span>`;
  return html`<button type="button" class="spoiler" aria-label="Spoiler: show" onClick=${() => setOpen(true)}>
    <span class="hidden-text" aria-hidden="true">${children}</span>
  </button>`;
}

/** A container or picture that is revealed by a click. */
export function SpoilerBox({ spoiler, children }) {
  const [open, setOpen] = useState(!spoiler);
  if (!spoiler) return children;
  return html`<div class=${`spoiler-box${open ? ' open' : ''}`}>
    <div class="spoiler-content" inert=${!open} aria-hidden=${!open}>${children}</div>
    ${open ? null : html`<button type="button" class="spoiler-cover" onClick=${() => setOpen(true)}><span>Spoiler</span></button>`}
  </div>`;
}
