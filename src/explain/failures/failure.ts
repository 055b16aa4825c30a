import type { Aim } from '../../lesson/manifest/manifest.ts';
import { type PageOfWords, words } from '../../wording/wording.ts';
import { type ErrorPhrase, phrase } from '../phrase.ts';

/** What was running when the failure occurred. */
export type FailurePhase =
  /** The student's own shell does not know the command. */
  | 'terminal'
  /** Docker itself is missing, stopped or unreachable. */
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
  /** The container's first program is started. */
  | 'start'
  /** The container's program is running. */
  | 'run'
  /** A client sends the program a request. */
  | 'probe'
  /** A compose.yaml is read, or its services are brought up. */
  | 'compose'
  /** An image is sent to a registry. */
  | 'push'
  /** GitHub reads a workflow, or runs it. */
  | 'workflow'
  | 'git';

/**
 * For failures that occur both in build steps and in containers: the surrounding lines decide which, and the first phase is
 * the default when they do not.
 */
export const inBuild = ['build', 'run'] as const;
export const atRun = ['run', 'build'] as const;

/**
 * How much a line explains, the most first. Wherever they occur in the output, a cause wins over symptoms, and those over
 * consequences; a notice is harmless.
 */
export const ranks = ['cause', 'symptom', 'consequence', 'notice'] as const;
export type Rank = (typeof ranks)[number];

/** A known failure. */
export interface Failure {
  readonly id: string;
  readonly phase: FailurePhase | typeof inBuild | typeof atRun;
  readonly rank: Rank;
  /** The phrases match the form of a message rather than its words, so a failure that matches the words wins. */
  readonly general: boolean;
  /** It can be the reason for any other failure (a full disk), so after “Caused by” it is the one to explain. */
  readonly underlying: boolean;
  /** The id of the term that it is about. */
  readonly about: string;
  /** The aims of a lesson that it may violate, the likeliest first. */
  readonly aims: readonly Aim[];
  readonly when: readonly ErrorPhrase[];
  /** `when` counts only if one of `lines` occurs in the output, because programs in several languages print the same words. */
  readonly among: Among<ErrorPhrase>;
  /** What captured values must look like, for distinctions that case-insensitive phrases cannot make. */
  readonly only: Readonly<Record<string, RegExp>>;
  readonly say: PageOfWords<'cause' | 'cure' | 'next'>;
  /** The next command as defined; explained.ts may replace it in a build step or under Compose. */
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
  /** Defaults to `cause`. */
  readonly rank?: Rank;
  readonly general?: true;
  readonly underlying?: true;
  readonly about: string;
  readonly aims?: readonly Aim[];
  /** The output that identifies the failure, in the pattern language of phrase.ts. */
  readonly when: readonly string[];
  /** Further phrases, which count only if one of `lines` occurs in the output. */
  readonly among?: Among<string>;
  readonly only?: Failure['only'];
  /** What it means, in one sentence or two. `{{name}}` is a value captured by the phrase or one of `lessonValues` in explained.ts. */
  readonly cause: string;
  /** What to do. */
  readonly cure: string;
  /** What to type next. */
  readonly next: string;
  /** Real output in several wordings; each is a test. */
  readonly examples: readonly string[];
}

/** Defines a known failure and adds its wording to the catalogue under its id. */
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
