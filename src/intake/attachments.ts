import { fileLimitBytes, type SubmittedFiles } from '../submission/files.ts';
import { type DecodedFile, decodeFile } from './decode.ts';
import { baseName, roleByContent, roleByName } from './file-role.ts';
import { furtherByContent, furtherByName } from './further-files.ts';
import { fileNamedIn } from './headings.ts';
import type { Attachment, FileNames, FileProblem, Role } from './intake-result.ts';
import { firstLineOf, type MessageParts, readParts } from './message-parts.ts';
import { readProject } from './project.ts';
import { splitSections } from './sections.ts';
import { readZip } from './zip.ts';
import { zipEntries } from './zip-entries.ts';

/**
 * Reads an attached file. If its name says which of the lesson's files it is, it is taken unchanged; otherwise it is read
 * as a message that may contain files. A zip's files are read as if each had been attached. `above` is the last line of prose
 * before it.
 */
export function readAttachment(file: Attachment, above: string, names: FileNames, parts: MessageParts): void {
  const decoded = decode(baseName(file.name), file);
  const isZip = decoded.kind === 'unreadable' && decoded.why === 'archive' && 'base64' in file;
  if (isZip && names.context === 'student') {
    readProjectZip(file, names, parts);
    return;
  }
  const zip = isZip ? readZip(Buffer.from(file.base64, 'base64'), names) : null;
  if (zip?.kind === 'none') parts.problems.push({ kind: 'not-in-archive', name: file.name });
  else if (zip?.kind !== 'files') readDecoded(file.name, decoded, above, names, parts);
  // A zip in a zip is not opened: it may hold itself.
  else
    for (const each of zip.files) readDecoded(each.name, decode(baseName(each.name), each), '', names, parts);
}

/** A zip that is a whole project: all of its texts are taken, or none. */
function readProjectZip(
  { name, base64 }: Extract<Attachment, { readonly base64: string }>,
  names: FileNames,
  parts: MessageParts,
): void {
  const entries = zipEntries(Buffer.from(base64, 'base64'));
  if (entries === null) {
    parts.problems.push({ kind: 'archive', name });
    return;
  }
  const read = readProject(entries, names, { name, top: 'searched' });
  if (read.kind === 'refused')
    parts.problems.push({ kind: 'project-refused', name, why: read.why, path: read.path });
  else {
    parts.projects.push(read.files);
    parts.problems.push(...read.problems);
  }
}

function readDecoded(
  path: string,
  decoded: DecodedFile,
  above: string,
  names: FileNames,
  parts: MessageParts,
): void {
  const name = baseName(path);
  if (decoded.kind === 'unreadable') {
    parts.problems.push({ kind: decoded.why, name: path });
    return;
  }
  const { text } = decoded;
  const bytes = Buffer.byteLength(text);
  if (bytes > fileLimitBytes * 2) {
    parts.problems.push({ kind: 'too-big', name, bytes });
    return;
  }
  const further = furtherByName(path, names);
  if (further !== null) {
    parts.further.push({ path: further.path, text });
    return;
  }
  const role = roleByName(name);
  if (role !== null) {
    parts.candidates.push({ role, name, text, whole: true });
    if (isMisnamed(name, role, names)) parts.problems.push({ kind: 'misnamed', name, path: names[role] });
    return;
  }
  // A file under another name that is nothing but one of the lesson's files keeps its line endings.
  const content = /^message/i.test(name) ? null : roleByContent(text);
  if (content?.whole === true && isNothingButFile(text)) {
    parts.candidates.push({ role: content.role, name: null, text, whole: true });
    return;
  }
  const likely = furtherByContent(text, names);
  if (likely !== null && (extension(name) === extension(likely.path) || /\.txt$|^message/i.test(name))) {
    parts.further.push({ path: likely.path, text });
    if (!/^message/i.test(name)) parts.problems.push({ kind: 'misnamed', name, path: likely.path });
    return;
  }
  const unknown = { kind: 'unknown', name, start: firstLineOf(text) } as const;
  if (otherFile.test(name)) {
    parts.problems.push(unknown);
    return;
  }
  const before = sizeOf(parts);
  readParts(text, names, parts, name, fileNamedIn(above) === null ? '' : above);
  if (sizeOf(parts) === before && text.trim() !== '') parts.problems.push(unknown);
}

/** A name that says what the file is, and that it is none of the lesson's. */
const otherFile =
  /\.(?:py|ya?ml|json|toml|lock|ini|cfg|jsx?|tsx?|css|sql|go|mod|sum|env|ipynb|csv)$|^(?:requirements|constraints)[\w.-]{0,40}\.(?:txt|in)$|^\.?env(?:\.[\w-]{1,20})?$/i;

const extension = (name: string): string => /\.[a-z]{1,10}$/i.exec(name)?.[0].toLowerCase() ?? '';

const decode = (name: string, file: Attachment): DecodedFile =>
  'text' in file ? { kind: 'text', text: file.text } : decodeFile(name, Buffer.from(file.base64, 'base64'));

const sizeOf = (parts: MessageParts): number =>
  Object.values(parts).reduce((sum: number, each: readonly unknown[]) => sum + each.length, 0);

/** Reads attachments whose option or field already says which files they are, whatever their content. */
export function readNamedAttachments(attachments: readonly Attachment[]): {
  readonly files: SubmittedFiles;
  readonly problems: readonly FileProblem[];
} {
  const files: Record<string, string> = {};
  const problems: FileProblem[] = [];
  for (const attachment of attachments) {
    const decoded = decode(attachment.name, attachment);
    if (decoded.kind === 'text') files[attachment.name] = decoded.text;
    else problems.push({ kind: decoded.why, name: attachment.name });
  }
  return { files, problems };
}

/** Whether the text is one file, without prose, output or typed commands in it. */
function isNothingButFile(text: string): boolean {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const { sections, prose, output, commands } = splitSections(lines, true);
  return (
    sections.length === 1 && prose.length + output.length + commands.length === 0 && !text.includes('```')
  );
}

/** Docker needs the exact name. Discord itself only drops a leading dot and replaces what it does not allow with `_`. */
function isMisnamed(name: string, role: Role, names: FileNames): boolean {
  const wanted = baseName(names[role]);
  if (role === 'entrypoint')
    return (
      (name.toLowerCase() !== name && name.toLowerCase() === wanted.toLowerCase()) || /\.txt$/i.test(name)
    );
  return /\.(txt|text)$/i.test(name);
}
