/** The syntax tree of a shell script: what runs, in which order and under which condition. */

/** The operator of `${#name}`. */
export const lengthOperator = 'length';
/** Prefix of operators that only bash has (`${name:1}`, `${name/a/b}`), followed by the operator's text. */
export const bashOperator = '!';

export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** `:-`, `-`, `:+` … with their word; null without an operator. */
      readonly operator: string | null;
      readonly word: Word | null;
      readonly quoted: boolean;
    }
  | { readonly kind: 'commands'; readonly script: Script; readonly quoted: boolean }
  /** `<(…)`, a file with the commands' output (`prints`), or `>(…)`, a file that the commands read. */
  | { readonly kind: 'process'; readonly script: Script; readonly prints: boolean }
  /** `$((…))` with the text in between. */
  | { readonly kind: 'arithmetic'; readonly text: string; readonly quoted: boolean }
  /** `(a b c)` as the value of an assignment. `appends`: it follows `+=`. */
  | { readonly kind: 'array'; readonly words: readonly Word[]; readonly appends: boolean }
  /** `${name[@]}`, `${name[0]}`; `counted`: `${#name[@]}`. */
  | {
      readonly kind: 'element';
      readonly name: string;
      /** `@`, `*`, or a number. */
      readonly index: string;
      readonly counted: boolean;
      readonly quoted: boolean;
    }
  /** Syntax that this reader does not support. `bashOnly`: dash reports a bad substitution. */
  | { readonly kind: 'unknown'; readonly bashOnly?: boolean };
export type Word = readonly Part[];

export interface Redirect {
  /** `>`, `>>`, `<`, `2>`, `<<` (whose `target` is the text) … */
  readonly operator: string;
  readonly target: Word;
}

export type Node =
  | {
      readonly kind: 'command';
      readonly assignments: readonly { readonly name: string; readonly value: Word }[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
      /** Line within the script, from 0. */
      readonly line: number;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'pipeline'; readonly commands: readonly Node[] }
  | { readonly kind: 'not' | 'background'; readonly body: Node }
  | { readonly kind: 'group' | 'subshell'; readonly body: Script; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: Script; readonly body: Script }[];
      readonly otherwise: Script;
    }
  | {
      readonly kind: 'loop';
      readonly keyword: 'while' | 'until' | 'for';
      readonly test: Script;
      readonly variable: string | null;
      readonly items: readonly Word[];
      readonly body: Script;
      readonly line: number;
    }
  | {
      readonly kind: 'case';
      readonly subject: Word;
      readonly branches: readonly {
        readonly patterns: readonly Word[];
        readonly body: Script;
        /** `;&`: the next branch also runs (`into-next`). `;;&`: so does any later branch whose pattern matches (`on`). */
        readonly falls: 'no' | 'into-next' | 'on';
      }[];
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: Node }
  | { readonly kind: 'unknown'; readonly line: number };
export type CommandNode = Extract<Node, { kind: 'command' }>;
export type Script = readonly Node[];

export interface ParsedScript {
  readonly script: Script;
  /** The grammar could not parse part of it. */
  readonly broken: boolean;
}

/** Parses a script; null if it is longer than the check supports. */
export type ShellParser = (source: string) => ParsedScript | null;
