import type { ClassifiedLine } from './classified-line.ts';
import { type Heading, headingOf } from './headings.ts';
import type { Role } from './intake-result.ts';

/** Lines that belong together: a file or a part of one, with the heading above them if there is one. */
export interface Section {
  readonly heading: Heading | null;
  readonly lines: readonly string[];
  /** Whether `...` stands in it for lines that are not there. */
  readonly elided: boolean;
}

/** What a section seems to be so far: one of the lesson's files, or program output, which is collected elsewhere. */
export type SectionRole = Role | 'output' | null;

/** The section that is being read. */
export class SectionDraft {
  readonly heading: Heading | null;
  readonly #lines: string[];
  #role: SectionRole;
  #codeLines = 0;
  #endsInProse = false;
  #startsContainer = false;
  #continued = false;
  #dotted = false;
  #elided = false;

  constructor(
    heading: Heading | null,
    role: SectionRole = heading?.role ?? null,
    lines: readonly string[] = [],
  ) {
    this.heading = heading;
    this.#role = role;
    this.#lines = [...lines];
  }

  get role(): SectionRole {
    return this.#role;
  }

  /** Whether it has a line that is neither blank nor a comment. */
  get hasCode(): boolean {
    return this.#codeLines > 0;
  }

  /** Whether prose came after its last line of code. */
  get endsInProse(): boolean {
    return this.#endsInProse;
  }

  /** Whether it has an ENTRYPOINT or CMD already, so that what follows prose is another file. */
  get startsContainer(): boolean {
    return this.#startsContainer;
  }

  /** Whether its last line of code ends with a backslash. */
  get continued(): boolean {
    return this.#continued;
  }

  /** Adds a line as it is, without looking at it. */
  addRaw(text: string): void {
    this.#lines.push(text);
  }

  /** Adds a line, which makes the section the file `role`, if given. */
  add(line: ClassifiedLine, role?: SectionRole): void {
    const isCode = line.kind !== 'blank' && line.kind !== 'comment';
    this.#lines.push(line.text);
    if (role !== undefined && role !== null) this.#role = role;
    if (!isCode) return;
    if (role !== undefined || this.#role !== null) this.#codeLines += 1;
    this.#elided ||= this.#dotted;
    this.#continued = isContinued(line.text);
    this.#endsInProse = false;
    if (/^\s*(ENTRYPOINT|CMD)\s/i.test(line.text.slice(0, 40))) this.#startsContainer = true;
  }

  /** Notes that prose follows; what came before it is not part of a file that has not begun. */
  noteProse(): void {
    this.#endsInProse = true;
    if (!this.hasCode) this.#lines.length = 0;
  }

  /** Notes dots in place of lines, in a file that has begun. Behind one that starts a container they are only talk. */
  noteDots(): void {
    if (!this.hasCode) return;
    this.#dotted = true;
    this.#elided ||= !this.#startsContainer;
  }

  /** Drops everything above the first line of code. */
  dropPreamble(): void {
    if (!this.hasCode) this.#lines.length = 0;
  }

  /** Drops everything above the first line of code, except the comments directly above it. */
  dropPreambleExceptComments(): void {
    if (this.hasCode) return;
    const last = this.#lines.findLastIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
    this.#lines.splice(0, last + 1);
  }

  /** Drops its last line that is not blank where that is not part of it. */
  dropLastLineIf(isNoPart: (line: string) => boolean): void {
    const last = this.#lines.findLastIndex((line) => line.trim() !== '');
    if (isNoPart(this.#lines[last] ?? '')) this.#lines.splice(last);
  }

  /** Takes the comments at its end away, because they belong to the next section. */
  takeTrailingComments(): readonly string[] {
    let from = this.#lines.length;
    while (from > 0 && isComment(this.#lines[from - 1] ?? '')) from -= 1;
    return this.#role === 'output' ? [] : this.#lines.splice(from);
  }

  /** The section as it is now; null if there is nothing in it. */
  toSection(): Section | null {
    if (this.#role === 'output' || !this.#lines.some((line) => line.trim() !== '')) return null;
    return { heading: this.heading, lines: [...this.#lines], elided: this.#elided };
  }
}

const isComment = (line: string): boolean => line.trimStart().startsWith('#') && !line.startsWith('#!');

const isContinued = (line: string): boolean => {
  const end = line.slice(-200).trimEnd();
  return end.endsWith('\\') && !end.endsWith('\\\\');
};

/** If comments serve as headings of several files, they are not part of those files. */
export function withoutHeadingComments(sections: readonly Section[]): readonly Section[] {
  const headed = sections.filter(({ heading }) => heading?.form === 'comment');
  if (headed.length < 2) return sections;
  return sections.map((section) =>
    headed.includes(section) && headingOf(section.lines[0] ?? '')?.form === 'comment'
      ? { ...section, lines: section.lines.slice(1) }
      : section,
  );
}
