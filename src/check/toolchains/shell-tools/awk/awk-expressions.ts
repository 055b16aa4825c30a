import { Refusal } from '../refusal.ts';
import { type AwkToken, AwkTokens } from './awk-tokens.ts';

const functions = new Set(
  `length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close
   fflush systime strftime mktime`.split(/\s+/),
);
const operators = new Set('+ - * / % ^ ** < <= == != > >= ~ !~ && || = += -= *= /= %= ^= **='.split(' '));
export const deepest = 60;

/** Parses the expressions of an awk program. */
export class AwkExpressions {
  protected readonly tokens: AwkTokens;
  protected readonly called = new Set<string>();
  protected reachesOut = false;
  protected depth = 0;

  constructor(text: string) {
    this.tokens = new AwkTokens(text);
  }

  protected get next(): AwkToken {
    return this.tokens.next;
  }

  protected is(text: string): boolean {
    const { kind } = this.next;
    return (kind === 'mark' || kind === 'name') && this.next.text === text;
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false;
    this.tokens.advance();
    return true;
  }

  protected want(text: string): void {
    if (!this.take(text)) this.unexpected();
  }

  protected unexpected(): never {
    const { kind, text } = this.next;
    throw new Refusal(kind === 'end' ? 'unexpected end of the program' : `syntax error at or near ${text}`);
  }

  protected skipLines(): void {
    while (this.take('\n'));
  }

  protected skipEnds(): void {
    while (this.take('\n') || this.take(';'));
  }

  protected endsHere(): boolean {
    return this.next.kind === 'end' || this.is(';') || this.is('\n') || this.is('}');
  }

  protected list(isPrinted: boolean): void {
    this.expression(isPrinted);
    while (this.take(',')) {
      this.skipLines();
      this.expression(isPrinted);
    }
  }

  /** Parses operands and operators in turn; adjacent operands are concatenated. With `isPrinted`, `>` is a redirection. */
  protected expression(isPrinted: boolean): void {
    for (;;) {
      this.operand();
      if (isPrinted && (this.is('>') || this.is('|'))) return;
      const { kind, text } = this.next;
      if (kind === 'mark' && operators.has(text)) {
        this.tokens.advance();
        this.skipLines();
      } else if (this.take('?')) {
        this.expression(isPrinted);
        this.want(':');
      } else if (this.take('in')) {
        // `(key in list)`: the list is parsed as the next operand.
      } else if (this.take('|')) {
        this.reachesOut = true;
        if (!this.is('getline')) this.unexpected();
      } else if (!this.beginsOperand()) return;
    }
  }

  protected beginsOperand(): boolean {
    const { kind, text } = this.next;
    if (kind === 'number' || kind === 'string') return true;
    if (kind === 'name') return !/^(?:else|while|function|func)$/.test(text);
    return kind === 'mark' && /^(?:\(|\$|!|\+\+|--)$/.test(text);
  }

  protected operand(): void {
    while (['!', '-', '+', '++', '--'].some((sign) => this.take(sign)));
    this.depth += 1;
    if (this.depth > deepest * 2) throw new Refusal('too deep');
    if (this.take('$')) this.operand();
    else if (this.take('(')) {
      this.list(false);
      this.want(')');
    } else if (this.take('getline')) {
      this.reachesOut = true;
      if (this.next.kind === 'name' || this.is('$')) this.operand();
      if (this.take('<')) this.operand();
    } else if (this.is('/') || this.is('/=')) this.tokens.takePattern();
    else if (this.next.kind === 'name') this.named();
    else if (this.next.kind === 'number' || this.next.kind === 'string') this.tokens.advance();
    else this.unexpected();
    this.depth -= 1;
    while (this.take('++') || this.take('--'));
  }

  /** A variable, an array element, or a function call. */
  protected named(): void {
    const { text, calls } = this.next;
    if (/^(?:print|printf|if|else|while|for|do|next|exit|return|BEGIN|END|in|delete)$/.test(text))
      this.unexpected();
    this.tokens.advance();
    if (this.take('[')) {
      this.list(false);
      this.want(']');
      return;
    }
    const isOwn = functions.has(text);
    if (!this.is('(') || (!isOwn && !calls)) {
      if (isOwn && text !== 'length') this.unexpected();
      return;
    }
    if (!isOwn) this.called.add(text);
    if (/^(?:system|close|fflush)$/.test(text)) this.reachesOut = true;
    this.want('(');
    if (this.take(')')) return;
    this.list(false);
    this.want(')');
  }
}
