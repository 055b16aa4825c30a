import type { Question } from '../../records/records.ts';
import { newId } from '../../submission/ids.ts';
import type { StudentRequest } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { type AskContext, answerMessage, askCard, threadEnd, threadIntro } from '../render/staff/ask.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';

/** What goes along with a question: the student's latest files, and the verification that it is about, else her last. */
export async function askContextOf(ask: Question, { records }: Services): Promise<AskContext> {
  const [files, about] = await Promise.all([
    records.workspaces.files(ask.student, ask.lesson),
    ask.submission === null
      ? records.submissions.latest(ask.student, ask.lesson)
      : records.submissions.get(ask.submission),
  ]);
  const own = about?.student.guild === ask.student.guild && about.student.user === ask.student.user;
  return { files, submission: own ? about : null };
}

/** Records a student's question and puts its card into the staff channel. A card that cannot be shown is on the board all the same. */
export async function askStaff(
  asked: StudentRequest,
  question: string,
  submission: string | null,
  services: Services,
): Promise<{ readonly ask: Question; readonly added: boolean }> {
  const { records, messenger, log, staff } = services;
  const taken = await records.questions.ask({
    id: newId('q'),
    student: asked.student,
    lesson: asked.lesson.slug,
    at: services.now(),
    question: question.trim().slice(0, 1000),
    submission,
  });
  if (!taken.added) return taken;
  staff.boardChanged(asked.guild.id);
  const channel = asked.guild.taChannel;
  if (channel !== null) {
    try {
      const card = await messenger.send(
        channel,
        askCard('en', taken.ask, await askContextOf(taken.ask, services)),
        {
          nonce: taken.ask.id,
        },
      );
      await records.questions.setPlace(taken.ask.id, { card });
    } catch (error) {
      log.warn(
        { event: 'questions.card-not-shown', ask: taken.ask.id, err: describeError(error) },
        'a question was not shown in the staff channel',
      );
    }
  }
  return taken;
}

/** Opens the private thread of a student and her teaching assistant; null when the bot may not, or there is no place for it. */
export async function openThread(ask: Question, ta: string, services: Services): Promise<string | null> {
  const { records, messenger, log, staff } = services;
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
    await messenger.send(thread, threadIntro('en', ask, ta, await askContextOf(ask, services)));
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

/** Brings an answer to the student: into the thread, else in a DM; false when both are closed. */
export async function bringAnswer(
  ask: Question,
  by: string,
  answer: string,
  services: Services,
): Promise<boolean> {
  const { messenger, log } = services;
  const message = answerMessage('en', ask, by, answer);
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

/** Draws the card again where it stands, after something happened to the question elsewhere. */
export async function refreshCard(ask: Question, services: Services): Promise<void> {
  services.staff.boardChanged(ask.student.guild);
  if (ask.card === null) return;
  try {
    await services.messenger.editMessage(
      ask.card.channel,
      ask.card.message,
      askCard('en', ask, await askContextOf(ask, services)),
    );
  } catch (error) {
    if (!isFinal(error)) throw error;
  }
}

/** Says goodbye in the thread and shuts it; who was in it can still read it. */
export async function endThread(ask: Question, ta: string, services: Services): Promise<void> {
  if (ask.thread === null) return;
  try {
    await services.messenger.send(ask.thread, threadEnd('en', ta));
    await services.staff.threads.archive(ask.thread);
  } catch (error) {
    services.log.info(
      { event: 'questions.thread-not-archived', ask: ask.id, err: describeError(error) },
      'a thread was not archived',
    );
  }
}
