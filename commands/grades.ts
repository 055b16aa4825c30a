import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import { reply } from '../src/discord/interactions/command-response.ts';
import { forStaffOfLesson } from '../src/discord/interactions/for-staff.ts';
import { completeLesson } from '../src/discord/interactions/lesson-option.ts';
import { readDate } from '../src/discord/interactions/read-date.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { sendDm } from '../src/discord/notifications/send-dm.ts';
import { moreTimeMessage, pointsMessage } from '../src/discord/render/lesson/due-date.ts';
import {
  extended,
  inThePast,
  noMoment,
  nothingToRegrade,
  overridden,
  policyMessage,
  regradeApplied,
  regradeDropped,
  regradeMessage,
  regradeSure,
} from '../src/discord/render/staff/grades.ts';
import { queueUnavailable } from '../src/discord/render/staff/queue-controls.ts';
import type { Policy } from '../src/grading/policy.ts';
import type { Lesson } from '../src/lesson/lesson.ts';
import { lessonIn } from '../src/lesson/lesson-in.ts';
import { QueueAway } from '../src/queue/verify-queue.ts';
import type { GuildSettings } from '../src/records/records.ts';
import { applyRegrade, dropRegrade, regradeSummary, startRegrade } from '../src/teaching/regrade.ts';
import { extendDeadline, overrideGrade } from '../src/teaching/staff-actions.ts';
import { gradeStanding } from '../src/teaching/standing.ts';
import { definition } from './grades-definition.ts';

/** Discord offers only these choices, but the value is checked because a command can be forged. */
const oneOf = <T extends string>(all: readonly T[], given: string | null, or: T): T =>
  all.find((one) => one === given) ?? or;

/** A lesson, in the original and in the reader's language. */
interface ShownLesson {
  readonly lesson: Lesson;
  readonly shown: Lesson;
}

async function setPolicy(
  call: CommandCall,
  guild: GuildSettings,
  { lesson, shown }: ShownLesson,
  given: {
    readonly counts: string | null;
    readonly late: string | null;
    readonly per_day: number | null;
    readonly grace: number | null;
  },
  { records, staff }: Services,
): Promise<CommandResponse> {
  const before = await records.grades.policy(guild.id, lesson.slug);
  const policy: Policy = {
    ...before,
    counts: oneOf(['best', 'last', 'first'], given.counts, before.counts),
    late: oneOf(['full', 'less', 'none'], given.late, before.late),
    latePerDay: given.per_day ?? before.latePerDay,
    graceMinutes: given.grace ?? before.graceMinutes,
  };
  if (JSON.stringify(policy) !== JSON.stringify(before)) {
    await records.grades.savePolicy(guild.id, lesson.slug, policy);
    await staff.auditLog.note({
      guild: guild.id,
      who: call.user,
      action: 'grade.policy',
      whom: null,
      details: {
        lesson: lesson.title,
        counts: policy.counts,
        late: policy.late,
        perDay: policy.latePerDay,
        grace: policy.graceMinutes,
      },
      reason: null,
    });
  }
  return reply(policyMessage(call.locale, shown.title, policy));
}

const regradeNow = async (
  call: CommandCall,
  guild: GuildSettings,
  { lesson, shown }: ShownLesson,
  { records }: Services,
) => regradeMessage(call.locale, shown.title, await regradeSummary(records, guild.id, lesson));

export const grades = command(definition, {
  run: (call, given, services) =>
    forStaffOfLesson(
      call,
      services,
      async (guild, { lesson }, shown) => {
        const { records, staff } = services;
        const parts = { records, auditLog: staff.auditLog };
        switch (given.sub) {
          case 'policy':
            return setPolicy(call, guild, { lesson, shown }, given, services);
          case 'extend': {
            const until = readDate(given.until, call, services);
            if (until === null) return reply(noMoment(call.locale));
            if (until < services.now()) return reply(inThePast(call.locale));
            const student = { guild: guild.id, user: given.name };
            const change = { who: call.user, student, lesson: lesson.slug, reason: given.reason };
            await extendDeadline(parts, { ...change, dueAt: until });
            const { grade } = await gradeStanding(records, student, lesson.slug);
            const locale = await services.locales.of(given.name);
            const news = moreTimeMessage(
              locale,
              lessonIn(lesson, locale).title,
              grade.dueAt ?? until,
              given.reason,
            );
            return reply(extended(call.locale, given.name, until, await sendDm(services, given.name, news)));
          }
          case 'override':
          case 'restore': {
            const points = given.sub === 'override' ? given.points : null;
            const student = { guild: guild.id, user: given.name };
            const change = { who: call.user, student, lesson: lesson.slug, reason: given.reason };
            await overrideGrade(parts, { ...change, points });
            const by = { who: call.user, reason: given.reason };
            const locale = await services.locales.of(given.name);
            const news = pointsMessage(locale, lessonIn(lesson, locale).title, points, by);
            return reply(
              overridden(call.locale, given.name, points, await sendDm(services, given.name, news)),
            );
          }
          case 'regrade':
            return reply(await regradeNow(call, guild, { lesson, shown }, services));
        }
      },
      given.lesson,
    ),
  complete: completeLesson,
  components: {
    regrade: (call, { act }, services) =>
      forStaffOfLesson(call, services, async (guild, { lesson }, shown) => {
        const { records, desk, staff } = services;
        const parts = { records, desk, auditLog: staff.auditLog };
        if (act === 'start') {
          try {
            const started = await startRegrade(parts, call.user, guild.id, lesson);
            if (started === 0) return reply(nothingToRegrade(call.locale));
          } catch (error) {
            if (error instanceof QueueAway) return reply(queueUnavailable(call.locale));
            throw error;
          }
        }
        if (act === 'drop') {
          await dropRegrade(parts, call.user, guild.id, lesson);
          return { show: 'update', message: regradeDropped(call.locale) };
        }
        if (act === 'apply') {
          const view = await regradeSummary(records, guild.id, lesson);
          if (view === null) return reply(nothingToRegrade(call.locale));
          return { show: 'modal', modal: regradeSure(call.locale, view) };
        }
        return { show: 'update', message: await regradeNow(call, guild, { lesson, shown }, services) };
      }),
  },
  forms: {
    'regrade-sure': (call, _press, services, filled) =>
      forStaffOfLesson(call, services, async (guild, { lesson }) => {
        const { records, desk, staff } = services;
        const parts = { records, desk, auditLog: staff.auditLog };
        const reason = filled.texts.reason?.trim() ?? '';
        return reply(
          regradeApplied(
            call.locale,
            await applyRegrade(parts, call.user, guild.id, lesson, reason === '' ? null : reason),
          ),
        );
      }),
  },
});
