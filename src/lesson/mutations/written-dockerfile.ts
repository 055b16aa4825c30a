/** An instruction of a lesson's own answer, with its lines. */
export interface WrittenInstruction {
  /** In upper case: `RUN`. */
  readonly keyword: string;
  /** With continuation lines joined and whitespace collapsed. */
  readonly text: string;
  /** Lines from 0: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Index of its build stage, from 0; -1 above the first FROM. */
  readonly stage: number;
}

/**
 * A Dockerfile as a list of instructions that can be removed, changed and moved. It is meant for a lesson's own answer, which is
 * simply written; students' files are parsed by the check.
 */
export class WrittenDockerfile {
  readonly instructions: readonly WrittenInstruction[];
  readonly #lines: readonly string[];

  constructor(text: string) {
    this.#lines = text.split('\n');
    this.instructions = instructionsIn(this.#lines);
  }

  get lastStage(): number {
    return this.instructions.at(-1)?.stage ?? -1;
  }

  /** The text without the given instructions. */
  without(these: readonly WrittenInstruction[]): string {
    return this.#edited(new Map(these.map((each) => [each, []])));
  }

  /** The text with an instruction replaced. */
  replaced(one: WrittenInstruction, ...others: readonly string[]): string {
    return this.#edited(new Map([[one, others]]));
  }

  /** The text with an instruction moved after another. */
  moved(one: WrittenInstruction, behind: WrittenInstruction): string {
    return this.#edited(
      new Map([
        [one, []],
        [behind, [...this.#own(behind), ...this.#own(one)]],
      ]),
    );
  }

  /** The text with instructions inserted before another. */
  before(one: WrittenInstruction, ...added: readonly string[]): string {
    return this.#edited(new Map([[one, [...added, ...this.#own(one)]]]));
  }

  /** The text with instructions inserted after another. */
  after(one: WrittenInstruction, ...added: readonly string[]): string {
    return this.#edited(new Map([[one, [...this.#own(one), ...added]]]));
  }

  /** The text with the start of the last stage replaced by these words. */
  starting(words: readonly string[]): string {
    const starts = this.instructions.filter(
      ({ keyword, stage }) => stage === this.lastStage && /^(?:ENTRYPOINT|CMD)$/.test(keyword),
    );
    const list = words.map((word) => JSON.stringify(word)).join(', ');
    return new WrittenDockerfile(this.without(starts)).ending(`ENTRYPOINT [${list}]`);
  }

  /** The text with instructions appended. */
  ending(...added: readonly string[]): string {
    return `${this.#lines.join('\n').replace(/(?<!\n)\n*$/, '\n')}${added.join('\n')}\n`;
  }

  #own({ from, to }: WrittenInstruction): readonly string[] {
    return this.#lines.slice(from, to);
  }

  #edited(changes: ReadonlyMap<WrittenInstruction, readonly string[]>): string {
    const lines: string[] = [];
    let at = 0;
    for (const each of this.instructions) {
      const instead = changes.get(each);
      if (instead === undefined) continue;
      lines.push(...this.#lines.slice(at, each.from), ...instead);
      at = each.to;
    }
    return [...lines, ...this.#lines.slice(at)].join('\n');
  }
}

function instructionsIn(lines: readonly string[]): readonly WrittenInstruction[] {
  const found: WrittenInstruction[] = [];
  let stage = -1;
  for (let at = 0; at < lines.length; ) {
    const from = at;
    const line = lines[at] ?? '';
    at += 1;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const words = [line];
    while (/\\\s*$/.test(words.at(-1) ?? '') && at < lines.length) {
      words.push(lines[at] ?? '');
      at += 1;
    }
    const text = words
      .filter((each) => !each.trimStart().startsWith('#'))
      .map((each) => each.replace(/\\\s*$/, ''))
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim();
    const keyword = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
    if (keyword === 'FROM') stage += 1;
    found.push({ keyword, text, from, to: at, stage });
  }
  return found;
}
