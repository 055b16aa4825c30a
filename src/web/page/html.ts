import htm from 'htm';
import { type ComponentChildren, h, type VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** What a template gives: every value in it is escaped, whoever it comes from. There is no way to put in raw HTML. */
export type Html = VNode | VNode[];
export type Children = ComponentChildren;

type Template = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Html;

// The package's types describe another kind of module than the one that Node loads.
export const html: Template = (htm as unknown as { bind: (create: typeof h) => Template }).bind(h);

export const toText = (part: Html): string =>
  Array.isArray(part) ? part.map((one) => render(one)).join('') : render(part);
