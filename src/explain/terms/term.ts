import type { Aim } from '../../lesson/manifest/manifest.ts';
import { type PageOfWords, words } from '../../wording/wording.ts';
import { aimsOfTerms } from './aims.ts';

type TermKind = 'concept' | 'instruction' | 'command' | 'image' | 'rule';

/** Something that a beginner may ask about. */
export interface Term {
  readonly id: string;
  readonly kind: TermKind;
  /** How it is written, the usual way first. */
  readonly names: readonly string[];
  /** `what`: one sentence. `more`: what to know next. */
  readonly say: Pick<PageOfWords<'what' | 'more'>, 'later'>;
  /** Lines that show it; empty where none would help. */
  readonly example: string;
  /** The aims of a lesson that it helps with. */
  readonly aims: readonly Aim[];
}

interface TermDefinition {
  readonly id: string;
  readonly kind: TermKind;
  readonly names: readonly string[];
  readonly what: string;
  readonly more: string;
  readonly example?: string;
}

/** Defines a term, and puts its wording into the catalogue under its id. */
export function defineTerm({ id, kind, names, what, more, example = '' }: TermDefinition): Term {
  return {
    id,
    kind,
    names,
    say: words(`term-${id}`, { en: { what, more } }),
    example,
    aims: aimsOfTerms[id] ?? [],
  };
}
