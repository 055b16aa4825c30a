import { isEditorChrome, isPageChrome } from './decorations.ts';
import { type Heading, headingOf, writtenBy } from './headings.ts';
import { maxLines, type Role } from './intake-result.ts';
import { kindOfLine, type LineKind } from './line-kind.ts';
import { isCertainlyProse, isGreeting, isProse, stopWordCount } from './prose.ts';
import { typedIn } from './shell-prompt.ts';

/** Lines that belong together: a file or a piece of one, with the heading above them if there was one. */
export interface Section {
  readonly heading: Heading | null;
  readonly lines: readonly string[];
}

/** A text cut into what may be files and what is something else. */
export interface SectionedText {
  readonly sections: readonly Section[];
  /** Lines of somebody talking. */
  readonly talk: readonly string[];
  /** Lines that a build, a container or a program printed. */
  readonly output: readonly string[];
  /** What was typed at a shell. */
  readonly typed: readonly string[];
}

interface ClassifiedLine {
  readonly text: string;
  readonly kind: LineKind;
  /** Of the next line that says something: not empty, no comment. */
  readonly next: LineKind | null;
}

interface SectionDraft {
  readonly heading: Heading | null;
  readonly lines: string[];
  role: Role | 'output' | null;
  /** Lines that say something. */
  code: number;
  /** Somebody talked since the last of them. */
  gap: boolean;
  /** Something starts the container already: what follows a gap is another file. */
  complete: boolean;
}

const draft = (heading: Heading | null, role: SectionDraft['role'] = null): SectionDraft => ({
  heading,
  lines: [],
  role: role ?? heading?.role ?? null,
  code: 0,
  gap: false,
  complete: false,
});

/** Goes through a text once, line by line, and cuts it where another file, an output or a talk begins. */
class Cutter {
  readonly #fenced: boolean;
  readonly #done: Section[] = [];
  readonly #talk: string[] = [];
  readonly #output: string[] = [];
  readonly #typed: string[] = [];
  #draft = draft(null);
  /** The word that ends the here-document that the line is in. */
  #until: string | null = null;
  /** The word that ends a file which a command writes: no line of it. */
  #end: string | null = null;
  #goesOn = false;
  #lastOf: ReadonlyMap<string, number> = new Map();

  constructor(fenced: boolean) {
    this.#fenced = fenced;
  }

  cut(texts: readonly string[]): SectionedText {
    this.#lastOf = new Map(texts.map((text, at) => [text.trim(), at]));
    for (const [at, line] of withNext(texts).entries()) {
      if (at < maxLines) this.#take(line, at);
      else this.#draft.lines.push(line.text);
    }
    this.#close();
    return {
      sections: withoutHeadings(this.#done),
      talk: this.#talk,
      output: this.#output,
      typed: this.#typed,
    };
  }

  #take(line: ClassifiedLine, at: number): void {
    const now = this.#draft;
    if (this.#end !== null && line.text.trim() === this.#end) {
      this.#open(draft(null));
      this.#end = null;
    } else if (this.#until !== null) {
      now.lines.push(line.text);
      if (line.text.trim() === this.#until) this.#until = null;
    } else if (this.#goesOn && now.role !== 'dockerignore') this.#push(line, at);
    else if (
      !isEditorChrome(line.text) &&
      (now.code > 0 || !isPageChrome(line.text) || line.text === 'RUN')
    ) {
      this.#takeNew(line, at);
    }
  }

  /** A line that does not go on from the one before. */
  #takeNew(line: ClassifiedLine, at: number): void {
    const written = this.#draft.role === null || this.#draft.code === 0 ? writtenBy(line.text) : null;
    if (written !== null && (this.#lastOf.get(written.end) ?? -1) > at) {
      this.#open(draft(written.heading));
      this.#end = written.end;
      return;
    }
    const heading = this.#headingIn(line);
    const typed = line.kind === 'comment' ? null : typedIn(line.text);
    if (heading !== null) {
      this.#open(draft(heading));
      // In a fence it may well be the file's own first line; a script's may not, because `#!` comes first.
      const own = this.#fenced && heading.form === 'comment' && line.next !== 'shebang';
      if (own) this.#draft.lines.push(line.text);
    } else if (typed !== null) {
      this.#open(draft(null, 'output'));
      if (typed !== '') this.#typed.push(typed);
    } else if (this.#draft.role === 'output') this.#takeBesideOutput(line, at);
    else this.#takeOfFile(line, at);
  }

  #headingIn(line: ClassifiedLine): Heading | null {
    const found = headingOf(line.text);
    if (found === null) return null;
    const { role, form } = found;
    const now = this.#draft.role;
    if (form === 'command') return found;
    if (role === null)
      return this.#draft.code === 0 || line.kind === 'other' || line.kind === 'rule' || line.kind === 'talk'
        ? found
        : null;
    const fits = follows(role, line.next);
    if (form === 'dressed')
      return line.kind === 'comment' && now === role && this.#draft.code > 0 ? null : found;
    if (form === 'sentence') return line.kind === 'talk' || line.kind === 'other' ? found : null;
    if (form === 'bare')
      return fits && !(now === 'dockerignore' && role !== 'entrypoint' && line.next !== 'from')
        ? found
        : null;
    if (!fits || (now === role && this.#draft.code > 0)) return null;
    return found;
  }

  /** After what was printed: a file begins only with what can be nothing else. */
  #takeBesideOutput(line: ClassifiedLine, at: number): void {
    if (line.kind === 'shebang' || line.kind === 'from') {
      this.#open(draft(null));
      this.#takeOfFile(line, at);
    } else if (this.#talks(line)) {
      this.#open(draft(null));
      this.#talk.push(line.text);
    } else if (line.kind !== 'blank') this.#output.push(line.text);
  }

  #takeOfFile(line: ClassifiedLine, at: number): void {
    const now = this.#draft;
    switch (line.kind) {
      case 'error':
        this.#open(draft(null, 'output'));
        this.#output.push(line.text);
        break;
      case 'rule':
        if (now.code > 0) this.#open(draft(null));
        break;
      case 'shebang':
        if (now.code > 0) this.#open(draft(null));
        this.#drop();
        this.#push(line, at, 'entrypoint');
        break;
      case 'from':
        if (now.code > 0 && (now.role !== 'dockerfile' || (now.complete && now.gap)))
          this.#openWithComments();
        this.#push(line, at, 'dockerfile');
        break;
      case 'instruction':
        if (now.role === 'dockerignore' && now.code > 0 && /^[A-Z]{3,}\s/.test(line.text))
          this.#openWithComments();
        this.#push(line, at, this.#draft.role ?? (now.heading === null ? 'dockerfile' : null));
        break;
      case 'pattern':
        if (now.code > 0 && beginsIgnoring(line, now.role)) this.#openWithComments();
        this.#push(line, at, this.#draft.role ?? 'dockerignore');
        break;
      case 'shell':
        if (now.role === 'dockerfile' && now.code > 0 && /^\s*set -/.test(line.text))
          this.#openWithComments();
        this.#push(line, at, this.#draft.role ?? 'entrypoint');
        break;
      default:
        this.#takeLoose(line, at);
    }
  }

  /** Lines that say nothing of what they belong to: empty ones, comments, words, anything else. */
  #takeLoose(line: ClassifiedLine, at: number): void {
    const now = this.#draft;
    if (this.#talks(line)) {
      this.#talk.push(line.text);
      now.gap = true;
      if (now.code === 0) now.lines.length = 0;
    } else if (line.kind === 'blank' || line.kind === 'comment') now.lines.push(line.text);
    else this.#push(line, at);
  }

  #talks(line: ClassifiedLine): boolean {
    const now = this.#draft;
    if (line.kind === 'comment') {
      // A heading of Discord's above an unfenced file: `# Help!`
      return !this.#fenced && now.code === 0 && now.role === null && isCall(line.text);
    }
    if (this.#fenced)
      return (
        line.kind === 'talk' &&
        (now.role === 'output'
          ? isCertainlyProse(line.text) && stopWordCount(line.text) > 3
          : isCertainlyProse(line.text) || /[?？]$/.test(line.text.slice(-60).trim()))
      );
    if (line.kind === 'talk') return now.role !== 'output' || stopWordCount(line.text) > 0;
    return line.kind === 'other' && now.gap && now.code > 0 && isProse(line.text);
  }

  #push(line: ClassifiedLine, at: number, role?: SectionDraft['role']): void {
    const now = this.#draft;
    const tells = line.kind !== 'blank' && line.kind !== 'comment';
    if (tells && !this.#fenced && now.code === 0 && role !== undefined) this.#drop('others');
    now.lines.push(line.text);
    if (role !== undefined && role !== null) now.role = role;
    if (!tells && !this.#goesOn) return;
    if (tells) {
      if (role !== undefined || now.role !== null) now.code += 1;
      this.#goesOn = goesOn(line.text);
      now.gap = false;
      if (/^\s*(ENTRYPOINT|CMD)\s/i.test(line.text.slice(0, 40))) now.complete = true;
    }
    const word = hereDocument(line.text, now.role);
    if (word !== null && (this.#lastOf.get(word) ?? -1) > at) this.#until = word;
  }

  /** Drops what stood above a file's first line: all of it, or all but the comments right above it. */
  #drop(what: 'all' | 'others' = 'all'): void {
    const { lines } = this.#draft;
    if (this.#draft.code > 0) return;
    const last =
      what === 'all'
        ? lines.length - 1
        : lines.findLastIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
    lines.splice(0, last + 1);
  }

  #open(next: SectionDraft): void {
    this.#close();
    this.#draft = next;
  }

  /** Opens a section that begins with the comments which stand right above this line. */
  #openWithComments(): void {
    const { lines } = this.#draft;
    let from = lines.length;
    while (
      from > 0 &&
      lines[from - 1]?.trimStart().startsWith('#') === true &&
      !/^#!/.test(lines[from - 1] ?? '')
    )
      from -= 1;
    const comments = this.#draft.role === 'output' ? [] : lines.splice(from);
    this.#open({ ...draft(null), lines: comments });
  }

  #close(): void {
    const { lines, heading, role } = this.#draft;
    this.#goesOn = false;
    this.#until = null;
    if (role === 'output' || !lines.some((line) => line.trim() !== '')) return;
    this.#done.push({ heading, lines: [...lines] });
  }
}

/** `# Help!`: too short to say anything of the lines below. */
const isCall = (comment: string): boolean =>
  comment.length < 40 && (/!\s*$/.test(comment) || isGreeting(comment.replace(/^[\s#]+/, '')));

const goesOn = (line: string): boolean => {
  const end = line.slice(-200).trimEnd();
  return end.endsWith('\\') && !end.endsWith('\\\\');
};

/** The word of a here-document that a line opens. */
function hereDocument(line: string, role: SectionDraft['role']): string | null {
  if (role !== 'dockerfile' && role !== 'entrypoint') return null;
  return /<<-?\s?["']?([A-Za-z_]\w{0,40})["']?/.exec(line.slice(0, 300))?.[1] ?? null;
}

/** Whether a pattern is the first line of a .dockerignore below another file. */
function beginsIgnoring({ text, next }: ClassifiedLine, role: SectionDraft['role']): boolean {
  if (role === 'dockerfile') return next !== 'instruction' && next !== 'from';
  return role === 'entrypoint' && /[*]|\/\s*$/.test(text.slice(-60)) && next !== 'shell';
}

/** Whether what comes below a heading can be the file that it names. */
function follows(role: Role, next: LineKind | null): boolean {
  if (role === 'dockerfile') return next === 'from' || next === 'instruction';
  if (role === 'entrypoint') return next === 'shebang' || next === 'shell';
  return next === 'pattern' || next === 'other';
}

function withNext(texts: readonly string[]): readonly ClassifiedLine[] {
  const lines: ClassifiedLine[] = [];
  let next: LineKind | null = null;
  for (let at = texts.length - 1; at >= 0; at -= 1) {
    const text = texts[at] ?? '';
    const kind = at < maxLines ? kindOfLine(text) : 'other';
    lines.push({ text, kind, next });
    if (kind !== 'blank' && kind !== 'comment' && !isPageChrome(text)) next = kind;
  }
  return lines.reverse();
}

/** Where comments head several files, none of them is a line of its file. */
function withoutHeadings(sections: readonly Section[]): readonly Section[] {
  const headed = sections.filter(({ heading }) => heading?.form === 'comment');
  if (headed.length < 2) return sections;
  return sections.map((section) =>
    headed.includes(section) && headingOf(section.lines[0] ?? '')?.form === 'comment'
      ? { ...section, lines: section.lines.slice(1) }
      : section,
  );
}

export const splitSections = (lines: readonly string[], fenced: boolean): SectionedText =>
  new Cutter(fenced).cut(lines);
