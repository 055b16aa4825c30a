import type { Entry } from './entry.ts';

type Content = Pick<Entry, 'from' | 'text'>;

/** The content of context files when they were copied into the image, and which of them have changed since. */
export class Originals {
  readonly #first: Map<string, Content>;
  readonly #rewritten: Set<string>;

  constructor(before?: Originals) {
    this.#first = new Map(before === undefined ? [] : before.#first);
    this.#rewritten = new Set(before === undefined ? [] : before.#rewritten);
  }

  /** Records that a file is put or changed. */
  note(path: string, { from, text }: Content): void {
    const first = this.#first.get(path);
    if (first === undefined) {
      if (from !== null) this.#first.set(path, { from, text });
    } else if (first.from !== null && (first.from !== from || !isSameText(first.text, text)))
      this.#rewritten.add(first.from);
  }

  /** Context paths of the files that have changed since they were copied. */
  get rewritten(): ReadonlySet<string> {
    return this.#rewritten;
  }
}

/** Line endings do not matter to tools that read source files. */
const isSameText = (before: string | null, after: string | null): boolean =>
  before === after || (after !== null && before?.replaceAll('\r\n', '\n') === after.replaceAll('\r\n', '\n'));
