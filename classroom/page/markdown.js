import { Marked, Tokenizer } from 'marked';
import { CodeBlock } from './code.js';
import { withSigns } from './emoji.js';
import { html } from './html.js';
import { Spoiler } from './spoiler.js';
import { ago, clockTime, longDate } from './time.js';

/*
 * Discord's Markdown is marked's without what Discord lacks (HTML, tables, rules, images, indented code), and with what it adds. marked
 * only tokenizes; elements are created from the tokens here, so that no text is ever parsed as HTML.
 */
const nothing = () => undefined;

const inline = (name, start, pattern, read) => ({
  name,
  level: 'inline',
  start: (source) => source.match(start)?.index,
  tokenizer(source) {
    const match = pattern.exec(source);
    return match ? { type: name, raw: match[0], ...read.call(this, match) } : undefined;
  },
});

const LIST = /^ {0,3}(?:[-*]|\d{1,9}\.) [^\n]*(?:\n(?: *(?:[-*]|\d{1,9}\.) | {2,})[^\n]*)*(?:\n|$)/;
const FENCE = /^```(?:([\w+#.-]+)\n)?\n?([\s\S]+?)\n?```/;
const fence = (level) => ({
  name: `fence-${level}`,
  level,
  start: (source) => source.match(/```/)?.index,
  tokenizer(source) {
    const match = FENCE.exec(source);
    return match
      ? { type: `fence-${level}`, raw: match[0], lang: match[1] ?? '', text: match[2] }
      : undefined;
  },
});

// marked asks for the next possible start of a block in the text after its first character, so only the start of a line counts.
const block = (name, pattern, read) => ({
  name,
  level: 'block',
  start: (source) => source.match(new RegExp(`\\n(?=${pattern.source.slice(1)})`))?.index,
  tokenizer(source) {
    const match = pattern.exec(source);
    return match ? { type: name, raw: match[0], ...read.call(this, match) } : undefined;
  },
});

const discord = new Marked({ gfm: true, breaks: true });
discord.use({
  tokenizer: {
    html: nothing,
    tag: nothing,
    table: nothing,
    hr: nothing,
    lheading: nothing,
    code: nothing,
    def: nothing,
    reflink: nothing,
    fences: nothing,
    blockquote: nothing,
    list(source) {
      // An unindented line ends a list in Discord; marked would make it part of the list.
      const part = LIST.exec(source)?.[0];
      return part ? Tokenizer.prototype.list.call(this, part) : undefined;
    },
    heading(source) {
      const match = /^(#{1,3}) +([^\n]+)(?:\n|$)/.exec(source);
      return match
        ? {
            type: 'heading',
            raw: match[0],
            depth: match[1].length,
            text: match[2],
            tokens: this.lexer.inline(match[2]),
          }
        : undefined;
    },
  },
  extensions: [
    fence('block'),
    fence('inline'),
    block('quote-rest', /^>>> ([\s\S]+)/, function read(match) {
      return { tokens: this.lexer.blockTokens(match[1], []) };
    }),
    block('quote', /^(?:> [^\n]*(?:\n|$))+/, function read(match) {
      const text = match[0].replace(/^> /gm, '').replace(/\n$/, '');
      return { tokens: this.lexer.blockTokens(text, []) };
    }),
    block('subtext', /^-# +([^\n]+)(?:\n|$)/, function read(match) {
      return { tokens: this.lexer.inline(match[1]) };
    }),
    inline('spoiler', /\|\|/, /^\|\|([\s\S]+?)\|\|/, function read(match) {
      return { tokens: this.lexer.inlineTokens(match[1]) };
    }),
    inline('user', /<@/, /^<@!?(\d+)>/, (match) => ({ id: match[1] })),
    inline('role', /<@&/, /^<@&(\d+)>/, (match) => ({ id: match[1] })),
    inline('channel', /<#/, /^<#(\d+)>/, (match) => ({ id: match[1] })),
    inline('command', /<\//, /^<\/([^:>]+):(\d+)>/, (match) => ({ text: match[1] })),
    inline('emoji', /<a?:/, /^<a?:(\w+):\d+>/, (match) => ({ text: match[1] })),
    inline('time', /<t:/, /^<t:(-?\d+)(?::([tTdDfFR]))?>/, (match) => ({
      seconds: Number(match[1]),
      style: match[2] ?? 'f',
    })),
    inline('everyone', /@(everyone|here)/, /^@(everyone|here)/, (match) => ({ text: match[0] })),
  ],
});

const parsed = new Map();

function tokensOf(text) {
  const known = parsed.get(text);
  if (known) return known;
  const tokens = discord.lexer(text);
  parsed.set(text, tokens);
  if (parsed.size > 2_000) parsed.delete(parsed.keys().next().value);
  return tokens;
}

/** Text as Discord renders it. `names` resolves mentions. */
export function Markdown({ text, names }) {
  return html`<div class="markdown">${tokensOf(text).map((token) => element(token, names))}</div>`;
}

function all(tokens, names) {
  return (tokens ?? []).map((token) => element(token, names));
}

function element(token, names) {
  switch (token.type) {
    case 'space':
      return '\n'
        .repeat(Math.max(0, token.raw.split('\n').length - 2))
        .split('')
        .map(() => html`<div class="blank" />`);
    case 'paragraph':
      return html`<div class="paragraph">${all(token.tokens, names)}</div>`;
    case 'text':
      return token.tokens ? all(token.tokens, names) : plain(token);
    case 'escape':
      return plain(token);
    case 'br':
      return html`<br />`;
    case 'heading':
      return html`<div class=${`heading heading-${token.depth}`} role="heading" aria-level=${token.depth + 1}>
        ${all(token.tokens, names)}
      </div>`;
    case 'subtext':
      return html`<div class="subtext">${all(token.tokens, names)}</div>`;
    case 'quote':
    case 'quote-rest':
      return html`<blockquote>${all(token.tokens, names)}</blockquote>`;
    case 'list': {
      const items = token.items.map((item) => html`<li>${all(item.tokens, names)}</li>`);
      return token.ordered ? html`<ol start=${token.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'strong':
      return token.raw.startsWith('__')
        ? html`<u>${all(token.tokens, names)}</u>`
        : html`<strong>${all(token.tokens, names)}</strong>`;
    case 'em':
      return html`<em>${all(token.tokens, names)}</em>`;
    case 'del':
      return html`<s>${all(token.tokens, names)}</s>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'fence-block':
    case 'fence-inline':
      return html`<${CodeBlock} code=${token.text} language=${token.lang} />`;
    case 'spoiler':
      return html`<${Spoiler}>${all(token.tokens, names)}<//>`;
    case 'link':
      return link(token, names);
    case 'user':
      return html`<span class="mention">@${names.user(token.id)}</span>`;
    case 'role':
      return html`<span class="mention">@${names.role(token.id)}</span>`;
    case 'channel':
      return html`<span class="mention">#${names.channel(token.id)}</span>`;
    case 'command':
      return html`<span class="mention">/${token.text}</span>`;
    case 'everyone':
      return html`<span class="mention">${token.text}</span>`;
    case 'emoji':
      return `:${token.text}:`;
    case 'time':
      return timestamp(token);
    default:
      return plain(token);
  }
}

/** The raw text of a token that has no tokens of its own. */
function plain(token) {
  return withSigns(token.type === 'escape' ? token.text : (token.raw ?? token.text));
}

function link(token, names) {
  const safe = /^https?:\/\//i.test(token.href);
  if (!safe) return token.raw;
  return html`<a href=${token.href} target="_blank" rel="noopener noreferrer" title=${token.title ?? undefined}>
    ${all(token.tokens, names)}
  </a>`;
}

function timestamp({ seconds, style, raw }) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return raw;
  return html`<time class="timestamp" dateTime=${date.toISOString()} title=${longDate(date, 'F')}>${dateIn(style, date)}</time>`;
}

function dateIn(style, date) {
  if (style === 'R') return ago(date);
  return style === 't' || style === 'T' ? clockTime(date) : longDate(date, style);
}

/** The beginning of the text without formatting, for places with a single line. */
export function plainLine(text, names) {
  return text
    .replace(/<@!?(\d+)>/g, (_all, id) => `@${names.user(id)}`)
    .replace(/<@&(\d+)>/g, (_all, id) => `@${names.role(id)}`)
    .replace(/<#(\d+)>/g, (_all, id) => `#${names.channel(id)}`)
    .replace(/```(?:[\w+#.-]+\n)?|\*\*|__|\|\||^[>#]+ /gm, '')
    .replace(/\s+/g, ' ')
    .slice(0, 90);
}
