import { Refusal } from './refusal.ts';

/** A position in a sed script, with methods that parse from there. */
export class SedCursor {
  protected readonly script: string;
  protected at = 0;

  constructor(script: string) {
    this.script = script;
  }

  protected get next(): string {
    return this.script[this.at] ?? '';
  }

  /** Skips characters that match, and returns the next one; empty at the end. */
  protected skip(kind: RegExp): string {
    while (this.next !== '' && kind.test(this.next)) this.at += 1;
    return this.next;
  }

  protected taken(kind: RegExp): string {
    const from = this.at;
    this.skip(kind);
    return this.script.slice(from, this.at);
  }

  /** The text up to the delimiter, which is the next character. In a pattern, a set may contain the delimiter. */
  protected upTo(mark: string, isPattern: boolean, unended: string): string {
    let text = '';
    for (this.at += 1; this.next !== mark; this.at += 1) {
      const next = this.next;
      if (next === '' || (next === '\n' && isPattern)) throw new Refusal(unended);
      const set = isPattern && next === '[' ? setAt(this.script, this.at) : '';
      if (set === null) throw new Refusal(unended);
      if (next === '\\') {
        this.at += 1;
        const escaped = this.next;
        if (escaped === '') throw new Refusal(unended);
        text += escaped === mark && !(escaped === '&' && !isPattern) ? escaped : `\\${escaped}`;
      } else {
        text += set || next;
        this.at += Math.max(set.length - 1, 0);
      }
    }
    this.at += 1;
    return text;
  }

  protected word(kind: RegExp): string {
    this.skip(/[ \t]/);
    return this.taken(kind).trim();
  }

  protected endOfCommand(): void {
    const next = this.skip(/[ \t\r]/);
    if (next !== '' && !/[\n;#}]/.test(next)) throw new Refusal('extra characters after command');
  }
}

/** A set in a pattern, with its brackets; null when it is not closed on the line. */
function setAt(script: string, from: number): string | null {
  const found = /^\[\^?\]?(?:\[:\w*:\]|[^\]\n])*\]/.exec(script.slice(from, from + 500));
  return found === null ? null : found[0];
}
