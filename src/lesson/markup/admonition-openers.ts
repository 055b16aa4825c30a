/** Opening lines of blocks that only some Markdown processors know. */

export interface AdmonitionOpener {
  readonly kind: string;
  readonly title: string;
  readonly shape: AdmonitionShape;
}

export type AdmonitionShape =
  | { readonly by: 'indent'; readonly indent: number }
  | { readonly by: 'quote' }
  | { readonly by: 'fence'; readonly sign: string; readonly length: number }
  | { readonly by: 'tag'; readonly end: RegExp; readonly name: string };

/** Kinds that hold help, and kinds that set a task. */
export const helpKinds = new Set(
  'hint tip details spoiler solution answer astuce indice dropdown collapse collapsible expand expander expandable accordion help clue'.split(
    ' ',
  ),
);
export const taskKinds = new Set('todo task exercise challenge activity practice exercice step'.split(' '));

export function width(blank: string): number {
  let columns = 0;
  for (const sign of blank) columns += sign === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

export const indentOf = (row: string): number => width(/^[ \t]*/.exec(row)?.[0] ?? '');

const admonition = /^(?:\?\?\?\+?|!!!)[ \t]+([\w-]+)(?:[ \t]+[\w-]+){0,3}(?:[ \t]+"([^"\n]*)")?[ \t]*$/;
const untitled = /^(?:\?\?\?\+?|!!!)[ \t]+"([^"\n]*)"[ \t]*$/;
const tab = /^===[!+]?[ \t]+"([^"\n]*)"[ \t]*$/;
const directive = /^(:{3,})([^:\n].*)$/;
const callout = /^>[ \t]{0,3}\[!([\w-]+)(?:\|[^\]\n]*)?\][+-]?(.*)$/;
const quoteFence = /^(>{3,})(?:[ \t]*\[!([\w-]+)\])?([^>]*)$/;
const mystFence = /^(`{3,}|~{3,})[ \t]*\{([\w-]+)\}(.*)$/;
const gitbook = /^\{%[ \t]*(hint|collapse|expand|details|spoiler|tip|tab)\b([^%\n]*)%\}$/i;
const hugo =
  /^\{\{[<%][ \t]*(expand|details|notice|hint|callout|collapse|spoiler|admonition|alert|tab)\b([^\n]*?)[%>]\}\}$/i;
const element =
  /^<(Accordion|Hint|Tip|Spoiler|Solution|Answer|Collapse|Collapsible|Expandable|Callout|TabItem|Tab|Aside|Step|Task|Exercise|Challenge|aside|div|section|hint|tip|spoiler|solution|answer)\b([^<>\n]*)>$/;
/** An MDX element that holds others or affects layout. */
const otherElement = /^<([A-Z][a-z]\w{0,40})\b([^<>\n]*)>$/;

/** The admonition that a line opens; null for a line of text. */
export function openerOf(text: string, listColumn: number): AdmonitionOpener | null {
  const indent = indentOf(text);
  if (indent >= listColumn + 4 || text.length > 400) return null;
  const trimmed = text.trim();
  return indented(trimmed, indent) ?? fenced(trimmed) ?? inBrackets(trimmed) ?? tagged(trimmed);
}

function indented(trimmed: string, indent: number): AdmonitionOpener | null {
  const shape = { by: 'indent', indent } as const;
  const known = admonition.exec(trimmed);
  if (known !== null) {
    const kind = (known[1] ?? '').toLowerCase();
    // A collapsed block is help if its title says so, whatever its color.
    const isFolded = trimmed.startsWith('?') && !helpKinds.has(kind) && !taskKinds.has(kind);
    return { kind: isFolded ? 'details' : kind, title: (known[2] ?? '').trim(), shape };
  }
  const title = untitled.exec(trimmed)?.[1];
  if (title !== undefined) return { kind: 'note', title: title.trim(), shape };
  const label = tab.exec(trimmed)?.[1];
  if (label !== undefined) return { kind: 'tab', title: label.trim(), shape };
  const quoted = callout.exec(trimmed);
  if (quoted === null) return null;
  return { kind: (quoted[1] ?? '').toLowerCase(), title: (quoted[2] ?? '').trim(), shape: { by: 'quote' } };
}

function fenced(trimmed: string): AdmonitionOpener | null {
  const colons = directive.exec(trimmed);
  if (colons !== null && (colons[2] ?? '').trim() !== '') {
    const shape = { by: 'fence', sign: ':', length: colons[1]?.length ?? 3 } as const;
    return { ...kindAndTitle((colons[2] ?? '').trim()), shape };
  }
  const quotes = quoteFence.exec(trimmed);
  if (quotes !== null && (quotes[2] !== undefined || (quotes[3] ?? '').trim() === '')) {
    const shape = { by: 'fence', sign: '>', length: quotes[1]?.length ?? 3 } as const;
    return { kind: (quotes[2] ?? 'quote').toLowerCase(), title: (quotes[3] ?? '').trim(), shape };
  }
  const myst = mystFence.exec(trimmed);
  const kind = (myst?.[2] ?? '').toLowerCase();
  if (
    myst === null ||
    !(helpKinds.has(kind) || taskKinds.has(kind) || /^(?:admonition|note|warning|important)$/.test(kind))
  )
    return null;
  const ticks = myst[1] ?? '```';
  return {
    kind,
    title: (myst[3] ?? '').trim(),
    shape: { by: 'fence', sign: ticks.charAt(0), length: ticks.length },
  };
}

/** `tip Use a slim image`, `details[Hint 2]`, `{hint} Title`, `{.callout-tip title="Hint"}`, `tip{title="Hint"}`. */
function kindAndTitle(text: string): Pick<AdmonitionOpener, 'kind' | 'title'> {
  const spoken = text.replace(/(?<!:):+$/, '').trim();
  const kind =
    (/^\{[^}.\n]*\.(?:callout-)?([\w-]+)/.exec(spoken) ??
      /^\{?(?:callout-)?([\w-]+)/.exec(spoken))?.[1]?.toLowerCase() ?? 'note';
  const given = titleAttribute(spoken);
  if (given !== null) return { kind, title: given };
  const bracketed = /^[\w-]+\[([^\]\n]*)\]/.exec(spoken)?.[1];
  if (bracketed !== undefined) return { kind, title: bracketed.trim() };
  const rest = spoken.replace(/^\{[^}\n]*\}/, '').replace(/^[\w-]+/, spoken.startsWith('{') ? '$&' : '');
  return {
    kind,
    title: rest
      .replace(/^[\s|"]{1,6}/, '')
      .replace(/(?<!")"$/, '')
      .trim(),
  };
}

function titleAttribute(text: string): string | null {
  return (
    /\b(?:title|summary|header|heading|label|name)=["“']([^"”'\n]*)["”']/i.exec(text)?.[1]?.trim() ?? null
  );
}

/** `[details="Hint"]` as used by Discourse, `[spoiler]` by other forums. */
const bracketed = /^\[(details|spoiler|hint|solution|answer|collapse)(?:[ \t=]{1,2}"?([^"\]\n]*)"?)?\]$/i;

function inBrackets(trimmed: string): AdmonitionOpener | null {
  const found = bracketed.exec(trimmed);
  if (found === null) return null;
  const name = (found[1] ?? '').toLowerCase();
  const end = new RegExp(`^\\[/${name}\\]$`, 'i');
  return { kind: name, title: (found[2] ?? '').trim(), shape: { by: 'tag', end, name: `[/${name}]` } };
}

function tagged(trimmed: string): AdmonitionOpener | null {
  const block = gitbook.exec(trimmed);
  if (block !== null) {
    const name = (block[1] ?? '').toLowerCase();
    // GitBook calls every callout a hint.
    return {
      kind: name === 'hint' ? 'tip' : name,
      title: titleAttribute(block[2] ?? '') ?? '',
      shape: {
        by: 'tag',
        end: new RegExp(`^\\{%[ \\t]*end${name}[ \\t]*%\\}$`, 'i'),
        name: `{% end${name} %}`,
      },
    };
  }
  const shortcode = hugo.exec(trimmed);
  if (shortcode !== null && !shortcode[2]?.trimEnd().endsWith('/')) {
    const [, name = '', rest = ''] = shortcode;
    const isOpened = !/^(?:notice|hint|callout|admonition|alert)$/i.test(name);
    const quoted = (isOpened ? /^[ \t]*"([^"\n]*)"/ : /"([^"\n]*)"[ \t]*$/).exec(rest)?.[1];
    const kind = /^[ \t]*(?:type=)?"?(\w+)/.exec(rest)?.[1]?.toLowerCase() ?? '';
    const known =
      helpKinds.has(name.toLowerCase()) || name.toLowerCase() === 'tab' ? name.toLowerCase() : kind;
    return {
      kind: known,
      title: titleAttribute(rest) ?? quoted ?? '',
      shape: {
        by: 'tag',
        end: new RegExp(`^\\{\\{[<%][ \\t]*/[ \\t]*${name}[ \\t]*[%>]\\}\\}$`, 'i'),
        name: `{{< /${name} >}}`,
      },
    };
  }
  const tag = element.exec(trimmed) ?? otherElement.exec(trimmed);
  if (tag === null || (tag[2] ?? '').endsWith('/')) return null;
  const kind = kindOfElement(tag[1] ?? '', tag[2] ?? '');
  if (kind === null) return null;
  const end = new RegExp(`^</${tag[1]}>$`);
  return {
    kind,
    title: titleAttribute(tag[2] ?? '') ?? '',
    shape: { by: 'tag', end, name: `</${tag[1]}>` },
  };
}

/** The kind of an element: its name, else its class or type; null for one that only affects layout. */
function kindOfElement(name: string, attributes: string): string | null {
  const own = name.toLowerCase();
  const given = /\b(?:class|className|type|variant)=["']([^"'\n]*)["']/.exec(attributes)?.[1] ?? '';
  const words = given.toLowerCase().split(/[^a-z]+/);
  const known = words.find((word) => elementClasses.has(word));
  if (own === 'div' || own === 'section') return known ?? null;
  if (own === 'aside') return known ?? 'quote';
  return element.test(`<${name}>`) ? own : 'quote';
}

/** Classes that mark help and tasks; `collapse` and `details` only affect presentation. */
const elementClasses = new Set([
  ...'hint tip spoiler solution answer astuce indice clue'.split(' '),
  ...taskKinds,
]);
