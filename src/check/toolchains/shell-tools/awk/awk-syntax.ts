import { Refusal } from '../refusal.ts';
import { AwkExpressions, deepest } from './awk-expressions.ts';

/** What parsing an awk program reveals without running it. */
export type AwkReading =
  | {
      readonly kind: 'read';
      /** Whether it reads input, because it has more than BEGIN rules. */
      readonly readsInput: boolean;
      /** Whether it starts programs, writes files, or exits with its own exit code. */
      readonly reachesOut: boolean;
    }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Parses a program as mawk does, which is Debian's awk (measured: 1.3.4). */
export function readAwk(text: string): AwkReading {
  try {
    return new AwkReader(text).read();
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', phrase: error.message };
    throw error;
  }
}

class AwkReader extends AwkExpressions {
  readonly #defined = new Set<string>();
  #readsInput = false;

  read(): AwkReading {
    for (this.skipEnds(); this.next.kind !== 'end'; this.skipEnds()) this.#item();
    const missing = [...this.called].find((name) => !this.#defined.has(name));
    if (missing !== undefined) throw new Refusal(`function ${missing} never defined`);
    return { kind: 'read', readsInput: this.#readsInput, reachesOut: this.reachesOut };
  }

  /** Parses a rule or a function. */
  #item(): void {
    if (this.take('function') || this.take('func')) {
      this.#defined.add(this.next.text);
      this.tokens.advance();
      this.want('(');
      while (!this.take(')')) {
        if (this.next.kind !== 'name' && !this.is(',')) this.unexpected();
        this.tokens.advance();
      }
      this.skipLines();
      this.#block();
      return;
    }
    if (this.take('BEGIN')) {
      this.#block();
      return;
    }
    this.#readsInput = true;
    if (this.take('END')) {
      this.#block();
      return;
    }
    if (!this.is('{')) {
      this.expression(false);
      if (this.take(',')) this.expression(false);
    }
    if (this.is('{')) this.#block();
    else if (this.next.kind !== 'end' && !this.is('\n') && !this.is(';')) this.unexpected();
  }

  #block(): void {
    this.want('{');
    for (this.skipEnds(); !this.take('}'); this.skipEnds()) {
      if (this.next.kind === 'end') throw new Refusal('missing } near end of file');
      this.#statement();
    }
  }

  #statement(): void {
    this.depth += 1;
    if (this.depth > deepest) this.reachesOut = true;
    if (this.depth > deepest * 2) throw new Refusal('too deep');
    this.#readStatement();
    this.depth -= 1;
  }

  #readStatement(): void {
    if (this.is('{')) this.#block();
    else if (this.take('if')) this.#branch();
    else if (this.take('while')) {
      this.#condition();
      this.#body();
    } else if (this.take('do')) {
      this.#body();
      this.skipEnds();
      this.want('while');
      this.#condition();
      this.#endOfStatement();
    } else if (this.take('for')) this.#loop();
    else if (!this.take(';')) {
      this.#simple();
      this.#endOfStatement();
    }
  }

  #branch(): void {
    this.#condition();
    this.#body();
    if (this.tokens.peeksElse()) this.skipEnds();
    if (this.take('else')) this.#body();
  }

  #condition(): void {
    this.want('(');
    this.expression(false);
    this.want(')');
  }

  #body(): void {
    this.skipLines();
    this.#statement();
  }

  #loop(): void {
    this.want('(');
    for (let part = 0; !this.take(')'); part += 1) {
      if (part > 6 || this.next.kind === 'end') this.unexpected();
      if (!this.take(';')) this.expression(false);
    }
    this.#body();
  }

  #endOfStatement(): void {
    if (this.is('}') || this.next.kind === 'end') return;
    if (!this.take(';') && !this.take('\n')) this.unexpected();
  }

  #simple(): void {
    if (this.take('next') || this.take('nextfile') || this.take('break') || this.take('continue')) return;
    const isExit = this.is('exit');
    if (this.take('exit') || this.take('return')) {
      if (this.endsHere()) return;
      if (isExit) this.reachesOut = true;
      this.expression(false);
      return;
    }
    const isFormatted = this.is('printf');
    if (this.take('print') || this.take('printf')) {
      if (isFormatted && this.endsHere()) throw new Refusal('no arguments in call to printf');
      if (!this.endsHere() && !this.is('>') && !this.is('|')) this.list(true);
      if (this.take('>') || this.take('>>') || this.take('|')) {
        this.reachesOut = true;
        this.expression(true);
      }
      return;
    }
    this.take('delete');
    this.expression(false);
  }
}
