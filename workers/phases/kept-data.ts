import { brokenText } from '../../src/lesson/manifest/assertion-wording.ts';
import type { AssertionOf } from '../../src/lesson/manifest/assertions.ts';
import { assertionsOf, type LessonAssertion } from '../../src/lesson/manifest/lesson-assertions.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { unlocated } from './explain/build-failure.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from './phase.ts';
import { ask } from './probe.ts';

type OfData = LessonAssertion & { readonly assertion: AssertionOf<'keeps-data'> };

const isOfData = (promised: LessonAssertion): promised is OfData =>
  promised.assertion.assert === 'keeps-data';

/** Writes what a lesson looks for later; null when the server accepted it. */
export async function writeData(
  work: Work,
  running: RunningContainer,
  { write }: AssertionOf<'keeps-data'>,
): Promise<PhaseFailure | null> {
  return (await ask(work, running, write)).failure;
}

/** Looks in a new container for what was written in the one before. */
export async function readDataAgain(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  for (const { assertion, todo, required } of assertionsOf(work.manifest).filter(isOfData)) {
    const { read } = assertion;
    // An empty list matches every pattern of its elements, yet contains nothing of what was written.
    const wanted = Array.isArray(read.json) ? { ...read, allowEmpty: false } : read;
    const { failure } = await ask(work, running, wanted);
    if (failure !== null && !isAnotherAnswer(failure)) return failed(failure);
    const isKept = failure === null;
    if (isKept === assertion.kept || !required) continue;
    const { path } = assertion.read;
    return failed({
      ...unlocated,
      reason: 'promise-broken',
      explanation: brokenText(assertion, assertion.kept ? 'data-lost' : 'data-kept', { path }),
      ...(todo === null ? {} : { todo }),
      excerpt: failure?.excerpt ?? [],
    });
  }
  return passed(null, sayDetail.later('again'));
}

/** The server works but returns something other than what was written. A server that hangs up has returned nothing. */
const isAnotherAnswer = ({ reason, explanation }: PhaseFailure): boolean =>
  reason === 'wrong-status' ||
  reason === 'not-json' ||
  (reason === 'unexpected-answer' && explanation.key !== 'hung-up');
