import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { operatorLocale, words } from '../../wording/wording.ts';
import type { Choice } from './discord-server.ts';

const say = words('cli-setup-questions', {
  en: {
    range: '1 to {{last}} [{{usual}}]',
    noNumber: 'That is no number from 1 to {{last}}.',
  },
});

/** Asks the person at the terminal. */
export class Questions {
  readonly #lines: Interface;
  readonly #screen: QuietScreen;

  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
    this.#screen = new QuietScreen(output);
    this.#lines = createInterface({ input, output: this.#screen, terminal: true });
  }

  say(text: string): void {
    this.#screen.write(`${text}\n`);
  }

  async text(question: string): Promise<string> {
    return (await this.#lines.question(`${question} `)).trim();
  }

  /** The input is not echoed. */
  async secret(question: string): Promise<string> {
    this.#screen.write(`${question} `);
    this.#screen.quiet = true;
    try {
      return (await this.#lines.question('')).trim();
    } finally {
      this.#screen.quiet = false;
      this.#screen.write('\n');
    }
  }

  /** One of several by its number; Enter takes the one that `usual` names, else the first. */
  async choose(question: string, choices: readonly Choice[], usual: string | undefined): Promise<Choice> {
    const first = Math.max(
      0,
      choices.findIndex(({ id }) => id === usual),
    );
    for (;;) {
      this.say(question);
      for (const [index, { name }] of choices.entries()) this.say(`  ${index + 1}  ${name}`);
      const last = choices.length;
      const answer = await this.text(say(operatorLocale, 'range', { last, usual: first + 1 }));
      const chosen = choices[answer === '' ? first : Number(answer) - 1];
      if (chosen !== undefined) return chosen;
      this.say(say(operatorLocale, 'noNumber', { last }));
    }
  }

  close(): void {
    this.#lines.close();
  }
}

/** A terminal that echoes nothing while a secret is typed. */
class QuietScreen extends Writable {
  readonly #output: NodeJS.WritableStream;
  quiet = false;

  constructor(output: NodeJS.WritableStream) {
    super();
    this.#output = output;
  }

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    if (!this.quiet) this.#output.write(chunk);
    done();
  }
}
