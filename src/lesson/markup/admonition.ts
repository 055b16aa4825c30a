/**
 * Blocks that only some Markdown processors know: admonitions of MkDocs (`??? hint "…"`), directives (`:::tip`), callouts (`>
 * [!TIP]`), MyST fences (`{hint}`), tags of GitBook and Hugo. Their markup is removed and their content stays on the same lines,
 * so that any Markdown parser can read the result.
 */
export interface Admonition {
  /** Its title; empty when it has none. */
  readonly summary: string;
  /** `hint`, `tip`, `note` …, in lower case. */
  readonly kind: string;
  /** Lines from 0: the first line, and the line after the last. */
  readonly startLine: number;
  readonly endLine: number;
  /** The columns by which its lines are indented in a list. */
  readonly indent: number;
}

export interface Unwrapped {
  readonly source: string;
  readonly admonitions: readonly Admonition[];
  /** Containers that are not closed although they should be: the line from 0, and the missing end. */
  readonly unclosed: readonly Unclosed[];
}

export interface Unclosed {
  readonly line: number;
  readonly end: string;
}
