import { type Html, html } from './html.ts';

/** A sentence of the catalogue, in which code stands between backticks. */
export const inline = (sentence: string): Html => html`
  <span>${sentence.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}</span>
`;
