import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BotAnswer, type Person, textOf, type UploadedFile } from '../../../classroom/server.ts';
import type { InstalledLesson } from '../../library/library.ts';
import type { SubmittedFiles } from '../../submission/files.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { buttonLabels } from './button-labels.ts';
import type { DemoClass } from './demo-class.ts';
import type { Narrator } from './narrator.ts';
import { askHuman, holdQueue, lookAtClass } from './ta-tour.ts';
import { expectText, timedAnswer } from './tour-step.ts';

const say = words('try.tour', {
  en: {
    hint: 'A student is stuck and asks for a hint, privately',
    next: 'presses “{{label}}”',
    slash: 'types {{command}}',
    check: 'She pastes her Dockerfile into a DM',
    pastes: 'pastes her Dockerfile, and adds {{files}}',
    edits: 'sees what is missing, and edits her message',
    verify: '{{who}} asks for the full verification: it is really built and really run',
    broken: 'Another student sends something that does not work',
    sends: 'sends {{files}}',
    queue: 'The TA looks at the queue; a student who tries is refused',
    forces: 'types /queue, although Discord does not offer it to him',
    over: 'That was the tour: {{seconds}} s.',
    noFirst: 'This lesson has no TODOs, so there is no hint to ask for.',
  },
});

/** Maximum duration of a verification in the tour: a first build without a cache on a slow machine. Milliseconds. */
const verificationTime = 180_000;

/** Plays the tours of a student and a TA. Throws if Dockhand does not do what the tour demonstrates. */
export async function playTour(
  demo: DemoClass,
  installed: InstalledLesson,
  narrator: Narrator,
): Promise<void> {
  const started = Date.now();
  await askForHint(demo.ada, installed, narrator);
  if (installed.folder !== null && installed.solution !== null) {
    const answer = await filesOf(installed.solution);
    const forgotten = { ...answer, ...(await filesOf(join(installed.folder, 'tour/forgotten'))) };
    const broken = { ...answer, ...(await filesOf(join(installed.folder, 'tour/broken'))) };
    await checkInDm(demo.ada, forgotten, answer, narrator);
    const verdict = demo.verifies ? verifyInDm(demo.ada, narrator, 'passed') : null;
    await lookAtQueue(demo, narrator);
    await verdict;
    await sendBroken(demo.ben, broken, narrator);
    if (demo.verifies) await verifyInDm(demo.ben, narrator, 'failed');
    await askHuman(demo, narrator);
    await holdQueue(demo, narrator);
    await lookAtClass(demo, narrator);
  }
  narrator.note(say(operatorLocale, 'over', { seconds: Math.round((Date.now() - started) / 1_000) }));
}

async function askForHint(student: Person, { lesson }: InstalledLesson, narrator: Narrator): Promise<void> {
  narrator.scene(say(operatorLocale, 'hint'));
  const todo = lesson.todos[2] ?? lesson.todos[0];
  if (todo === undefined) {
    narrator.note(say(operatorLocale, 'noFirst'));
    return;
  }
  narrator.does(student.name, say(operatorLocale, 'slash', { command: `/hint ${todo.n}` }));
  const answer = await timedAnswer(() => student.slash(`/hint ${todo.n}`), narrator);
  expectText(answer.value.text, todo.title);
  const label = buttonsOf(answer.value).find((each) => each.includes(String(todo.n + 1)));
  if (label === undefined || answer.value.message === null) return;
  narrator.does(student.name, say(operatorLocale, 'next', { label }));
  const { message } = answer.value;
  await timedAnswer(() => student.press(message, label), narrator);
}

async function checkInDm(
  student: Person,
  forgotten: SubmittedFiles,
  answer: SubmittedFiles,
  narrator: Narrator,
): Promise<void> {
  narrator.scene(say(operatorLocale, 'check'));
  const { Dockerfile: dockerfile = '', ...rest } = forgotten;
  narrator.does(student.name, say(operatorLocale, 'pastes', { files: Object.keys(rest).join(', ') }));
  const started = Date.now();
  const message = student.dm(`\`\`\`dockerfile\n${dockerfile}\`\`\``, uploads(rest));
  const reply = await student.waitForReply(message);
  const before = textOf(reply);
  narrator.answer(before, Date.now() - started);
  narrator.does(student.name, say(operatorLocale, 'edits'));
  const again = Date.now();
  student.edit(message, `\`\`\`dockerfile\n${answer.Dockerfile ?? ''}\`\`\``);
  const better = await student.waitFor((one) => one.id === reply.id && textOf(one) !== before, {
    where: 'dm',
  });
  narrator.answer(textOf(better), Date.now() - again);
}

/** Requests a verification, prints its progress as it changes, and returns once the verdict arrives. */
async function verifyInDm(student: Person, narrator: Narrator, wanted: 'passed' | 'failed'): Promise<void> {
  narrator.scene(say(operatorLocale, 'verify', { who: student.name }));
  narrator.does(student.name, say(operatorLocale, 'slash', { command: '/verify' }));
  const started = Date.now();
  const answer = await student.slash('/verify', { where: 'dm' });
  narrator.answer(answer.text, Date.now() - started);
  let shown = answer.text;
  while (!isVerdict(shown)) {
    await answer.until((now) => now.text !== shown, { ms: verificationTime });
    shown = answer.text;
    if (!isVerdict(shown)) narrator.live(shown.trim().split('\n').slice(0, 3).join(' · '));
  }
  narrator.answer(shown, Date.now() - started);
  expectText(shown, wanted === 'passed' ? 'Passed!' : 'Not passed');
}

async function sendBroken(student: Person, broken: SubmittedFiles, narrator: Narrator): Promise<void> {
  narrator.scene(say(operatorLocale, 'broken'));
  narrator.does(student.name, say(operatorLocale, 'sends', { files: Object.keys(broken).join(', ') }));
  const started = Date.now();
  const message = student.dm('', uploads(broken));
  const reply = await student.waitForReply(message);
  narrator.answer(textOf(reply), Date.now() - started);
}

async function lookAtQueue(
  { ben, grace, classChannel, staffChannel }: DemoClass,
  narrator: Narrator,
): Promise<void> {
  narrator.scene(say(operatorLocale, 'queue'));
  narrator.does(ben.name, say(operatorLocale, 'forces'));
  await timedAnswer(() => ben.slash('/queue', { where: classChannel, force: true }), narrator);
  narrator.does(grace.name, say(operatorLocale, 'slash', { command: '/queue' }));
  await timedAnswer(() => grace.slash('/queue', { where: staffChannel }), narrator);
}

/** A verdict has its outcome in the heading; waiting and progress have other headings. */
export const isVerdict = (text: string): boolean => /^### .*(Passed|Not passed|on us|Cancelled)/m.test(text);

const buttonsOf = (answer: BotAnswer): readonly string[] => buttonLabels(answer.message);

const uploads = (files: SubmittedFiles): UploadedFile[] =>
  Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));

/** Reads the files of a folder by name; empty if the folder does not exist. */
export async function filesOf(folder: string): Promise<SubmittedFiles> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
