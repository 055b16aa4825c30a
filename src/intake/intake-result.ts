import type { SubmittedFiles } from '../submission/files.ts';

/** Which of a lesson's three files something is. */
export type Role = 'dockerfile' | 'dockerignore' | 'entrypoint';

/** The names of a lesson's three files, as its manifest has them. */
export type FileNames = Readonly<Record<Role, string>>;

export const defaultFileNames: FileNames = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  entrypoint: 'entrypoint.sh',
};

/** An attached file: its bytes (base64, so that all of a message is plain data), or its text where somebody has read it already. */
export type Attachment =
  | { readonly name: string; readonly base64: string }
  | { readonly name: string; readonly text: string };

/** What a student sent: her words, and what she attached. */
export interface IncomingMessage {
  readonly text: string;
  readonly files: readonly Attachment[];
}

/** Why the bytes of a file are no text that Docker could read. */
export type Unreadable = 'utf-16' | 'word' | 'rtf' | 'html' | 'pdf' | 'picture' | 'archive' | 'binary';

/** Something in a message that could not be used, or was used in a way its sender should know of. */
export type FileProblem =
  | { readonly kind: 'too-big'; readonly name: string; readonly bytes: number }
  | { readonly kind: Unreadable; readonly name: string }
  | { readonly kind: 'not-fetched'; readonly name: string }
  /** Which file it is could not be told. */
  | { readonly kind: 'unknown'; readonly name: string | null; readonly start: string }
  /** It was read as one of the lesson's files, but Docker would not find it under the name it has. */
  | { readonly kind: 'misnamed'; readonly name: string; readonly path: string }
  /** There were several of one kind: this many were left aside, the last was taken. */
  | { readonly kind: 'several'; readonly path: string; readonly left: number }
  | { readonly kind: 'too-many'; readonly taken: number }
  /** It was looked at, but the records would not take it. */
  | { readonly kind: 'not-kept' };

/** Some lines of one of the lesson's files: never the file itself. */
export interface Fragment {
  readonly path: string;
  readonly role: Role;
  readonly text: string;
}

/** What was meant, when it was no whole file. */
export type Interpretation =
  /** At least one whole file. */
  | { readonly kind: 'files' }
  | { readonly kind: 'fragment'; readonly fragment: Fragment }
  /** What a build, a container or a program said. */
  | { readonly kind: 'error'; readonly text: string }
  /** Words, also those without a question mark; `about`: the lines that they quote. */
  | { readonly kind: 'question'; readonly text: string; readonly about: Fragment | null }
  | { readonly kind: 'greeting' }
  /** What is typed at one's own shell: `docker build -t app .` */
  | { readonly kind: 'command'; readonly text: string }
  /** The mere name of a file. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'link'; readonly url: string }
  /** Nothing but attachments that could not be read; the problems say why. */
  | { readonly kind: 'unreadable' }
  /** Something in a fence or a file that nobody would take for one of these. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'nothing' };

/** What a message says, as plain data: whole files if there are any, and what else was meant if not. */
export type IntakeResult = Interpretation & {
  readonly files: SubmittedFiles;
  readonly problems: readonly FileProblem[];
};

/** More pieces than this in one message are not looked at: no student has so many files here. */
export const maxBlocks = 50;
/** Lines of a text that are looked at one by one: what comes after belongs to what was begun. No file of a lesson has so many. */
export const maxLines = 3_000;
/** What a line is is told by its start: so no pattern, however it is written, costs more than this much of a line. */
const lineStart = 300;

export const startOfLine = (line: string): string =>
  line.length > lineStart ? line.slice(0, lineStart) : line;
