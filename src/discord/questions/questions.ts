import type { Question } from '../../records/records.ts';
import { newId } from '../../submission/ids.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { answerMessage, askAddition, threadEnd, threadIntro } from '../render/staff/ask.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { CardState } from '../staff/question-cards.ts';
import { readQuestionContext } from '../staff/question-context.ts';

/** The outcome of asking: a new question, an addition to the open one, or refused because the open one has no room left. */
export interface AskedQuestion {
  readonly ask: Question;
  readonly how: 'new' | 'appended' | 'repeated' | 'full';
  readonly card: CardState;
}

/**
 * Records a student's question and posts its card in the staff channel. If the student already has an open question, the text is
 * added to it.
 */
export async function askStaff(
  asked: StudentRequest,
  question: string,
  submission: string | null,
  services: Services,
): Promise<AskedQuestion> {
  const { records, staff } = services;
  const taken = await records.questions.ask({
    id: newId('q'),
    student: asked.student,
    lesson: asked.lesson.slug,
    at: services.now(),
    question: question.trim().slice(0, 1000),
    submission,
  });
  const card = await staff.cards.show(taken.ask.id);
  if (taken.how === 'appended') await tellThread(taken.ask, question, services);
  return { ...taken, card };
}

/** Posts what the student added to the question's thread, for the teaching assistant who claimed it. */
async function tellThread(
  ask: Question,
  added: string,
  { messenger, locales, log }: Services,
): Promise<void> {
  if (ask.thread === null) return;
  try {
    const locale = await locales.of(ask.student.user);
    await messenger.send(ask.thread, askAddition(locale, ask, added));
  } catch (error) {
    // The card shows it anyway.
    log.info(
      { event: 'questions.addition-not-in-thread', ask: ask.id, err: describeError(error) },
      'what was added to a question is not in its thread',
    );
  }
}

/**
 * Opens a private thread between a student and the teaching assistant. Null when the bot lacks the permission or there is no
 * channel for it.
 */
export async function openThread(ask: Question, ta: string, services: Services): Promise<string | null> {
  const { records, messenger, locales, log, staff } = services;
  const channel = (await records.guilds.get(ask.student.guild))?.classChannel ?? null;
  if (channel === null) return null;
  try {
    if (ask.thread !== null) {
      await staff.threads.addMember(ask.thread, ta);
      return ask.thread;
    }
    const name = staff.members.nameOf(ask.student.guild, ask.student.user) ?? ask.student.user.slice(-4);
    const thread = await staff.threads.open(channel, `🙋 ${name}`, [ask.student.user, ta]);
    await records.questions.setPlace(ask.id, { thread });
    const locale = await locales.of(ask.student.user);
    await messenger.send(thread, threadIntro(locale, ask, ta, await readQuestionContext(ask, records)));
    return thread;
  } catch (error) {
    if (!isFinal(error)) throw error;
    log.info(
      { event: 'questions.thread-not-opened', ask: ask.id, err: describeError(error) },
      'no thread could be opened',
    );
    return null;
  }
}

/** Delivers an answer to the student, in the thread or else in a DM. Returns false when both are closed. */
export async function bringAnswer(
  ask: Question,
  by: string,
  answer: string,
  services: Services,
): Promise<boolean> {
  const { messenger, locales, log } = services;
  const message = answerMessage(await locales.of(ask.student.user), ask, by, answer);
  const ways: (() => Promise<unknown>)[] = [
    ...(ask.thread === null
      ? []
      : [() => messenger.send(ask.thread ?? '', { ...message, pings: [ask.student.user] })]),
    async () => messenger.send(await messenger.dmChannel(ask.student.user), message),
  ];
  for (const way of ways) {
    try {
      await way();
      return true;
    } catch (error) {
      if (!isFinal(error)) throw error;
      log.info(
        { event: 'questions.way-closed', ask: ask.id, err: describeError(error) },
        'this way to the student is closed',
      );
    }
  }
  return false;
}

/** Says goodbye in the thread and archives it; its members can still read it. */
export async function endThread(ask: Question, ta: string, services: Services): Promise<void> {
  if (ask.thread === null) return;
  try {
    const locale = await services.locales.of(ask.student.user);
    await services.messenger.send(ask.thread, threadEnd(locale, ta));
    await services.staff.threads.archive(ask.thread);
  } catch (error) {
    services.log.info(
      { event: 'questions.thread-not-archived', ask: ask.id, err: describeError(error) },
      'a thread was not archived',
    );
  }
}
