// What checks found out comes as data from another process; these pages word it.
import { translate } from '../../check/wording.ts';
import type { Locale, TranslatableText } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';

/**
 * What a student wrote, with what would change the order or the look of the text around it made visible: direction
 * overrides hide code from a reader (CVE-2021-42574), control characters hide anything.
 */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');

/** A sentence of the catalogue, in which code stands between backticks; those of a student end none of it. */
export function sentence(locale: Locale, text: TranslatableText): Html {
  const values = Object.fromEntries(
    Object.entries(text.values).map(([name, value]) => [
      name,
      typeof value === 'string' ? visible(value.replaceAll('`', 'ˋ').replaceAll('\n', ' ')) : value,
    ]),
  );
  const parts = translate(locale, { ...text, values }).split(/`([^`]+)`/);
  return html`<span>${parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}</span>`;
}
