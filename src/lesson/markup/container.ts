/**
 * Blocks that only some readers of Markdown know: admonitions of MkDocs (`??? hint "…"`), directives (`:::tip`), call-outs
 * (`> [!TIP]`), fences of MyST (`{hint}`), tags of GitBook and Hugo. They are taken off, and what is in them stays, line for
 * line, so that any reader of Markdown reads the rest.
 */
export interface Container {
  /** What the author calls it; empty when it has no title. */
  readonly summary: string;
  /** `hint`, `tip`, `note` …, in lower case. */
  readonly kind: string;
  /** Lines from 0: where it begins, and the line behind its last one. */
  readonly startLine: number;
  readonly endLine: number;
  /** Columns by which its lines stand to the right, in a list. */
  readonly indent: number;
}

export interface Unwrapped {
  readonly source: string;
  readonly containers: readonly Container[];
  /** Those that are never closed although they should be: the line from 0, and what would close it. */
  readonly unclosed: readonly Unclosed[];
}

export interface Unclosed {
  readonly line: number;
  readonly end: string;
}
