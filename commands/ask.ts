import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStaff } from '../src/discord/interactions/for-staff.ts';
import { forStudent } from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { askStaff, bringAnswer, endThread, openThread } from '../src/discord/questions/questions.ts';
import { askModal, askReceived, askSolved } from '../src/discord/render/ask.ts';
import { noSubmission } from '../src/discord/render/custom-id.ts';
import {
  answerModal,
  answerSent,
  answerShut,
  askCard,
  askIsClosed,
  askIsTaken,
} from '../src/discord/render/staff/ask.ts';
import { notInThisClass } from '../src/discord/render/staff/student.ts';
import { readQuestionContext } from '../src/discord/staff/question-context.ts';
import type { Question } from '../src/records/records.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-ask', {
  en: {
    about: 'Ask a human: a teaching assistant gets your question with your files',
    question: 'What is the question? Without it a form opens',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'ask',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: 'question',
      description: say('en', 'question'),
      max_length: 1000,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

function ask(
  call: CommandCall,
  question: string,
  submission: string | null,
  services: Services,
  guild?: string,
): Promise<CommandResponse> {
  return forStudent(
    call,
    services,
    async (request) => {
      const posted = await askStaff(request, question, submission, services);
      return reply(askReceived(call.locale, posted.ask, posted.how, posted.card));
    },
    guild === undefined ? {} : { guild },
  );
}

/** Finds an open or claimed question of this class, for a teaching assistant. */
const forAsk = (
  call: CommandCall,
  id: string,
  services: Services,
  proceed: (found: Question) => Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStaff(call, services, async (guild) => {
    const found = await services.records.questions.get(id);
    if (found === null || found.student.guild !== guild.id) return reply(notInThisClass(call.locale));
    return found.state === 'closed' ? reply(askIsClosed(call.locale)) : proceed(found);
  });

const note = (
  call: CommandCall,
  found: Question,
  act: 'claim' | 'release' | 'answer' | 'close',
  services: Services,
) =>
  services.staff.auditLog.note({
    guild: found.student.guild,
    who: call.user,
    action: `ask.${act}`,
    whom: found.student.user,
    details: { ask: found.id },
    reason: null,
  });

/** The current card, in place of the one whose button was pressed. */
async function card(call: CommandCall, id: string, services: Services): Promise<CommandResponse> {
  const now = await services.records.questions.get(id);
  if (now === null) return reply(askIsClosed(call.locale));
  services.staff.boardChanged(now.student.guild);
  // Pressed in the queue view, which lists questions without a card in the staff channel.
  if (now.card === null) void services.staff.cards.show(id);
  return {
    show: 'update',
    message: askCard(call.locale, now, await readQuestionContext(now, services.records)),
  };
}

async function claim(call: CommandCall, found: Question, services: Services): Promise<CommandResponse> {
  if (!(await services.records.questions.claim(found.id, call.user, services.now()))) {
    return reply(askIsTaken(call.locale));
  }
  await note(call, found, 'claim', services);
  await openThread(found, call.user, services);
  return card(call, found.id, services);
}

async function solved(call: CommandCall, id: string, services: Services): Promise<CommandResponse> {
  const found = await services.records.questions.get(id);
  if (found === null || found.student.user !== call.user) return reply(notInThisClass(call.locale));
  if (!(await services.records.questions.close(id, call.user, services.now()))) {
    return reply(askIsClosed(call.locale));
  }
  await services.staff.cards.show(id);
  return reply(askSolved(call.locale));
}

export const askCommand = command(definition, {
  run: async (call, { question }, services) => {
    if (question !== null) return ask(call, question, null, services);
    return { show: 'modal', modal: askModal(call.locale, noSubmission, call.guild ?? '0') };
  },
  fromWords: (words) => ({ question: words === '' ? null : words.slice(0, 1000) }),
  components: {
    ask: async (call, { submission, guild }) => ({
      show: 'modal',
      modal: askModal(call.locale, submission, guild),
    }),
    asks: (call, _press, services, chosen) =>
      forAsk(call, chosen[0] ?? '', services, async (found) =>
        reply(askCard(call.locale, found, await readQuestionContext(found, services.records))),
      ),
    asked: (call, { act, ask: id }, services) => {
      if (act === 'solved') return solved(call, id, services);
      return forAsk(call, id, services, async (found) => {
        switch (act) {
          case 'claim':
            return claim(call, found, services);
          case 'release':
            if (await services.records.questions.release(id)) await note(call, found, 'release', services);
            return card(call, id, services);
          case 'close':
            if (await services.records.questions.close(id, call.user, services.now())) {
              await note(call, found, 'close', services);
              await endThread(found, call.user, services);
            }
            return card(call, id, services);
          case 'answer':
            return { show: 'modal', modal: answerModal(call.locale, found) };
        }
      });
    },
  },
  forms: {
    'ask-sent': (call, { submission, guild }, services, filled) =>
      ask(
        call,
        filled.texts.question ?? '',
        submission === noSubmission ? null : submission,
        services,
        guild === '0' ? undefined : guild,
      ),
    'asked-answer': (call, { ask: id }, services, filled) =>
      forAsk(call, id, services, async (found) => {
        const sent = await bringAnswer(found, call.user, filled.texts.answer ?? '', services);
        if (!sent) return reply(answerShut(call.locale));
        await services.records.questions.claim(id, call.user, services.now());
        await note(call, found, 'answer', services);
        await services.staff.cards.show(id);
        return reply(answerSent(call.locale));
      }),
  },
});
