import type { Aim } from '../../lesson/manifest/manifest.ts';
import { type PageOfWords, words } from '../../wording/wording.ts';
import { type ErrorPhrase, phrase } from '../phrase.ts';

/** What was going on when it went wrong. */
export type FailurePhase =
  /** A command was typed that the own shell does not know. */
  | 'terminal'
  /** Docker itself is absent, stopped or not to be reached. */
  | 'engine'
  /** Files are sent to the builder. */
  | 'context'
  /** The Dockerfile is read. */
  | 'parse'
  /** An image is fetched. */
  | 'pull'
  /** A step of the Dockerfile runs. */
  | 'build'
  /** A container is made. */
  | 'create'
  /** Its first program is started. */
  | 'start'
  /** Its program works. */
  | 'run'
  /** Somebody asks it something. */
  | 'probe'
  /** A compose.yaml is read, or its services are brought up. */
  | 'compose'
  /** An image is sent to a registry. */
  | 'push'
  /** GitHub reads a workflow, or runs it. */
  | 'workflow'
  | 'git';

/**
 * What happens in a step of a build as well as in a container: which of them, the lines around say. The first one is meant
 * where they do not.
 */
export const inBuild = ['build', 'run'] as const;
export const atRun = ['run', 'build'] as const;

/**
 * How much a line explains, the most first. A cause wins over its symptoms, and these over their consequences, wherever they stand; a
 * notice harms nobody.
 */
export const ranks = ['cause', 'symptom', 'consequence', 'notice'] as const;
export type Rank = (typeof ranks)[number];

/** A failure that is known. */
export interface Failure {
  readonly id: string;
  readonly phase: FailurePhase | typeof inBuild | typeof atRun;
  readonly rank: Rank;
  /** It is recognised by how such lines are built: whatever knows the very words of a line knows better. */
  readonly general: boolean;
  /** Whatever else could not be done may come from it: behind “Caused by” it is what counts. */
  readonly underlying: boolean;
  /** The term that it is about. */
  readonly about: string;
  /** The aims of a lesson that it comes from, the likeliest first. */
  readonly aims: readonly Aim[];
  readonly when: readonly ErrorPhrase[];
  /** What counts only where such lines stand around: programs of several languages print the same word. */
  readonly among: Among<ErrorPhrase>;
  /** What a word of a phrase must look like, where capital letters make a difference. */
  readonly only: Readonly<Record<string, RegExp>>;
  readonly say: PageOfWords<'cause' | 'cure' | 'next'>;
  /** What to type next, as it is defined: elsewhere it may be another command. */
  readonly next: string;
  readonly examples: readonly string[];
}

interface Among<Phrase> {
  readonly lines: readonly Phrase[];
  readonly when: readonly Phrase[];
}

interface FailureDefinition {
  readonly id: string;
  readonly phase: Failure['phase'];
  /** A cause when absent. */
  readonly rank?: Rank;
  readonly general?: true;
  readonly underlying?: true;
  readonly about: string;
  readonly aims?: readonly Aim[];
  /** What programs print, in the language of phrase.ts. */
  readonly when: readonly string[];
  /** What they print where one of these lines stands around. */
  readonly among?: Among<string>;
  readonly only?: Failure['only'];
  /** What it means, in one sentence or two. `{{name}}` stands for a word of the phrase, or one of `lessonValues` in explained.ts. */
  readonly cause: string;
  /** What to do. */
  readonly cure: string;
  /** What to type next. */
  readonly next: string;
  /** How it was seen, in several wordings: its tests. */
  readonly examples: readonly string[];
}

/** Defines a known failure, and puts its wording into the catalogue under its id. */
export function defineFailure(definition: FailureDefinition): Failure {
  const {
    rank = 'cause',
    general = false,
    underlying = false,
    aims = [],
    when,
    among = { lines: [], when: [] },
    only = {},
    cause,
    cure,
    next,
    ...rest
  } = definition;
  const say = words(`failure-${definition.id}`, { en: { cause, cure, next } });
  const company = { lines: among.lines.map(phrase), when: among.when.map(phrase) };
  return {
    ...rest,
    rank,
    general,
    underlying,
    aims,
    next,
    only,
    when: when.map(phrase),
    among: company,
    say,
  };
}
