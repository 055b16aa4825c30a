import bash from 'highlight/bash';
import highlighter from 'highlight/core';
import diff from 'highlight/diff';
import dockerfile from 'highlight/dockerfile';
import ini from 'highlight/ini';
import json from 'highlight/json';
import python from 'highlight/python';
import shell from 'highlight/shell';
import sql from 'highlight/sql';
import xml from 'highlight/xml';
import yaml from 'highlight/yaml';
import { useMemo, useState } from 'preact/hooks';
import { html } from './html.js';

const languages = { bash, diff, dockerfile, ini, json, python, shell, sql, xml, yaml };
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

/** A block of code, coloured when its language is known. */
export function CodeBlock({ code, language }) {
  const coloured = useMemo(() => colour(code, language), [code, language]);
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
  // highlight.js answers with markup; only its spans and their classes are taken over, as elements.
  const parsed = new DOMParser().parseFromString(`<body>${value}</body>`, 'text/html');
  return [...parsed.body.childNodes].map(taken);
}

function taken(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  return html`<span class=${node.className}>${[...node.childNodes].map(taken)}</span>`;
}
