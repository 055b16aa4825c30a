/** How long the week's steps took and what they resulted in, for the log. */
export class Figures {
  readonly #lines: string[] = [];

  /** Runs a step and records how long it took. */
  async timed<T>(step: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      const result = await work();
      this.add(step, `${Math.round((performance.now() - began) / 1_000)} s`);
      return result;
    } catch (error) {
      this.add(step, `failed after ${Math.round((performance.now() - began) / 1_000)} s`);
      throw error;
    }
  }

  add(what: string, value: string | number): void {
    this.#lines.push(`  ${what.padEnd(52)} ${value}`);
  }

  print(): void {
    process.stdout.write(`\nThe first week in figures\n${this.#lines.join('\n')}\n`);
  }
}
