import { type BuildError, buildError } from './build-error.ts';

interface DirectiveValue {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

const directivePattern = /^#[\t-\r \u0085\u00a0]*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(\S.*)$/;

/** `# escape=`, `# syntax=` and `# check=`, which only count at the very top of a Dockerfile, and only once each. */
export class ParserDirectives {
  readonly #read = new Map<string, DirectiveValue>();
  #mayFollow = true;

  get(name: 'syntax' | 'check'): DirectiveValue | null {
    return this.#read.get(name) ?? null;
  }

  get escape(): '\\' | '`' {
    return this.#read.get('escape')?.value === '`' ? '`' : '\\';
  }

  /** Reads the next line of the file. `isDirective` is false for a comment that looks like a directive but does not count. */
  read(line: string, number: number): { readonly isDirective: boolean; readonly error: BuildError | null } {
    const match = this.#mayFollow ? directivePattern.exec(line) : null;
    const name = match?.[1]?.toLowerCase() ?? '';
    if (!['syntax', 'escape', 'check'].includes(name)) {
      this.#mayFollow = false;
      return { isDirective: false, error: null };
    }
    if (this.#read.has(name)) {
      const phrase = `only one ${name} parser directive can be used`;
      return { isDirective: false, error: buildError('DirectiveTwice', number, phrase, { name }) };
    }
    const value = (match?.[2] ?? '').trimEnd();
    this.#read.set(name, { value, line: number });
    if (name !== 'escape' || value === '\\' || value === '`') return { isDirective: true, error: null };
    const phrase = `invalid escape token '${value}' does not match \` or \\`;
    return { isDirective: true, error: buildError('InvalidEscapeDirective', number, phrase, { value }) };
  }
}
