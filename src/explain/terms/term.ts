import type { Aim } from '../../lesson/manifest/manifest.ts';
import { type PageOfWords, words } from '../../wording/wording.ts';
import { aimsOfTerms } from './aims.ts';

type TermKind = 'concept' | 'instruction' | 'command' | 'image' | 'rule';

/** A term that a beginner may ask about. */
export interface Term {
  readonly id: string;
  readonly kind: TermKind;
  /** Its spellings and synonyms, the usual one first. */
  readonly names: readonly string[];
  /** `what`: one sentence. `more`: what to know next. */
  readonly say: Pick<PageOfWords<'what' | 'more'>, 'later'>;
  /** Example lines; empty where none would help. */
  readonly example: string;
  /** The aims of a lesson that the term helps with. */
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

/** Defines a term and adds its wording to the catalogue under its id. */
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
