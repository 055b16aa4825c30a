import { join } from 'node:path';
import type { TourStep } from '../../../classroom/server.ts';
import type { InstalledLesson } from '../../library/library.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import type { DemoClass } from './demo-class.ts';
import { filesOf } from './tour.ts';

const say = words('try.page', {
  en: {
    hintTitle: 'You are {{who}}, a student',
    hintText:
      'Your class writes a Dockerfile with {{todos}} TODOs, and TODO {{n}} will not come to you. Ask for a hint: type `/hint {{n}}`, or let me.',
    hintDo: 'Type it for me',
    nudgeTitle: 'A nudge first',
    nudgeText:
      'Only {{who}} can see this. **Why?**, **A question**, **My file** and **Fill in** are small steps. The answer is folded away below them: press **Spoiler** when you want it.',
    pasteTitle: 'Send what you have',
    pasteText:
      'Dockhand reads your files in a DM, as text or as files: paste them, or drop them into the box. These forget something.',
    pasteDo: 'Fill the box for me',
    mendTitle: 'It says the one thing to do next',
    mendText:
      'With the line, and what happens because of it. **Fix in a form** opens the file right here, **I am stuck** asks a human, **Show all** has the rest. Or send a better file.',
    mendDo: 'Send better files',
    verifyTitle: 'Now for real',
    verifyText:
      '`/verify` builds the image and runs it, in a box that lives for this one job. You see your place in the queue, then each phase as it passes. Half a minute, or so.',
    verifyDo: 'Type it for me',
    taTitle: 'You are {{who}}, a teaching assistant',
    taText: '`/queue` shows what runs, waits and is done. Students are not offered it.',
    taDo: 'Be {{who}}',
    endTitle: 'It is all yours',
    endText:
      'Choose who you are at the bottom left. Open a second window for a second person. `{ }` shows each request and event that crosses the wire, and switches for what can go wrong.',
  },
});

/** The guided tour on the page: the first minutes of the lesson, carried out by the visitor. Shorter for a lesson without a solution. */
export async function pageTour(demo: DemoClass, installed: InstalledLesson): Promise<readonly TourStep[]> {
  const { ada, grace, classChannel, staffChannel } = demo;
  const { todos } = installed.lesson;
  const todo = todos[2] ?? todos[0];
  const asAda = { as: ada.name } as const;
  const hint: TourStep[] =
    todo === undefined
      ? []
      : [
          {
            title: say(operatorLocale, 'hintTitle', { who: ada.name }),
            text: say(operatorLocale, 'hintText', { todos: todos.length, n: todo.n }),
            offer: {
              ...asAda,
              label: say(operatorLocale, 'hintDo'),
              in: classChannel.id,
              text: `/hint ${todo.n}`,
            },
            done: { command: '/hint' },
          },
          {
            title: say(operatorLocale, 'nudgeTitle'),
            text: say(operatorLocale, 'nudgeText', { who: ada.name }),
          },
        ];
  return [
    ...hint,
    ...(await submissionSteps(demo, installed, asAda)),
    {
      title: say(operatorLocale, 'taTitle', { who: grace.name }),
      text: say(operatorLocale, 'taText'),
      offer: {
        as: grace.name,
        label: say(operatorLocale, 'taDo', { who: grace.name }),
        in: staffChannel.id,
        text: '/queue',
      },
      done: { command: '/queue' },
    },
    { title: say(operatorLocale, 'endTitle'), text: say(operatorLocale, 'endText') },
  ];
}

async function submissionSteps(
  { verifies }: DemoClass,
  installed: InstalledLesson,
  who: { readonly as: string },
): Promise<TourStep[]> {
  if (installed.folder === null || installed.solution === null) return [];
  const answer = await filesOf(installed.solution);
  const forgotten = { ...answer, ...(await filesOf(join(installed.folder, 'tour/forgotten'))) };
  const named = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([name, text]) => ({ name, text }));
  const verification: TourStep = {
    title: say(operatorLocale, 'verifyTitle'),
    text: say(operatorLocale, 'verifyText'),
    offer: { ...who, label: say(operatorLocale, 'verifyDo'), in: 'dm', text: '/verify' },
    done: { command: '/verify', text: 'Passed!' },
  };
  return [
    {
      title: say(operatorLocale, 'pasteTitle'),
      text: say(operatorLocale, 'pasteText'),
      offer: { ...who, label: say(operatorLocale, 'pasteDo'), in: 'dm', files: named(forgotten) },
      done: { text: 'TODO' },
    },
    {
      title: say(operatorLocale, 'mendTitle'),
      text: say(operatorLocale, 'mendText'),
      offer: { ...who, label: say(operatorLocale, 'mendDo'), in: 'dm', files: named(answer) },
      done: { text: 'TODO' },
    },
    ...(verifies ? [verification] : []),
  ];
}
