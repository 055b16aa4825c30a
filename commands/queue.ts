import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forStaffOnly } from '../src/discord/interactions/audience.ts';
import { command, type FormInput } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStaff } from '../src/discord/interactions/for-staff.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import {
  deadLetterMessage,
  letterDiscarded,
  letterGone,
  letterRetried,
} from '../src/discord/render/staff/dead-letter.ts';
import { queueMessage } from '../src/discord/render/staff/queue.ts';
import {
  confirmModal,
  controlDone,
  jobMessage,
  nothingToDo,
  queueCleared,
  queueUnavailable,
  workerGone,
  workerMessage,
} from '../src/discord/render/staff/queue-controls.ts';
import type { JobOwner } from '../src/discord/render/staff/queue-menus.ts';
import { notInThisClass } from '../src/discord/render/staff/student.ts';
import { QueueAway } from '../src/queue/verify-queue.ts';
import type { GuildSettings } from '../src/records/records.ts';
import {
  controlQueue,
  handleDeadLetter,
  type QueueAction,
  type StaffActionOutcome,
} from '../src/teaching/staff-actions.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-queue', {
  en: {
    about: 'For teaching assistants: what waits, what runs, what is done today',
  },
});

/** `default_member_permissions` only hides it from students, and an admin can change that, so the role is checked. */
const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'queue',
  description: say('en', 'about'),
  ...forStaffOnly,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

const parkedShown = 10;
const lettersShown = 25;

async function overview(
  call: CommandCall,
  guild: GuildSettings,
  services: Services,
  again: boolean,
): Promise<CommandResponse> {
  const { records, desk, staff } = services;
  const [{ queue, today }, parked, letters, asks] = await Promise.all([
    desk.overview(guild.id),
    desk.parked(guild.id, parkedShown),
    records.deadLetters.ofGuild(guild.id, lettersShown),
    records.questions.open(guild.id),
  ]);
  const jobs = queue === null ? [] : [...queue.next, ...queue.running.slice(0, 10)];
  const owners = new Map(
    await Promise.all(
      jobs.map(async ({ submission }): Promise<[string, JobOwner | null]> => {
        const found = (await records.submissions.get(submission)) ?? (await records.practice.get(submission));
        if (found?.student.guild !== guild.id) return [submission, null];
        return [submission, { user: found.student.user, practises: 'hunt' in found }];
      }),
    ),
  );
  const message = queueMessage(
    call.locale,
    {
      queue,
      today,
      owner: (submission) => owners.get(submission) ?? null,
      nameOf: (user) => staff.members.nameOf(guild.id, user),
      letters,
      asks,
      parked: parked.map(({ id, student }) => ({ submission: id, user: student.user })),
    },
    services.now(),
  );
  return again ? { show: 'update', message } : reply(message);
}

/** Carries out an action on the queue. Returns null when it had an effect, else the answer to show. */
async function control(
  call: CommandCall,
  guild: GuildSettings,
  services: Services,
  act: QueueAction,
  reason: string | null,
): Promise<
  { readonly done: Extract<StaffActionOutcome, { done: 'done' }> } | { readonly instead: CommandResponse }
> {
  const { records, desk, staff } = services;
  try {
    const done = await controlQueue(
      { records, desk, auditLog: staff.auditLog },
      call.user,
      guild.id,
      act,
      reason,
    );
    if (done.done === 'done') return { done };
    return {
      instead: reply(done.done === 'nothing' ? nothingToDo(call.locale) : notInThisClass(call.locale)),
    };
  } catch (error) {
    if (error instanceof QueueAway) return { instead: reply(queueUnavailable(call.locale)) };
    throw error;
  }
}

const simply =
  (act: QueueAction, call: CommandCall, services: Services, reason: string | null = null) =>
  async (guild: GuildSettings): Promise<CommandResponse> => {
    const outcome = await control(call, guild, services, act, reason);
    if ('instead' in outcome) return outcome.instead;
    return reply(
      act.do === 'clear' ? queueCleared(call.locale, outcome.done.count) : controlDone(call.locale),
    );
  };

const reasonIn = (filled: FormInput): string | null => {
  const reason = filled.texts.reason?.trim() ?? '';
  return reason === '' ? null : reason;
};

export const queue = command(definition, {
  run: (call, _given, services) =>
    forStaff(call, services, (guild) => overview(call, guild, services, false)),
  components: {
    queue: (call, _press, services) =>
      forStaff(call, services, (guild) => overview(call, guild, services, true)),
    'queue-new': (call, _press, services) =>
      forStaff(call, services, (guild) => overview(call, guild, services, false)),
    lever: (call, { act }, services) =>
      forStaff(call, services, async (guild) => {
        if (act === 'clear')
          return { show: 'modal', modal: confirmModal(call.locale, 'clear', { kind: 'lever-sure', act }) };
        const outcome = await control(call, guild, services, { do: act }, null);
        return 'instead' in outcome ? outcome.instead : overview(call, guild, services, true);
      }),
    jobs: (call, _press, services, chosen) =>
      forStaff(call, services, async (guild) => {
        const submission = await services.records.submissions.get(chosen[0] ?? '');
        if (submission?.student.guild !== guild.id) return reply(notInThisClass(call.locale));
        const standing = await services.desk.status(submission.student, submission.lesson.slug);
        return reply(jobMessage(call.locale, submission, standing));
      }),
    job: (call, { act, submission }, services) =>
      forStaff(call, services, async (guild) => {
        if (act === 'promote' || act === 'retry')
          return simply({ do: act, submission }, call, services)(guild);
        const sure = act === 'cancel' ? act : 'retry';
        const modal = confirmModal(call.locale, sure, { kind: 'job-sure', act: sure, submission });
        return { show: 'modal', modal };
      }),
    letters: (call, _press, services, chosen) =>
      forStaff(call, services, async (guild) => {
        const letters = await services.records.deadLetters.ofGuild(guild.id, lettersShown);
        const letter = letters.find(({ id }) => id === chosen[0]);
        return reply(letter === undefined ? letterGone(call.locale) : deadLetterMessage(call.locale, letter));
      }),
    letter: (call, { act, letter }, services) =>
      forStaff(call, services, async (guild) => {
        const { records, reading, staff } = services;
        const whom = await handleDeadLetter(
          { records, reading, auditLog: staff.auditLog },
          { who: call.user, guild: guild.id, act, letter },
        );
        if (whom === null) return reply(letterGone(call.locale));
        return reply(act === 'retry' ? letterRetried(call.locale) : letterDiscarded(call.locale));
      }),
    workers: (call, _press, services, chosen) =>
      forStaff(call, services, async (guild) => {
        const { queue: seen } = await services.desk.overview(guild.id);
        const worker = seen?.workers.find(({ id }) => id === chosen[0]);
        return reply(worker === undefined ? workerGone(call.locale) : workerMessage(call.locale, worker));
      }),
    worker: (call, { act, worker }, services) =>
      forStaff(call, services, async (guild) =>
        act === 'drain'
          ? {
              show: 'modal',
              modal: confirmModal(call.locale, 'drain', { kind: 'worker-sure', act, worker }),
            }
          : simply({ do: act, worker }, call, services)(guild),
      ),
  },
  forms: {
    'lever-sure': (call, { act }, services, filled) =>
      forStaff(call, services, simply({ do: act }, call, services, reasonIn(filled))),
    'job-sure': (call, { act, submission }, services, filled) =>
      forStaff(call, services, simply({ do: act, submission }, call, services, reasonIn(filled))),
    'worker-sure': (call, { act, worker }, services, filled) =>
      forStaff(call, services, simply({ do: act, worker }, call, services, reasonIn(filled))),
  },
});
