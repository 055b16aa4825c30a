import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import type { CommandResponse } from '../src/discord/interactions/command-response.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { nothingToShow } from '../src/discord/render/insights/build-stop.ts';
import { type QuizPlace, quizAnswer, quizQuestion } from '../src/discord/render/insights/quiz.ts';
import { ofNewestPassed, withPassed } from '../src/discord/submissions/own-files.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-quiz', {
  en: { about: 'Three questions about your own image, once it has passed' },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'quiz',
  description: say('en', 'about'),
  ...forEveryone,
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Shows a question, or the result of its answer. */
const ask = (
  call: CommandCall,
  services: Services,
  place: QuizPlace,
  chosen: number | null = null,
): Promise<CommandResponse> => {
  const show = place.n > 0 || chosen !== null ? 'update' : 'reply';
  return withPassed(call, services, place.submission, async ({ submission: { student }, input }) => {
    const questions = await services.reading.insight('quiz', { seed: place.submission }, input, student);
    if (questions[place.n] === undefined) return { show, message: nothingToShow(call.locale, student.guild) };
    const message =
      chosen === null
        ? quizQuestion(call.locale, place, questions)
        : quizAnswer(call.locale, place, questions, chosen);
    return { show, message };
  });
};

export const quiz = command(definition, {
  fromWords: () => ({}),
  run: (call, _given, services) =>
    ofNewestPassed(call, services, (submission) => ask(call, services, { submission, n: 0, right: 0 })),
  components: {
    quiz: (call, { submission, n, right }, services) => ask(call, services, { submission, n, right }),
    'quiz-answer': (call, { submission, n, right, choice }, services) =>
      ask(call, services, { submission, n, right }, choice),
  },
});
