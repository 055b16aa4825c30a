import type { Progress } from '../../../submission/job.ts';
import type { PhaseName, PhaseResult } from '../../../submission/verdict.ts';
import { sayPhase } from '../../../submission/wording/phases.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { cut } from '../message.ts';
import { code, translateSafely } from '../quote.ts';
import { took } from '../time.ts';

const say = words('progress', {
  en: {
    step: 'Step {{n}} of {{of}}',
    now: '⏳ **{{phase}}**',
    passedAll: '✅ All {{count}} phases passed: {{shown}}.',
    warned: '{{phase}} · {{what}}',
    passedOf: '✅ {{passed}} of {{of}} phases passed.',
  },
});

const marks: Readonly<Record<PhaseResult['status'], string>> = {
  ok: '✅',
  warned: '⚠️',
  failed: '❌',
  skipped: '➖',
};

export const phaseName = (locale: Locale, phase: PhaseName): string => sayPhase(locale, phase);

/** The phases of a verdict: status, time and result of each. */
export function phaseTable(locale: Locale, phases: readonly PhaseResult[]): string {
  return phases
    .map((phase) => {
      const head = `${marks[phase.status]} ${phaseName(locale, phase.name)}`;
      if (phase.status === 'skipped') return head;
      const timed = `${head} · ${took(locale, phase.ms)}`;
      // A failure is explained above the table.
      if (phase.status === 'failed') return timed;
      const detail = translateSafely(locale, phase.detail, 240);
      return phase.status === 'warned' ? `${timed}\n-# ${detail}` : `${timed} · ${cut(detail, 80)}`;
    })
    .join('\n');
}

/** Phases whose result is worth showing even if they passed. */
const shownIfPassed: readonly PhaseName[] = ['probe', 'rebuild'];

/** The phases of a verdict in a few lines: passed phases share one, a warning has its own, and a failure is shown above. */
export function phaseLines(locale: Locale, phases: readonly PhaseResult[]): readonly string[] {
  const of = phases.length;
  const reached = phases.filter(({ status }) => status === 'ok' || status === 'warned');
  if (reached.length === 0) return [];
  const shown = reached
    .filter(({ name, status }) => status === 'ok' && shownIfPassed.includes(name))
    .map(({ detail }) => translateSafely(locale, detail, 80));
  const passed =
    reached.length === of && shown.length > 0
      ? say(locale, 'passedAll', { count: of, shown: shown.join('. ') })
      : say(locale, 'passedOf', { passed: reached.length, of });
  const warned = phases.filter(({ status }) => status === 'warned');
  return [
    passed,
    ...warned.map(
      ({ name, detail }) =>
        `${marks.warned} ${say(locale, 'warned', { phase: phaseName(locale, name), what: cut(translateSafely(locale, detail, 240), 240) })}`,
    ),
  ];
}

/** The phases of a run in progress, the current one last. */
export function progressTable(locale: Locale, progress: Progress): string {
  const done = progress.done.map(
    (phase) => `${marks[phase.status]} ${phaseName(locale, phase.name)} · ${took(locale, phase.ms)}`,
  );
  const { step } = progress;
  const current = say(locale, 'now', { phase: phaseName(locale, progress.phase) });
  const detail =
    step === null
      ? []
      : [`-# ${say(locale, 'step', { n: step.n, of: step.of })} · ${code(cut(step.instruction, 120), 120)}`];
  return [...done, current, ...detail].join('\n');
}
