import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { TooMuchAtOnce, UnreadableText } from '../src/checker/failures.ts';
import { forEveryone } from '../src/discord/interactions/audience.ts';
import { command } from '../src/discord/interactions/command.ts';
import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import {
  forStudent,
  lessonFromMemory,
  type StudentRequest,
} from '../src/discord/interactions/for-student.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { nextStep, todoOf } from '../src/discord/render/check/check-next.ts';
import type { CheckResult } from '../src/discord/render/check/check-result.ts';
import type { HintRung } from '../src/discord/render/custom-id.ts';
import {
  type AnswerFold,
  hintMessage,
  noSuchTodo,
  nothingToHint,
} from '../src/discord/render/lesson/hint.ts';
import { rungMessage, type TodoStanding } from '../src/discord/render/lesson/hint-rung.ts';
import type { Message } from '../src/discord/render/message.ts';
import { recordedOrSkipped } from '../src/discord/submissions/gather-files.ts';
import { checkRemembered } from '../src/discord/submissions/instant-check.ts';
import type { Todo } from '../src/lesson/lesson.ts';
import { words } from '../src/wording/wording.ts';

const say = words('command-hint', {
  en: {
    about: 'The hint for a TODO: a nudge first, the answer when you open it',
    todo: 'The number of the TODO; without it the one that you need now',
  },
});

const definition = {
  type: ApplicationCommandType.ChatInput,
  name: 'hint',
  description: say('en', 'about'),
  ...forEveryone,
  options: [
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'todo',
      description: say('en', 'todo'),
      autocomplete: true,
      min_value: 0,
      max_value: 9999,
    },
  ],
} as const satisfies RESTPostAPIApplicationCommandsJSONBody;

/** Answers about one TODO of the lesson, in the class of the button or of the request. */
const forTodo = (
  call: CommandCall,
  services: Services,
  asked: { readonly n: number | null; readonly guild?: string },
  proceed: (request: StudentRequest, todo: Todo) => Promise<Message>,
): Promise<CommandResponse> =>
  forStudent(
    call,
    services,
    async (request) => {
      const { lesson, guild } = request;
      const n = asked.n ?? (await nextTodo(request, services));
      if (n === 'none') return reply(nothingToHint(call.locale, guild.id));
      const todo = lesson.todos.find((known) => known.n === n);
      if (todo === undefined) return reply(noSuchTodo(call.locale, guild.id, lesson, n));
      return reply(await proceed(request, todo));
    },
    asked.guild === undefined ? {} : { guild: asked.guild },
  );

/** The TODO that the student needs now: the next step in the remembered files, else the first TODO; `none`: all are done. */
async function nextTodo(request: StudentRequest, services: Services): Promise<number | 'none'> {
  const first = request.lesson.todos[0]?.n ?? 1;
  const result = await checkedOrNull(request, services);
  if (result === null) return first;
  const next = nextStep(result);
  const { todos } = result.report;
  if (next.kind === 'ready' && todos.every(({ status }) => status === 'done')) return 'none';
  return todoOf(next) ?? todos.find(({ status }) => status !== 'done')?.n ?? first;
}

/** The check of the remembered files; null if there are none, or they cannot be read. */
async function checkedOrNull(request: StudentRequest, services: Services): Promise<CheckResult | null> {
  try {
    return await checkRemembered(request, services);
  } catch (error) {
    if (error instanceof UnreadableText || error instanceof TooMuchAtOnce) return null;
    throw error;
  }
}

/** Shows a hint to the student who asked, and records that it was taken. */
const showHint = (
  call: CommandCall,
  asked: { readonly n: number | null; readonly guild?: string; readonly opens?: boolean },
  services: Services,
): Promise<CommandResponse> =>
  forTodo(call, services, asked, async (request, todo) => {
    const { student, lesson, guild } = request;
    const { progress } = services.records;
    const fold = asked.opens === true ? null : await foldOf(request, todo, services);
    await recordedOrSkipped(progress.recordHint(student, lesson.slug, todo.n, call.at), services);
    const step = { todo: todo.n, rung: fold === null ? 'answer' : 'nudge' };
    if (lesson.manifest?.hints.before !== 'nothing' && lesson.manifest !== null)
      await recordedOrSkipped(progress.recordRung(student, lesson.slug, step, call.at), services);
    return hintMessage(call.locale, guild.id, lesson, todo, fold);
  });

/** What the lesson still requires before the answer is shown. While the records are away, nothing is required. */
async function foldOf(
  { student, lesson }: StudentRequest,
  todo: Todo,
  services: Services,
): Promise<AnswerFold> {
  const before = lesson.manifest?.hints.before ?? 'nothing';
  if (before === 'nothing') return null;
  const { progress, workspaces } = services.records;
  let fold: AnswerFold = null;
  const look = async (): Promise<void> => {
    const taken = await progress.rungsTaken(student, lesson.slug, todo.n);
    const files = await workspaces.files(student, lesson.slug);
    const since = taken.find(({ rung }) => rung === 'nudge')?.firstAt ?? Number.POSITIVE_INFINITY;
    const has = (rung: string): boolean => taken.some((each) => each.rung === rung);
    const isMet = before === 'why' ? has('concept') : files.some(({ receivedAt }) => receivedAt > since);
    fold = isMet || has('answer') ? null : before;
  };
  await recordedOrSkipped(look(), services);
  return fold;
}

/** Shows one step of a hint before its answer, and records that it was taken. */
const showRung = (
  call: CommandCall,
  { todo: n, rung, guild: from }: { readonly todo: number; readonly rung: HintRung; readonly guild: string },
  services: Services,
): Promise<CommandResponse> =>
  forTodo(call, services, { n, guild: from }, async (request, todo) => {
    const { student, lesson, guild } = request;
    const { progress } = services.records;
    await recordedOrSkipped(
      progress.recordRung(student, lesson.slug, { todo: todo.n, rung }, call.at),
      services,
    );
    const standing = rung === 'state' ? await standingOf(request, todo, services) : notAsked;
    return rungMessage(call.locale, { guild: guild.id, lesson, todo }, rung, standing);
  });

const notAsked: TodoStanding = { kind: 'unknown' };

async function standingOf(request: StudentRequest, todo: Todo, services: Services): Promise<TodoStanding> {
  const remembered = await services.records.workspaces.files(request.student, request.lesson.slug);
  if (remembered.length === 0) return { kind: 'no-files' };
  const checked = await checkedOrNull(request, services);
  const result = checked?.report.todos.find(({ n }) => n === todo.n);
  return result === undefined || result.status === 'unknown'
    ? { kind: 'unknown' }
    : { kind: 'known', result };
}

export const hint = command(definition, {
  run: (call, { todo }, services) => showHint(call, { n: todo }, services),
  complete: (call, typed, services) => {
    const words = typed.toLowerCase().trim();
    return (lessonFromMemory(call, services)?.todos ?? [])
      .filter((todo) => `${todo.n} ${todo.title}`.toLowerCase().includes(words))
      .slice(0, 25)
      .map((todo) => ({ name: `${todo.n} · ${todo.title}`.slice(0, 100), value: todo.n }));
  },
  fromWords: (words) => {
    const todo = /\d{1,4}/.exec(words.slice(0, 100))?.[0];
    return { todo: todo === undefined ? null : Number(todo) };
  },
  components: {
    hint: (call, { todo, guild }, services) => showHint(call, { n: todo, guild }, services),
    'hint-answer': (call, { todo, guild }, services) =>
      showHint(call, { n: todo, guild, opens: true }, services),
    rung: (call, press, services) => showRung(call, press, services),
  },
});
