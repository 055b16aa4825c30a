import { textOf } from '../../../classroom/server.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { buttonLabels } from './button-labels.ts';
import type { DemoClass } from './demo-class.ts';
import type { Narrator } from './narrator.ts';
import { expectText, timedAnswer } from './tour-step.ts';

const say = words('try.ta-tour', {
  en: {
    ask: 'He is stuck, and asks a human; the TA takes the question',
    asks: 'types /ask {{question}}',
    question: 'It says permission denied, but the file is there?',
    takes: 'sees it in the staff channel, and presses “{{label}}”',
    says: 'answers in a thread of the two: {{answer}}',
    answer: 'COPY keeps the mode of your file. What does TODO 5 say about chmod?',
    levers: 'The TA holds the queue and lets it go on',
    presses: 'presses “{{label}}”',
    class: 'How the whole class stands, and where it is stuck',
    types: 'types /class',
  },
});

/** How long to wait for the bot to deliver a message. Milliseconds. */
const delivery = 15_000;

/** A student asks for a human, and a TA answers in a private thread. */
export async function askHuman(
  { classroom, ben, grace, classChannel, staffChannel }: DemoClass,
  narrator: Narrator,
): Promise<void> {
  narrator.scene(say(operatorLocale, 'ask'));
  const question = say(operatorLocale, 'question');
  narrator.does(ben.name, say(operatorLocale, 'asks', { question }));
  await timedAnswer(() => ben.command('ask', { question }, { where: classChannel }), narrator);
  const card = await grace.waitFor((one) => textOf(one).includes(question) && buttonLabels(one).length > 0, {
    where: staffChannel,
    ms: delivery,
  });
  const [label = ''] = buttonLabels(card);
  narrator.does(grace.name, say(operatorLocale, 'takes', { label }));
  await grace.press(card, label);
  const intro = await ben.waitFor(
    (one) =>
      textOf(one).includes(question) &&
      classroom.world.channels.get(one.channel_id)?.parentId === classChannel.id,
    { ms: delivery },
  );
  narrator.answer(textOf(intro), null);
  const thread = classroom.world.channels.get(intro.channel_id);
  if (thread === undefined) return;
  const answer = say(operatorLocale, 'answer');
  narrator.does(grace.name, say(operatorLocale, 'says', { answer }));
  grace.say(thread, answer);
}

/** A TA pauses and resumes the queue. */
export async function holdQueue({ grace, staffChannel }: DemoClass, narrator: Narrator): Promise<void> {
  narrator.scene(say(operatorLocale, 'levers'));
  for (const wanted of ['Pause', 'Go on']) {
    const queue = await grace.slash('/queue', { where: staffChannel });
    await queue.untilFilled();
    expectText(buttonLabels(queue.message).join(), wanted);
    const { message } = queue;
    if (message === null) return;
    narrator.does(grace.name, say(operatorLocale, 'presses', { label: wanted }));
    await timedAnswer(() => grace.press(message, wanted), narrator);
  }
}

/** A TA opens the class overview. */
export async function lookAtClass({ grace, staffChannel }: DemoClass, narrator: Narrator): Promise<void> {
  narrator.scene(say(operatorLocale, 'class'));
  narrator.does(grace.name, say(operatorLocale, 'types'));
  const seen = await timedAnswer(() => grace.slash('/class', { where: staffChannel }), narrator);
  expectText(seen.value.text, 'students');
}
