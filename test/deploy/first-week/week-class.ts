import { join } from 'node:path';
import type { BotAnswer, Person, UploadedFile } from '../../../classroom/server.ts';
import { filesOf, isVerdict } from '../../../src/cli/try/tour.ts';
import { until } from '../../support/until.ts';
import { Notifications } from './notifications.ts';
import type { RealServer } from './real-server.ts';

const names = ['Ada', 'Ben', 'Cleo', 'Dina', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jo'] as const;
const answerFolder = join(import.meta.dirname, '../../../lessons/backend-docker/solution');
const minutes = (n: number): number => n * 60_000;

/** Waits for one verification's verdict. */
export type Verdict = () => Promise<string>;

/** Ten students and a teaching assistant, who verify the lesson's solution all week. */
export class WeekClass {
  readonly #server: RealServer;
  readonly #answer: readonly UploadedFile[];
  readonly students: readonly Person[];
  readonly ta: Person;
  readonly notifications: Notifications;
  #notes = 0;

  private constructor(server: RealServer, answer: readonly UploadedFile[]) {
    this.#server = server;
    this.#answer = answer;
    this.students = names.map((name) => server.join(name));
    this.ta = server.join('Tess', [server.taRole]);
    this.notifications = new Notifications(server.classroom, this.students, server.general.id);
    // README: allow the TA role to use /queue, under Settings > Integrations.
    server.classroom.allow(server.guild, 'queue', server.taRole);
  }

  static async join(server: RealServer): Promise<WeekClass> {
    const files = await filesOf(answerFolder);
    const answer = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
    return new WeekClass(server, answer);
  }

  student(name: (typeof names)[number]): Person {
    const found = this.students.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  /** Sends the solution with a comment of the student's own, so that no verdict is reused, and asks for a verification. */
  async verify(student: Person): Promise<Verdict> {
    this.#notes += 1;
    const note = `\n# ${student.name}, number ${this.#notes}\n`;
    const files = this.#answer.map(({ name, bytes }) =>
      name === 'Dockerfile' ? { name, bytes: Buffer.concat([bytes, Buffer.from(note)]) } : { name, bytes },
    );
    await student.waitForReply(student.dm('', files), { ms: minutes(5) });
    this.notifications.asked(student.id);
    const asked = await student.slash('/verify', { where: 'dm' });
    return async () => {
      await asked.until((now) => isVerdict(now.text), { ms: minutes(20) });
      return asked.text;
    };
  }

  /** All of these verify, and all have to pass. */
  async pass(students: readonly Person[]): Promise<void> {
    const asked: Verdict[] = [];
    for (const student of students) asked.push(await this.verify(student));
    await this.mustPass(asked);
  }

  async mustPass(verdicts: readonly Verdict[]): Promise<void> {
    for (const text of await Promise.all(verdicts.map((verdict) => verdict()))) {
      if (/^### .*Passed/m.test(text)) continue;
      // The worker's log says why one did not pass; it is removed with the stack.
      throw new Error(`${text}\n${await this.#server.compose('logs --tail 60 worker bot')}`);
    }
    await this.everythingJudged();
  }

  /** Resolves when the records show that each submission has a verdict and a notification. */
  async everythingJudged(): Promise<void> {
    await until(
      () => this.#server.records().map(({ state, notified }) => `${state} ${notified}`),
      (all) => all.every((one) => one === 'judged true'),
      minutes(8),
    );
  }

  async setQueue(does: 'Pause' | 'Go on'): Promise<void> {
    const shown = await this.ta.slash('/queue');
    await shown.untilFilled({ ms: minutes(1) });
    const pressed = await this.ta.press(messageOf(shown), does);
    await pressed.until(({ text }) => text.includes('The queue is paused') === (does === 'Pause'), {
      ms: minutes(1),
    });
  }

  /** How many of a student's submissions have passed, according to the records. */
  passed({ id }: Person): number {
    return this.#server.records().filter(({ user, outcome }) => user === id && outcome === 'passed').length;
  }
}

function messageOf({ message, state }: BotAnswer): NonNullable<BotAnswer['message']> {
  if (message === null) throw new Error(`the answer has no message, it is: ${state}`);
  return message;
}
