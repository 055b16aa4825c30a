import type { Entry } from './entry.ts';

type Content = Pick<Entry, 'from' | 'text'>;

/** What files of the build context held when they came into an image, and which of them hold something else since. */
export class Originals {
  readonly #first: Map<string, Content>;
  readonly #rewritten: Set<string>;

  constructor(before?: Originals) {
    this.#first = new Map(before === undefined ? [] : before.#first);
    this.#rewritten = new Set(before === undefined ? [] : before.#rewritten);
  }

  /** A file is put, or changed. */
  note(path: string, { from, text }: Content): void {
    const first = this.#first.get(path);
    if (first === undefined) {
      if (from !== null) this.#first.set(path, { from, text });
    } else if (first.from !== null && (first.from !== from || !isSameText(first.text, text)))
      this.#rewritten.add(first.from);
  }

  /** Paths in the build context of the files that hold something else since. */
  get rewritten(): ReadonlySet<string> {
    return this.#rewritten;
  }
}

/** The ends of lines do not matter to what reads a source. */
const isSameText = (before: string | null, after: string | null): boolean =>
  before === after || (after !== null && before?.replaceAll('\r\n', '\n') === after.replaceAll('\r\n', '\n'));
