import type { BoxCounters } from '../../deploy/box/protocol.ts';
import type { ExpectedAnswer } from '../../src/lesson/manifest/expected-answer.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import { sleep } from '../../src/timing/sleep.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import { fairClock } from '../sandbox/box/fair-clock.ts';
import type { RunningContainer } from '../sandbox/containers/container.ts';
import { activity, worked } from '../sandbox/containers/container-activity.ts';
import { listeners } from '../sandbox/containers/listeners.ts';
import { cleanLine, decisiveLines, excerptOf } from '../sandbox/excerpt.ts';
import { InfrastructureError } from '../sandbox/failures.ts';
import { judgeAnswer } from './answer.ts';
import { unlocated } from './explain/build-failure.ts';
import { findExhausted, nearProcessLimit, sayExhausted } from './explain/exhausted-limit.ts';
import { migrated, noTable } from './explain/known/container-messages.ts';
import { sayNoTable, startFile } from './explain/start-command.ts';
import { explainStartFailure } from './explain/start-failure.ts';
import { acceptOf, type HttpAnswer, type HttpOutcome, type HttpQuestion, httpGet } from './http-request.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, portOf, type Work } from './phase.ts';
import { reachable, runnableMsSince } from './readiness.ts';

/** Asks the server through the published port, as a browser on the student's machine would. */
export async function probePhase(work: Work, running: RunningContainer): Promise<PhaseOutcome<null>> {
  const { probe } = work.manifest;
  return probe === null ? passed(null, sayDetail.later('nothing-asked')) : ask(work, running, probe);
}

/** Sends a request to a server and judges the answer. */
export async function ask(
  work: Work,
  running: RunningContainer,
  wanted: ExpectedAnswer,
): Promise<PhaseOutcome<null>> {
  const { path, host, status: expected } = wanted;
  const { limits, box } = work;
  const before = await box.counters();
  const fail = async (
    reason: PhaseFailure['reason'],
    explanation: TranslatableText,
    body: Buffer | null = null,
  ) => {
    const why = explained(work, running, reason, explanation, body);
    // A request that uses up the box may get a truncated answer.
    const after = await box.counters();
    const spent =
      findExhausted(before, after, '', null) ?? (nearProcessLimit(after) ? 'too-many-processes' : null);
    if (spent === null) return failed(restless ? { ...why, doubtful: true } : why);
    const { excerpt } = why;
    return failed({ ...unlocated, excerpt, reason: spent, explanation: sayExhausted(spent, after, limits) });
  };

  let restless = false;
  let at = path;
  for (let hops = 0; ; hops++) {
    const outcome = await patiently(work, running, questionOf(wanted, at), before);
    if (outcome.kind === 'slow')
      return fail('timed-out', sayCause.later('slow-answer', { path: at, seconds: limits.probeSeconds }));
    if (outcome.kind === 'nobody') return failed(await gone(work, running, before));
    if (outcome.kind === 'hung-up') return fail('unexpected-answer', sayCause.later('hung-up'));
    const { answer } = outcome;
    restless = outcome.restless === true;
    if (answer.cut)
      return fail(
        'too-much-output',
        sayCause.later('long-answer', { path: at, kilobytes: limits.responseKilobytes }),
      );
    const next = onward(answer, at, host);
    if (next !== null && hops < limits.redirects) {
      at = next;
      continue;
    }
    if (answer.status !== expected) {
      if (answer.location !== null) {
        const to = cleanLine(answer.location, 120);
        const cause = next === null ? 'redirected' : 'redirects-without-end';
        return fail('wrong-status', sayCause.later(cause, { path: at, to }));
      }
      return fail(
        'wrong-status',
        sayReason.later('wrong-status', { path: cleanLine(at, 120), status: answer.status, expected }),
        answer.body,
      );
    }
    const judged = judgeAnswer(answer, wanted, at);
    return 'detail' in judged
      ? passed(null, judged.detail)
      : fail(judged.reason, judged.explanation, answer.body);
  }
}

const questionOf = (wanted: ExpectedAnswer, path: string): HttpQuestion => ({
  path,
  host: wanted.host,
  method: wanted.method,
  accept: acceptOf(wanted),
  body: wanted.body ?? null,
});

/** Nothing listens any more: the server has ended although its container still runs. */
async function gone(work: Work, running: RunningContainer, before: BoxCounters): Promise<PhaseFailure> {
  const found = await listeners(running);
  return explainStartFailure(work, running, {
    why: 'silent',
    before,
    listeners: found,
    seconds: Math.round(patienceMs / 1000),
  });
}

/**
 * For how long a server is asked again when it hangs up, or when it answers 5xx while the container is still working. Docker's own proxy
 * accepts a connection before the server listens, and on a busy machine it can take seconds to notice; and a script may start the server
 * before its migrations are done. Neither is the student's fault: by hand they would have asked again a moment later. Only time in which
 * the container had the chance to run counts.
 */
const patienceMs = 15_000;

async function patiently(
  work: Work,
  running: RunningContainer,
  question: HttpQuestion,
  before: BoxCounters,
): Promise<HttpOutcome> {
  const { limits, signal, box } = work;
  const bounds = { ms: limits.probeSeconds * 1000, bytes: limits.responseKilobytes * 1024 };
  const dial = () => box.tunnel(running.port);
  const clock = fairClock(box.counters, limits.busyTimes);
  const began = performance.now();
  const runnableMs = runnableMsSince(box, before);
  // The container may stop working between the answer and the look, so a 5xx counts only if the container was at rest before the request.
  let atRest = false;
  for (;;) {
    const outcome = await httpGet(dial, question, bounds, signal, clock);
    const unfinished = outcome.kind === 'answer' && outcome.answer.status >= 500 && !atRest;
    if (outcome.kind !== 'hung-up' && !unfinished) return outcome;
    if (!(await running.state()).running) return outcome;
    const passed = performance.now() - began;
    if (passed > patienceMs) {
      if ((await runnableMs()) > patienceMs)
        return unfinished ? { ...outcome, restless: true } : await hungUp(work, running, outcome);
      if (passed > patienceMs * limits.busyTimes)
        throw new InfrastructureError('machine-busy', `the server had no chance to answer ${question.path}`);
    }
    if (unfinished) atRest = await rests(running, signal);
    else await sleep(500, signal);
  }
}

/** The server keeps hanging up: it is to blame only if something is known to listen. */
async function hungUp(work: Work, running: RunningContainer, outcome: HttpOutcome): Promise<HttpOutcome> {
  const seen = await listeners(running);
  if (seen === null && !running.sealed())
    throw new InfrastructureError('machine-busy', 'nobody could see who listens in the container');
  return seen === null || reachable(seen, portOf(work)) ? outcome : { kind: 'nobody' };
}

/** Whether a container does nothing for a second, as far as that can be seen. */
async function rests(running: RunningContainer, signal: AbortSignal): Promise<boolean> {
  const before = await activity(running);
  await sleep(1_000, signal);
  const after = before === null ? null : await activity(running);
  // In an image where nothing can be executed nothing can be seen; a look that merely failed proves nothing.
  return before === null || after === null ? running.sealed() : !worked(before, after);
}

/** Where a redirect leads; null unless it stays on the same host. */
function onward(answer: HttpAnswer, from: string, host: string): string | null {
  if (answer.location === null || ![301, 302, 303, 307, 308].includes(answer.status)) return null;
  const base = `http://${host}`;
  const to = URL.canParse(answer.location, base + from) ? new URL(answer.location, base + from) : null;
  return to !== null && to.protocol === 'http:' && to.hostname === new URL(base).hostname
    ? to.pathname + to.search
    : null;
}

function explained(
  work: Work,
  running: RunningContainer,
  reason: PhaseFailure['reason'],
  explanation: TranslatableText,
  body: Buffer | null,
): PhaseFailure {
  const lines = running.log.tail(80);
  const log = lines.join('\n');
  const host = work.manifest.probe?.host ?? 'localhost';
  const table = reason === 'wrong-status' ? noTable.exec(log) : null;
  if (table !== null) {
    const word = table[1] ?? table[2] ?? '';
    return {
      reason: 'did-not-migrate',
      explanation: migrated.test(running.log.text())
        ? sayCause.later('still-no-table', { word })
        : sayNoTable(work),
      aims: ['entrypoint-script'],
      file: startFile(work),
      line: null,
      excerpt: decisiveLines(lines, noTable),
    };
  }
  if (reason === 'wrong-status' && /Invalid HTTP_HOST header|DisallowedHost/.test(log)) {
    const excerpt = decisiveLines(lines, /HTTP_HOST|DisallowedHost/);
    return { ...unlocated, reason, explanation: sayCause.later('host-refused'), excerpt };
  }
  // Without DEBUG, Django does not log this.
  if (reason === 'wrong-status' && body?.includes('<title>Bad Request (400)</title>'))
    return { ...unlocated, reason, explanation: sayCause.later('hosts-refused', { host }) };
  const shown = body === null ? [] : body.subarray(0, 2000).toString('utf8').split('\n').slice(0, 4);
  return { ...unlocated, reason, explanation, excerpt: excerptOf([...lines.slice(-8), ...shown], 12) };
}
