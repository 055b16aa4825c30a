import { useEffect, useMemo, useState } from 'preact/hooks';
import { html } from './html.js';

let highlighter = null;
let loading = null;

/** Loads the highlighter when there is the first code to highlight: no page waits for it. */
function loadColours() {
  loading ??= Promise.all([import('highlight'), import('highlight/dockerfile')]).then(
    ([core, dockerfile]) => {
      core.default.registerLanguage('dockerfile', dockerfile.default);
      highlighter = core.default;
    },
  );
  return loading;
}

/** A block of code, highlighted when its language is known. */
export function CodeBlock({ code, language }) {
  const [ready, setReady] = useState(highlighter !== null);
  useEffect(() => {
    if (!ready && language)
      void loadColours()
        .then(() => setReady(true))
        .catch(() => undefined);
  }, [language]);
  const coloured = useMemo(() => (ready ? colour(code, language) : code), [code, language, ready]);
  return html`<div class="code-block">
    <pre tabindex="0"><code>${coloured}</code></pre>
    <${CopyButton} text=${code} />
  </div>`;
}

function CopyButton({ text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return html`<button type="button" class="copy" onClick=${copy}>${copied ? 'Copied' : 'Copy'}</button>`;
}

function colour(code, language) {
  const name = language.toLowerCase();
  if (!highlighter.getLanguage(name)) return code;
  const { value } = highlighter.highlight(code, { language: name, ignoreIllegals: true });
  // highlight.js returns markup; only its spans and their classes are adopted, as elements.
  const parsed = new DOMParser().parseFromString(`<body>${value}</body>`, 'text/html');
  return [...parsed.body.childNodes].map(taken);
}

function taken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  return html`<span class=${node.className}>${[...node.childNodes].map(taken)}</span>`;
}
