import type { Desk, StaffControls } from '../desk/desk.ts';
import { type RegradeSummary, summarizeRegrade } from '../grading/regrade.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { Records } from '../records/records.ts';
import type { AuditLog } from './staff-actions.ts';
import { gradebook } from './views.ts';

type LessonNow = Pick<Lesson, 'slug' | 'title' | 'todos' | 'digest'>;

/**
 * Verifies each student's counting submission again under the current lesson, without changing anything. For a student without a
 * pass, the newest submission is tried. Returns how many trials were started.
 * @throws QueueAway while Redis is away; trials started until then remain
 */
export async function startRegrade(
  services: {
    readonly records: Records;
    readonly desk: Pick<StaffControls, 'tryOut'>;
    readonly auditLog: AuditLog;
  },
  who: string,
  guild: string,
  lesson: LessonNow,
): Promise<number> {
  const { records, desk, auditLog } = services;
  const [{ rows }, lines, policy] = await Promise.all([
    gradebook(records, guild, lesson),
    records.attempts.all(guild, lesson.slug),
    records.grades.policy(guild, lesson.slug),
  ]);
  const newest = new Map(
    lines
      .filter(({ outcome }) => outcome === 'passed' || outcome === 'failed')
      .map((line) => [line.user, line.submission]),
  );
  const version = { slug: lesson.slug, digest: lesson.digest };
  let count = 0;
  for (const { user, grade } of rows) {
    if (user === null || grade.counted === null) continue;
    const passed = grade.counted.outcome === 'passed';
    const id = passed || policy.counts !== 'best' ? grade.counted.submission : newest.get(user);
    const submission = id === undefined ? null : await records.submissions.get(id);
    // What is kept only for the grade no longer has files.
    if (submission === null || submission.state !== 'judged' || Object.keys(submission.files).length === 0)
      continue;
    const run = await records.regrades.start(submission.id, version, Date.now());
    await desk.tryOut(submission, run, version);
    count += 1;
  }
  if (count > 0)
    await auditLog.note({
      guild,
      who,
      action: 'regrade.start',
      whom: null,
      details: { lesson: lesson.title, count },
      reason: null,
    });
  return count;
}

/** Whose result would change; null when nothing was tried under the current lesson. */
export async function regradeSummary(
  records: Pick<Records, 'regrades'>,
  guild: string,
  lesson: LessonNow,
): Promise<RegradeSummary | null> {
  const trials = await records.regrades.trials(guild, lesson.slug, lesson.digest);
  return trials.length === 0 ? null : summarizeRegrade(trials);
}

/** Makes the trials' results the standing ones and notifies the students concerned. Returns what changed. */
export async function applyRegrade(
  services: { readonly records: Records; readonly desk: Pick<Desk, 'wake'>; readonly auditLog: AuditLog },
  who: string,
  guild: string,
  lesson: LessonNow,
  reason: string | null,
): Promise<{ readonly better: number; readonly worse: number }> {
  const { records, desk, auditLog } = services;
  const view = await regradeSummary(records, guild, lesson);
  let [better, worse] = [0, 0];
  for (const { submission } of view?.better ?? [])
    if (await records.regrades.apply(submission, Date.now())) better += 1;
  for (const { submission } of view?.worse ?? [])
    if (await records.regrades.apply(submission, Date.now())) worse += 1;
  await records.regrades.drop(guild, lesson.slug);
  await auditLog.note({
    guild,
    who,
    action: 'regrade.apply',
    whom: null,
    details: { lesson: lesson.title, better, worse },
    reason,
  });
  // Students see who did it, and why.
  desk.wake();
  return { better, worse };
}

export async function dropRegrade(
  services: { readonly records: Records; readonly auditLog: AuditLog },
  who: string,
  guild: string,
  lesson: LessonNow,
): Promise<void> {
  await services.records.regrades.drop(guild, lesson.slug);
  await services.auditLog.note({
    guild,
    who,
    action: 'regrade.drop',
    whom: null,
    details: { lesson: lesson.title },
    reason: null,
  });
}
