// Check results are data from another process; these modules word them.
import { translate } from '../../check/wording.ts';
import type { Locale, TranslatableText } from '../../wording/wording.ts';
import { type Html, html } from './html.ts';

/**
 * A student's text with characters made visible that affect the order or look of the surrounding text: direction overrides hide
 * code from a reader (CVE-2021-42574), control characters can hide anything.
 */
export const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');

/** A sentence from the catalogue, with code between backticks. Backticks in a student's text cannot end a code span. */
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
