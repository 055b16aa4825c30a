import type { PhaseResult, Verdict } from '../../src/submission/verdict.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import type { PhaseFailure } from '../phases/phase.ts';
import type { Box } from '../sandbox/box/boxes.ts';
import type { BuildStep } from '../sandbox/build/build-progress.ts';
import { cleanLine, cleanTranslatable } from '../sandbox/excerpt.ts';
import type { InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { PhaseRecorder } from '../verification/phase-recorder.ts';
import { phasesOf } from '../verification/phases-of.ts';
import type { Verification } from '../verification/prepare.ts';
import { placeOf, todoOf } from './blame.ts';
import { limitsDigest } from './limits-digest.ts';
import { stepList } from './step-list.ts';
import { inTermsOf } from './terms.ts';
import { type Contradiction, foretold, refuted } from './todos.ts';

const mostContradictions = 20;

const contradicting = (all: readonly Contradiction[]): Pick<Verdict, 'contradictions'> =>
  all.length === 0 ? {} : { contradictions: all.slice(0, mostContradictions) };

/** Builds a verdict. */
export class VerdictBuilder {
  image: Verdict['image'] = null;
  /** A base image was fetched that none of our digests covers. */
  fetched = false;
  /** The latest state of each step. */
  readonly steps = new Map<string, BuildStep>();
  readonly #verification: Verification;
  readonly #box: Box;
  readonly #record: PhaseRecorder;
  readonly #limits: string;

  constructor(verification: Verification, box: Box, record: PhaseRecorder, limits: Limits) {
    this.#limits = limitsDigest(limits);
    this.#verification = verification;
    this.#box = box;
    this.#record = record;
  }

  passed(): Verdict {
    const { lesson, report } = this.#verification;
    const against = refuted(report, lesson.manifest, this.#record.done);
    return this.#verdict({ outcome: 'passed', reason: null, explanation: null, ...contradicting(against) });
  }

  failed(failure: PhaseFailure): Verdict {
    const { lesson, report } = this.#verification;
    const { reason } = failure;
    const explanation = inTermsOf(lesson.manifest, failure.explanation);
    const todo = failure.todo ?? todoOf(lesson.manifest, report, failure.aims, failure);
    return this.#verdict({
      outcome: 'failed',
      reason,
      explanation,
      todo,
      ...placeOf(report, todo, failure),
      excerpt: [...failure.excerpt],
      ...(failure.doubtful === true ? { doubtful: true as const } : {}),
      ...contradicting(report?.ready === true && failure.doubtful !== true ? [foretold] : []),
    });
  }

  error(ours: InfrastructureError): Verdict {
    const explanation = sayReason.later(ours.reason, valuesOf(ours));
    const excerpt = [cleanLine(ours.message)];
    return this.#verdict({ outcome: 'error', reason: ours.reason, explanation, excerpt });
  }

  cancelled(off: JobCancelled): Verdict {
    return this.#verdict({ outcome: 'cancelled', reason: off.why, explanation: sayReason.later(off.why) });
  }

  #verdict(found: Pick<Verdict, 'outcome' | 'reason' | 'explanation'> & Partial<Verdict>): Verdict {
    const { lesson, checker } = this.#verification;
    return {
      v: 1,
      todo: null,
      file: null,
      line: null,
      excerpt: [],
      ...found,
      explanation: found.explanation === null ? null : cleanTranslatable(found.explanation),
      phases: this.#phases(found).map((phase) => ({ ...phase, detail: cleanTranslatable(phase.detail) })),
      image: this.image,
      ...(this.steps.size === 0 ? {} : { steps: stepList([...this.steps.values()], this.image) }),
      digests: {
        lesson: lesson.digest,
        checker,
        box: this.#box.disk,
        limits: this.#limits,
        ...(this.fetched ? { fetched: true as const } : {}),
      },
    };
  }

  #phases({ outcome, explanation }: Pick<Verdict, 'outcome' | 'explanation'>): PhaseResult[] {
    const { done, broken } = this.#record;
    const ended = [...done];
    // A cancelled job, or an error on our side, is not a failed phase of the student's.
    if (broken !== null && outcome === 'failed' && explanation !== null)
      ended.push({ name: broken.name, status: 'failed', ms: broken.ms, detail: explanation });
    const skipped = phasesOf(this.#verification.lesson.manifest)
      .filter((name) => !ended.some((phase) => phase.name === name))
      .map((name) => ({ name, status: 'skipped' as const, ms: 0, detail: sayDetail.later('skipped') }));
    return [...ended, ...skipped];
  }
}

/** What one of our sentences names stands at the beginning of its message. */
function valuesOf({ reason, message }: InfrastructureError): Readonly<Record<string, string>> {
  const named = cleanLine(message.split(': ')[0] ?? '', 100);
  if (reason === 'pull-failed') return { image: named };
  return reason === 'lesson-service-away' ? { service: named } : {};
}
