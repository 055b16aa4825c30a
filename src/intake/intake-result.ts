import type { SubmittedFiles } from '../submission/files.ts';
import type { ProjectRefusal } from '../submission/project-limits.ts';

/** Which of a lesson's three files a text is. */
export type Role = 'dockerfile' | 'dockerignore' | 'entrypoint';

/** What a file besides the three is for, by which a text without a name is recognised. */
export type FurtherKind =
  | 'script'
  | 'nginx'
  | 'requirements'
  | 'package'
  | 'compose'
  | 'workflow'
  /** Recognised by its name alone. */
  | 'other';

/** A file besides the three that a lesson wants of its students, such as `nginx.conf`. */
export interface FurtherFile {
  /** Its path in the build context. */
  readonly path: string;
  readonly kind: FurtherKind;
}

/** The names of a lesson's files, from its manifest: its three, and those that it wants besides. */
export interface FileNames extends Readonly<Record<Role, string>> {
  readonly further?: readonly FurtherFile[];
  /** Whose project the build context is: `student` where a zip is a whole project, and not only the lesson's files in it. */
  readonly context?: 'lesson' | 'student';
}

export const defaultFileNames: FileNames = {
  dockerfile: 'Dockerfile',
  dockerignore: '.dockerignore',
  entrypoint: 'entrypoint.sh',
};

/** An attached file: its bytes in base64, so that a message is plain data, or its text if it has been decoded already. */
export type Attachment =
  | { readonly name: string; readonly base64: string }
  | { readonly name: string; readonly text: string };

/** What a student sent: the message text and its attachments. */
export interface IncomingMessage {
  readonly text: string;
  readonly files: readonly Attachment[];
}

/** Why a file's bytes are not text that Docker could read. */
export type Unreadable = 'utf-16' | 'word' | 'rtf' | 'html' | 'pdf' | 'picture' | 'archive' | 'binary';

/** Something in a message that could not be used, or was used in a way the sender should know about. */
export type FileProblem =
  | { readonly kind: 'too-big'; readonly name: string; readonly bytes: number }
  | { readonly kind: Unreadable; readonly name: string }
  | { readonly kind: 'not-fetched'; readonly name: string }
  /** A zip that has none of the lesson's files. */
  | { readonly kind: 'not-in-archive'; readonly name: string }
  /** A project of which nothing is taken; `path` is what it is about. */
  | {
      readonly kind: 'project-refused';
      readonly name: string;
      readonly why: ProjectRefusal;
      readonly path: string;
    }
  /** What of a project is not taken: what is not text, what is too large, what lies outside of the build context, folders of tools. */
  | {
      readonly kind: 'left-out';
      readonly name: string;
      readonly binary: readonly string[];
      readonly large: readonly string[];
      readonly outside: readonly string[];
      readonly tools: readonly string[];
    }
  /** The lesson builds the student's own project, and only single files of it are known. */
  | { readonly kind: 'project-wanted' }
  /** Several projects in one message: the last one counts, and this many were ignored. */
  | { readonly kind: 'several-projects'; readonly left: number }
  /** Nothing says which file this is. */
  | { readonly kind: 'unknown'; readonly name: string | null; readonly start: string }
  /** Read as one of the lesson's files, although Docker would not find it under this name. */
  | { readonly kind: 'misnamed'; readonly name: string; readonly path: string }
  /** The same file was sent more than once: the last one counts, and this many were ignored. */
  | { readonly kind: 'several'; readonly path: string; readonly left: number }
  | { readonly kind: 'too-many'; readonly taken: number }
  /** Checked, but the records could not store it. */
  | { readonly kind: 'not-kept' };

/** Some lines of one of the lesson's files; never the whole file. */
export interface Fragment {
  readonly path: string;
  readonly role: Role;
  readonly text: string;
}

/** What a message means. */
export type Interpretation =
  /** It has at least one whole file. */
  | { readonly kind: 'files' }
  | { readonly kind: 'fragment'; readonly fragment: Fragment }
  /** Output of a build, a container or a program. */
  | { readonly kind: 'error'; readonly text: string }
  /** Prose, with or without a question mark; `about` is the line it quotes. */
  | { readonly kind: 'question'; readonly text: string; readonly about: Fragment | null }
  | { readonly kind: 'greeting' }
  /** A command for the student's own terminal: `docker build -t app .` */
  | { readonly kind: 'command'; readonly text: string }
  /** Just a file's name. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'link'; readonly url: string }
  /** Only attachments that could not be read; the problems say why. */
  | { readonly kind: 'unreadable' }
  /** A code block or a file that is none of the above. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'nothing' };

/** A message as plain data: its whole files, its meaning, and what could not be used. */
export type IntakeResult = Interpretation & {
  readonly files: SubmittedFiles;
  /** The files are a whole project: what is not among them is not in it. Left out where single files were sent. */
  readonly isProject?: boolean;
  readonly problems: readonly FileProblem[];
};

/** At most this many code blocks or attachments of one message are read. */
export const maxBlocks = 50;
/** At most this many lines of a text are classified; the rest belong to the section they are in. */
export const maxLines = 3_000;
/** A line is classified by its start, which bounds what any pattern can cost. */
const lineStartLength = 300;

export const startOfLine = (line: string): string =>
  line.length > lineStartLength ? line.slice(0, lineStartLength) : line;
