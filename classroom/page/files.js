import { useState } from 'preact/hooks';
import { CodeBlock } from './code.js';
import { html } from './html.js';

/** Files up to this many bytes can be viewed in the page. */
const PREVIEW_LIMIT = 64 * 1024;
const TEXT =
  /\.(txt|md|log|json|ya?ml|toml|sh|py|ini|cfg|csv|diff|patch)$|(^|\/)(Dockerfile|dockerignore|Containerfile|Makefile)/i;
const PICTURE = /\.(png|jpe?g|gif|webp)(\?|$)/i;

export function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function safeUrl(url) {
  return /^https?:\/\//i.test(url ?? '') ? url : undefined;
}

/** A file that can be downloaded and, if it is a short text, viewed. */
export function FileCard({ file }) {
  const [text, setText] = useState(null);
  const readable = TEXT.test(file.filename ?? '') && file.size <= PREVIEW_LIMIT;
  const toggle = async () => {
    if (text !== null) return setText(null);
    const response = await fetch(file.url);
    setText(response.ok ? await response.text() : 'The file is gone.');
  };
  return html`<div class="file">
    <div class="file-head">
      <svg viewBox="0 0 24 30" width="22" height="28" aria-hidden="true"><path d="M3 1h12l6 6v22H3z" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M15 1v6h6M7 14h10M7 19h10M7 24h6" fill="none" stroke="currentColor" stroke-width="1.6" /></svg>
      <div class="file-words">
        <a href=${safeUrl(file.url)} download>${file.filename}</a>
        <span class="muted">${size(file.size ?? 0)}</span>
      </div>
      ${readable ? html`<button type="button" class="quiet" aria-expanded=${text !== null} onClick=${toggle}>${text === null ? 'Show' : 'Hide'}</button>` : null}
    </div>
    ${text === null ? null : html`<${CodeBlock} code=${text} language=${languageOf(file.filename)} />`}
  </div>`;
}

function languageOf(name) {
  if (/^(Dockerfile|Containerfile)/i.test(name)) return 'dockerfile';
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return (
    { sh: 'bash', py: 'python', yml: 'yaml', yaml: 'yaml', json: 'json', ini: 'ini', toml: 'ini' }[ending] ??
    ''
  );
}

export function Picture({ media, alt, small = false }) {
  const url = safeUrl(media.url);
  if (!url) return null;
  return html`<a class=${`picture${small ? ' small' : ''}`} href=${url} target="_blank" rel="noopener noreferrer">
    <img src=${url} alt=${alt ?? 'Picture'} loading="lazy" width=${small ? 80 : undefined} />
  </a>`;
}

/** The files below a message. */
export function Attachments({ attachments }) {
  if (attachments.length === 0) return null;
  return html`<div class="attachments">
    ${attachments.map((one) =>
      (one.content_type ?? '').startsWith('image/') && PICTURE.test(one.url)
        ? html`<${Picture} key=${one.id} media=${one} alt=${one.description ?? one.filename} />`
        : html`<${FileCard} key=${one.id} file=${one} />`,
    )}
  </div>`;
}
