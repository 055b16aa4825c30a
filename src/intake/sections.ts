import {
  beginsDockerignore,
  beginsFile,
  type ClassifiedLine,
  canFollow,
  classifyLines,
  heredocDelimiter,
  standsForLines,
} from './classified-line.ts';
import { isCopyButton, isEditorChrome, isPageChrome } from './decorations.ts';
import { fileWrittenBy, type Heading, headingOf } from './headings.ts';
import { maxLines, type Role } from './intake-result.ts';
import { isCertainlyProse, isName, isProse, isShortAppeal, stopWordCount } from './prose.ts';
import { type Section, SectionDraft, type SectionRole, withoutHeadingComments } from './section-draft.ts';
import { commandAtPrompt } from './shell-prompt.ts';

export type { Section } from './section-draft.ts';

/** A text split into what may be files and everything else. */
export interface SectionedText {
  readonly sections: readonly Section[];
  readonly prose: readonly string[];
  /** Lines that a build, a container or a program printed. */
  readonly output: readonly string[];
  /** What was typed at a shell prompt. */
  readonly commands: readonly string[];
}

/** Splits a text where another file, program output or prose begins. `fenced`: it is a code block's content. */
export const splitSections = (lines: readonly string[], fenced: boolean): SectionedText =>
  new SectionSplitter(lines, fenced).split();

/** Goes through a text once, line by line. */
class SectionSplitter {
  readonly #texts: readonly string[];
  readonly #fenced: boolean;
  /** The last index at which a line with this text occurs. */
  readonly #lastIndexOf: ReadonlyMap<string, number>;
  readonly #sections: Section[] = [];
  readonly #prose: string[] = [];
  readonly #output: string[] = [];
  readonly #commands: string[] = [];
  #draft = new SectionDraft(null);
  /** The delimiter of the heredoc that the current line is in. */
  #heredocEnd: string | null = null;
  /** The delimiter of a file that a `cat > …` command writes; the delimiter is not part of the file. */
  #writtenFileEnd: string | null = null;

  constructor(texts: readonly string[], fenced: boolean) {
    this.#texts = texts;
    this.#fenced = fenced;
    this.#lastIndexOf = new Map(texts.map((text, at) => [text.trim(), at]));
  }

  split(): SectionedText {
    for (const [at, line] of classifyLines(this.#texts).entries()) {
      if (at < maxLines) this.#take(line, at);
      else this.#draft.addRaw(line.text);
    }
    this.#close();
    return {
      sections: withoutHeadingComments(this.#sections),
      prose: this.#prose,
      output: this.#output,
      commands: this.#commands,
    };
  }

  #take(line: ClassifiedLine, at: number): void {
    const { text } = line;
    if (this.#writtenFileEnd !== null && text.trim() === this.#writtenFileEnd) {
      this.#open(new SectionDraft(null));
      this.#writtenFileEnd = null;
    } else if (this.#heredocEnd !== null) {
      this.#draft.addRaw(text);
      if (text.trim() === this.#heredocEnd) this.#heredocEnd = null;
    } else if (this.#draft.continued && this.#draft.role !== 'dockerignore') this.#add(line, at);
    else if (this.#draft.hasCode && isCopyButton(text)) {
      // The next block of a web page; its language stands above the button.
      this.#draft.dropLastLineIf(isPageChrome);
      this.#open(new SectionDraft(null));
    } else if (!isEditorChrome(text) && (this.#draft.hasCode || !isPageChrome(text) || text === 'RUN'))
      this.#takeNewLine(line, at);
  }

  /** Takes a line that does not continue the one before. */
  #takeNewLine(line: ClassifiedLine, at: number): void {
    const written = this.#draft.role === null || !this.#draft.hasCode ? fileWrittenBy(line.text) : null;
    if (written !== null && this.#occursAfter(at, written.end)) {
      this.#open(new SectionDraft(written.heading));
      this.#writtenFileEnd = written.end;
      return;
    }
    const heading = this.#headingIn(line);
    const command = line.kind === 'comment' ? null : commandAtPrompt(line.text);
    if (heading !== null) {
      this.#open(new SectionDraft(heading));
      // In a code block, a comment may be the file's own first line; a script begins with its shebang.
      if (this.#fenced && heading.form === 'comment' && line.next !== 'shebang')
        this.#draft.addRaw(line.text);
    } else if (command !== null) {
      this.#open(new SectionDraft(null, 'output'));
      if (command !== '') this.#commands.push(command);
    } else if (this.#draft.role === 'output') this.#takeAfterOutput(line, at);
    else this.#takeInFile(line, at);
  }

  #headingIn(line: ClassifiedLine): Heading | null {
    const heading = headingOf(line.text);
    if (heading === null || heading.form === 'command') return heading;
    return heading.role === null
      ? this.#otherFileHeading(line, heading)
      : this.#fileHeading(line, heading, heading.role);
  }

  /** The heading of a file that is not one of the lesson's. */
  #otherFileHeading({ kind }: ClassifiedLine, heading: Heading): Heading | null {
    return !this.#draft.hasCode || kind === 'other' || kind === 'divider' || kind === 'prose'
      ? heading
      : null;
  }

  #fileHeading({ kind, next }: ClassifiedLine, heading: Heading, named: Role): Heading | null {
    const { role, hasCode } = this.#draft;
    const fits = canFollow(named, next);
    switch (heading.form) {
      case 'decorated':
        return kind === 'comment' && role === named && hasCode ? null : heading;
      case 'sentence':
        return kind === 'prose' || kind === 'other' ? heading : null;
      case 'mention':
        return (kind === 'prose' || kind === 'other') && beginsFile(named, next) ? heading : null;
      case 'bare':
        return fits && !(role === 'dockerignore' && named !== 'entrypoint' && next !== 'from')
          ? heading
          : null;
      default:
        return fits && !(role === named && hasCode) ? heading : null;
    }
  }

  /** After program output, a file begins only with a line that cannot be anything else. */
  #takeAfterOutput(line: ClassifiedLine, at: number): void {
    if (line.kind === 'shebang' || line.kind === 'from') {
      this.#open(new SectionDraft(null));
      this.#takeInFile(line, at);
    } else if (this.#isProse(line)) {
      this.#open(new SectionDraft(null));
      this.#prose.push(line.text);
    } else if (line.kind !== 'blank') this.#output.push(line.text);
  }

  #takeInFile(line: ClassifiedLine, at: number): void {
    const { role, hasCode, heading, startsContainer, endsInProse } = this.#draft;
    switch (line.kind) {
      case 'error':
        this.#open(new SectionDraft(null, 'output'));
        this.#output.push(line.text);
        break;
      case 'divider':
        if (hasCode) this.#open(new SectionDraft(null));
        break;
      case 'shebang':
        if (hasCode) this.#open(new SectionDraft(null));
        this.#draft.dropPreamble();
        this.#add(line, at, 'entrypoint');
        break;
      case 'from':
        if (hasCode && (role !== 'dockerfile' || (startsContainer && endsInProse))) this.#openWithComments();
        this.#add(line, at, 'dockerfile');
        break;
      case 'instruction':
        // ARG is the only instruction that may be above the first FROM.
        if (startsContainer && endsInProse && /^\s*ARG\s/i.test(line.text)) this.#openWithComments();
        if (role === 'dockerignore' && hasCode && /^[A-Z]{3,}\s/.test(line.text)) this.#openWithComments();
        this.#add(line, at, this.#draft.role ?? (heading === null ? 'dockerfile' : null));
        break;
      case 'pattern':
        if (hasCode && beginsDockerignore(line, role)) this.#openWithComments();
        this.#add(line, at, this.#draft.role ?? 'dockerignore');
        break;
      case 'shell':
        if (role === 'dockerfile' && hasCode && /^\s*set -/.test(line.text)) this.#openWithComments();
        this.#add(line, at, this.#draft.role ?? 'entrypoint');
        break;
      default:
        this.#takeAmbiguous(line, at);
    }
  }

  /** Takes a line that does not say what it belongs to: blank, a comment, prose or anything else. */
  #takeAmbiguous(line: ClassifiedLine, at: number): void {
    if ((this.#draft.role ?? 'output') !== 'output' && standsForLines(line.text)) this.#draft.noteDots();
    else if (this.#isProse(line)) {
      this.#prose.push(line.text);
      this.#draft.noteProse();
    } else if (line.kind === 'blank' || line.kind === 'comment') this.#draft.addRaw(line.text);
    else this.#add(line, at);
  }

  #isProse({ kind, text }: ClassifiedLine): boolean {
    const { role, hasCode, endsInProse } = this.#draft;
    // A Discord heading above a file without a code block: `# Help!`
    if (kind === 'comment') return !this.#fenced && !hasCode && role === null && isShortAppeal(text);
    if (this.#fenced) return kind === 'prose' && isProseInCodeBlock(text, role);
    if (kind === 'prose') return role !== 'output' || stopWordCount(text) > 0;
    return kind === 'other' && endsInProse && hasCode && (isProse(text) || isName(text));
  }

  #add(line: ClassifiedLine, at: number, role?: SectionRole): void {
    const isCode = line.kind !== 'blank' && line.kind !== 'comment';
    const { continued } = this.#draft;
    if (isCode && !this.#fenced && role !== undefined) this.#draft.dropPreambleExceptComments();
    this.#draft.add(line, role);
    if (!isCode && !continued) return;
    const delimiter = heredocDelimiter(line.text, this.#draft.role);
    if (delimiter !== null && this.#occursAfter(at, delimiter)) this.#heredocEnd = delimiter;
  }

  #occursAfter(at: number, text: string): boolean {
    return (this.#lastIndexOf.get(text) ?? -1) > at;
  }

  #open(next: SectionDraft): void {
    this.#close();
    this.#draft = next;
  }

  /** Opens a section that begins with the comments directly above the current line. */
  #openWithComments(): void {
    this.#open(new SectionDraft(null, null, this.#draft.takeTrailingComments()));
  }

  #close(): void {
    this.#heredocEnd = null;
    const section = this.#draft.toSection();
    if (section !== null) this.#sections.push(section);
  }
}

function isProseInCodeBlock(text: string, role: SectionRole): boolean {
  if (role === 'output') return isCertainlyProse(text) && stopWordCount(text) > 3;
  return isCertainlyProse(text) || /[?？]$/.test(text.slice(-60).trim());
}
