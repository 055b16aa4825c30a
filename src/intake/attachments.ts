import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import { decodeFile } from './decode.ts';
import { baseName, roleByContent, roleByName } from './file-role.ts';
import { fileNamedIn } from './headings.ts';
import type { Attachment, FileNames, FileProblem, Role } from './intake-result.ts';
import { firstLineOf, type MessageParts, readParts } from './message-parts.ts';
import { splitSections } from './sections.ts';

/** An attached file: by its name it is a file as it stands; one whose name says nothing is read as words with files in them. */
export function readAttachment(file: Attachment, above: string, names: FileNames, finds: MessageParts): void {
  const name = baseName(file.name);
  const read =
    'text' in file
      ? { kind: 'text' as const, text: file.text }
      : decodeFile(name, Buffer.from(file.base64, 'base64'));
  if (read.kind === 'unreadable') {
    finds.problems.push({ kind: read.why, name: file.name });
    return;
  }
  const bytes = Buffer.byteLength(read.text);
  if (bytes > fileLimitBytes * 2) {
    finds.problems.push({ kind: 'too-big', name, bytes });
    return;
  }
  const role = roleByName(name);
  if (role !== null) {
    finds.found.push({ role, name, text: read.text, whole: true });
    if (isMisnamed(name, role, names)) finds.problems.push({ kind: 'misnamed', name, path: names[role] });
    return;
  }
  // A file of another name that is one of the lesson's from its first line to its last keeps its line ends.
  const content = /^message/i.test(name) ? null : roleByContent(read.text);
  if (content?.whole === true && isAllFile(read.text)) {
    finds.found.push({ role: content.role, name: null, text: read.text, whole: true });
    return;
  }
  const unknown = { kind: 'unknown', name, start: firstLineOf(read.text) } as const;
  if (/\.(py|ya?ml|json|toml|lock|ini|cfg|js|css)$/i.test(name)) {
    finds.problems.push(unknown);
    return;
  }
  const before = amountOf(finds);
  readParts(read.text, names, finds, name, fileNamedIn(above) === null ? '' : above);
  if (amountOf(finds) === before && read.text.trim() !== '') finds.problems.push(unknown);
}

const amountOf = (finds: MessageParts): number =>
  Object.values(finds).reduce((sum: number, each: readonly unknown[]) => sum + each.length, 0);

/** Reads attached files that were said to be what they are called, whatever is in them. */
export function readNamedAttachments(files: readonly Attachment[]): {
  readonly files: SubmittedFiles;
  readonly problems: readonly FileProblem[];
} {
  const texts: Record<string, string> = {};
  const problems: FileProblem[] = [];
  for (const file of files) {
    const read =
      'text' in file
        ? ({ kind: 'text', text: file.text } as const)
        : decodeFile(file.name, Buffer.from(file.base64, 'base64'));
    if (read.kind === 'text') texts[file.name] = read.text;
    else problems.push({ kind: read.why, name: file.name });
  }
  return { files: texts, problems };
}

/** Nothing in it is anybody talking, printing or typing. */
const isAllFile = (text: string): boolean => {
  const cut = splitSections(
    text.split('\n').map((line) => line.replace(/\r$/, '')),
    true,
  );
  return (
    cut.sections.length === 1 &&
    cut.talk.length + cut.output.length + cut.typed.length === 0 &&
    !text.includes('```')
  );
};

/** Docker looks for exactly this name; Discord itself drops only a leading dot and writes `_` for what it does not like. */
function isMisnamed(name: string, role: Role, names: FileNames): boolean {
  const wanted = baseName(names[role]);
  if (role === 'entrypoint')
    return (
      (name.toLowerCase() !== name && name.toLowerCase() === wanted.toLowerCase()) || /\.txt$/i.test(name)
    );
  return /\.(txt|text)$/i.test(name);
}
