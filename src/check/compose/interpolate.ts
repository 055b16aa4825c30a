/** A text after Compose's variable substitution, or the reason why Compose refuses it. */
export interface Interpolated {
  readonly text: string;
  /** Variables without a value, for which Compose substitutes an empty text. */
  readonly unset: readonly string[];
  /** Set when Compose refuses the text: an invalid `$`, or a required variable without a value. */
  readonly refused: { readonly key: 'invalid' | 'required'; readonly what: string } | null;
}

type ComposeVariables = Readonly<Record<string, string>>;

/** Limit on nested defaults. */
const mostNested = 4;
const name = /[A-Za-z_]\w*/y;

/**
 * Substitutes variables as Compose does: `$NAME`, `${NAME}`, with `:-`, `-`, `:?`, `?`, `:+`, `+`, and `$$` for a dollar sign. Stops soon
 * after `most` characters.
 */
export function interpolate(text: string, variables: ComposeVariables, most = 65_536): Interpolated {
  const unset = new Set<string>();
  const reader = new InterpolationReader(text, variables, unset, most);
  const result = reader.until(text.length, 0);
  return { text: result, unset: [...unset], refused: reader.refused };
}

class InterpolationReader {
  refused: Interpolated['refused'] = null;
  readonly #text: string;
  readonly #variables: ComposeVariables;
  readonly #unset: Set<string>;
  /** The number of characters that substituted values may still add. */
  #left: number;

  constructor(text: string, variables: ComposeVariables, unset: Set<string>, most: number) {
    this.#text = text;
    this.#variables = variables;
    this.#unset = unset;
    this.#left = most;
  }

  until(end: number, depth: number, start = 0): string {
    const parts: string[] = [];
    let at = start;
    while (at < end && this.refused === null && this.#left >= 0) {
      const dollar = this.#text.indexOf('$', at);
      if (dollar < 0 || dollar >= end) {
        parts.push(this.#text.slice(at, end));
        break;
      }
      parts.push(this.#text.slice(at, dollar));
      const next = this.#text[dollar + 1];
      if (next === '$') {
        parts.push('$');
        at = dollar + 2;
      } else if (next === '{') {
        const close = this.#closing(dollar + 2, end);
        parts.push(this.#braced(dollar + 2, close, depth));
        at = close + 1;
      } else {
        const plain = this.#nameAt(dollar + 1);
        if (plain === '') this.#refuse('invalid', this.#text.slice(dollar, dollar + 20));
        else parts.push(this.#valueOf(plain));
        at = dollar + 1 + plain.length;
      }
    }
    return parts.join('');
  }

  /** The position of the brace that closes the one before `from`; `end` when there is none. */
  #closing(from: number, end: number): number {
    let open = 1;
    for (let at = from; at < end; at++) {
      if (this.#text.startsWith('${', at)) open++;
      else if (this.#text[at] === '}' && --open === 0) return at;
    }
    this.#refuse('invalid', this.#text.slice(from - 2, from + 18));
    return end;
  }

  #braced(from: number, close: number, depth: number): string {
    if (this.refused !== null) return '';
    const variable = this.#nameAt(from);
    const rest = from + variable.length;
    const operator = /(?::?[-?+])?/y;
    operator.lastIndex = rest;
    const sign = operator.exec(this.#text)?.[0] ?? '';
    if (variable === '' || rest > close || (sign === '' && rest !== close) || depth >= mostNested) {
      this.#refuse('invalid', this.#text.slice(from - 2, Math.min(close + 1, from + 30)));
      return '';
    }
    if (sign === '') return this.#valueOf(variable);
    return this.#withOperator(variable, sign, () => this.until(close, depth + 1, rest + sign.length));
  }

  #withOperator(variable: string, sign: string, word: () => string): string {
    const value = Object.hasOwn(this.#variables, variable) ? this.#variables[variable] : undefined;
    const there = value !== undefined && !(sign.startsWith(':') && value === '');
    if (sign.endsWith('+')) return there ? word() : '';
    if (there) return this.#counted(value);
    if (sign.endsWith('-')) return word();
    this.#refuse('required', variable);
    return '';
  }

  #nameAt(at: number): string {
    name.lastIndex = at;
    return name.exec(this.#text)?.[0] ?? '';
  }

  #valueOf(variable: string): string {
    if (Object.hasOwn(this.#variables, variable)) return this.#counted(this.#variables[variable] ?? '');
    this.#unset.add(variable);
    return '';
  }

  #counted(value: string): string {
    this.#left -= value.length;
    return value;
  }

  #refuse(key: 'invalid' | 'required', what: string): void {
    this.refused ??= { key, what };
  }
}

/** Parses the variables of a `.env` file: `NAME=value` on each line, with or without quotes. */
export function readEnvFile(text: string): ComposeVariables {
  const variables: Record<string, string> = Object.create(null);
  for (const line of text.split('\n')) {
    const [, key = '', written = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=(.*)$/.exec(line) ?? [];
    if (key === '') continue;
    const value = written.trim();
    const quote = value[0];
    const end = quote === '"' || quote === "'" ? value.indexOf(quote, 1) : -1;
    variables[key] = end > 0 ? value.slice(1, end) : withoutComment(value);
  }
  return variables;
}

function withoutComment(value: string): string {
  const at = value.search(/(?:^|\s)#/);
  return at < 0 ? value : value.slice(0, at).trimEnd();
}
