import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { BotAnswer } from '../../classroom/server.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { codeBlock, dockerfile } from './student-files.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

/** A student whose actions are counted: a command, a message, a click and a submitted modal are one action each. */
class CountedStudent {
  readonly #ada: ClassServer['ada'];
  actions = 0;

  constructor(ada: ClassServer['ada']) {
    this.#ada = ada;
  }

  types(command: string): Promise<BotAnswer> {
    this.actions += 1;
    return this.#ada.slash(command);
  }

  sends(text: string): ReturnType<ClassServer['ada']['waitForReply']> {
    this.actions += 1;
    return this.#ada.waitForReply(this.#ada.dm(text));
  }

  presses(...[message, label]: Parameters<ClassServer['ada']['press']>): Promise<BotAnswer> {
    this.actions += 1;
    return this.#ada.press(message, label);
  }

  submits(form: BotAnswer['modal']): Promise<BotAnswer> {
    this.actions += 1;
    return form.submit();
  }
}

const error = 'ERROR: failed to solve: python:3.11-slimm: failed to resolve source metadata: not found';
const pasted = codeBlock(dockerfile, 'dockerfile');
/** The state in which a student begins: the answer to their file, in a DM. */
const afterCheck = (): ReturnType<CountedStudent['sends']> =>
  new CountedStudent(classServer.ada).sends(pasted);

/** What students do most, how many actions it may take, and where it leads. */
const frequent: Readonly<
  Record<string, readonly [number, (student: CountedStudent) => Promise<string>, string]>
> = {
  'a hint, out of nothing': [1, async (ada) => (await ada.types('/hint')).text, 'TODO 1'],
  'the hint that an answer is about': [
    1,
    async (ada) => {
      const answer = await afterCheck();
      return (await ada.presses(answer, 'Hint for TODO 3')).text;
    },
    'TODO 3',
  ],
  'a check in a DM, counted with opening it': [
    2,
    async (ada) => {
      ada.actions += 1;
      return JSON.stringify((await ada.sends(pasted)).components);
    },
    'line 5',
  ],
  'a verification of what was checked': [
    1,
    async (ada) => (await ada.presses(await afterCheck(), 'Full verification')).text,
    'Queued',
  ],
  'how she stands': [1, async (ada) => (await ada.types('/status')).text, 'TODO'],
  'a human, who hears where she is stuck': [
    2,
    async (ada) => {
      const form = await ada.presses(await afterCheck(), 'I am stuck');
      return (await ada.submits(form.modal)).text;
    },
    'teaching assistants',
  ],
  'an error message explained': [
    1,
    async (ada) => JSON.stringify((await ada.sends(error)).components),
    'slimm',
  ],
  'a fix in the form that holds her file': [
    2,
    async (ada) => {
      const { modal } = await ada.presses(await afterCheck(), 'Fix in a form');
      return (await ada.submits(modal)).text;
    },
    'TODO',
  ],
  'the next part of the lesson': [
    2,
    async (ada) => (await ada.presses(messageOf(await ada.types('/lesson')), 'Next →')).text,
    'Part A',
  ],
};

test.each(Object.keys(frequent))('no more actions than promised lead to %s', async (what) => {
  const [most, way, leads] = frequent[what] ?? [0, async () => '', what];
  const student = new CountedStudent(classServer.ada);
  expect(await way(student)).toContain(leads);
  expect(student.actions).toBeLessThanOrEqual(most);
});
