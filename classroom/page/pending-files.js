import { size } from './files.js';
import { html } from './html.js';

/** Files that were chosen but not sent yet, each with a button to remove it. */
export function PendingFiles({ label, files, change, small = false }) {
  if (files.length === 0) return null;
  const without = (index) => files.filter((_, other) => other !== index);
  return html`<ul class="pending-files" aria-label=${label}>
    ${files.map((file, index) => html`<li key=${index}><span>${file.name}</span> <span class=${small ? 'muted small' : 'muted'}>${size(file.size)}</span> <button type="button" class="quiet" aria-label=${`Remove ${file.name}`} onClick=${() => change(without(index))}>✕</button></li>`)}
  </ul>`;
}
