import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import {
  type HuntPlace,
  huntForm,
  huntMessage,
  noBugToHunt,
} from '../src/discord/render/insights/bug-hunt.ts';
import { ofNewestPassed, withPassed } from '../src/discord/submissions/own-files.ts';
import { practise } from '../src/discord/submissions/practise.ts';
import type { Submission } from '../src/records/records.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-bug-hunt', {
  en: { about: 'I hide one mistake in a copy of your own files, once they have passed. Find it' },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'bug-hunt',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** The seed: different for every student, but the same bugs in the same order when a student returns. */
const seedOf = ({ student }: Submission): string => `${student.guild}/${student.user}`;

/** Finds the bug of a round in a student's files that passed, and answers with it. */
const withBug = (
  call: CommandCall,
  services: Services,
  { submission: id, round }: HuntPlace,
  answer: (bug: Parameters<typeof huntMessage>[2]) => CommandResponse,
): Promise<CommandResponse> =>
  withPassed(call, services, id, async ({ submission, input }) => {
    const { student } = submission;
    const { digest } = input.lesson;
    const bug = await services.plantedBugs.at({ submission: id, round, digest }, () =>
      services.reading.insight('hunt', { seed: seedOf(submission), round }, input, student),
    );
    return bug === null ? reply(noBugToHunt(call.locale, id)) : answer(bug);
  });

const show = (call: CommandCall, services: Services, place: HuntPlace, showsPlace = false) =>
  withBug(call, services, place, (bug) => reply(huntMessage(call.locale, place, bug, showsPlace)));

const judge = (
  call: CommandCall,
  services: Services,
  place: HuntPlace,
  text: string,
): Promise<CommandResponse> =>
  withPassed(call, services, place.submission, async ({ submission, input }) => {
    const given = { seed: seedOf(submission), round: place.round, text };
    const attempt = await services.reading.insight('attempt', given, input, submission.student);
    if (attempt === null) return reply(noBugToHunt(call.locale, place.submission));
    const lesson = { slug: submission.lesson.slug, digest: input.lesson.digest };
    return practise(call, services, { submission, lesson, place, attempt });
  });

export const bugHunt = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) =>
    ofNewestPassed(call, services, (submission) => show(call, services, { submission, round: 0 })),
  components: {
    hunt: (call, { submission, round }, services) => show(call, services, { submission, round }),
    'hunt-line': (call, { submission, round }, services) => show(call, services, { submission, round }, true),
    'hunt-form': (call, { submission, round }, services) => {
      const place = { submission, round };
      return withBug(call, services, place, (bug) => ({
        show: 'modal',
        modal: huntForm(call.locale, place, bug),
      }));
    },
  },
  forms: {
    'hunt-sent': (call, { submission, round }, services, { texts }) =>
      judge(call, services, { submission, round }, texts.text ?? ''),
  },
});
