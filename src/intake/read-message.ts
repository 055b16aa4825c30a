import { furtherField } from '../submission/files.ts';
import { readAttachment } from './attachments.ts';
import { isIgnoreFile } from './candidate.ts';
import { splitBlocks, trimBlankLines } from './fences.ts';
import { hasInstruction, roleByContent } from './file-role.ts';
import {
  type Attachment,
  defaultFileNames,
  type FileNames,
  type IncomingMessage,
  type IntakeResult,
  maxBlocks,
  type Role,
} from './intake-result.ts';
import { interpret } from './interpret.ts';
import { isFrom, kindOfLine } from './line-kind.ts';
import { emptyParts, firstLineOf, type MessageParts, readParts } from './message-parts.ts';

export { readNamedAttachments } from './attachments.ts';
export type { FileNames, IncomingMessage, IntakeResult } from './intake-result.ts';
export { defaultFileNames } from './intake-result.ts';

/**
 * Reads what a student sent and returns the lesson's files in it, whatever surrounds or separates them; if there are none,
 * what the message means instead. Pure, and linear in the length of its input.
 */
export function readMessage(message: IncomingMessage, names: FileNames = defaultFileNames): IntakeResult {
  const parts = emptyParts();
  readParts(message.text, names, parts);
  const lastLine = parts.prose.at(-1) ?? '';
  for (const file of message.files.slice(0, maxBlocks)) readAttachment(file, lastLine, names, parts);
  return interpret(message.text, parts, names);
}

/**
 * Reads a submitted form. Each text is the file its field names, unless the content is clearly another one; a field that
 * holds several files is read like a message. Uploaded files are read like attachments.
 */
export function readForm(
  texts: Readonly<Record<string, string>>,
  uploads: readonly Attachment[],
  names: FileNames = defaultFileNames,
): IntakeResult {
  const parts = emptyParts();
  for (const file of uploads.slice(0, maxBlocks)) readAttachment(file, '', names, parts);
  for (const field of ['dockerfile', 'dockerignore', 'entrypoint'] as const)
    readField(field, texts[field] ?? '', names, parts);
  for (const [field, text] of Object.entries(texts))
    if (field.startsWith(furtherField(''))) readFurtherField(field, text, names, parts);
  return interpret('', parts, names);
}

/** The field of a further file: its content is that file, with or without a code fence around it. */
function readFurtherField(field: string, input: string, names: FileNames, parts: MessageParts): void {
  if (input.trim() === '') return;
  const file = names.further?.find(({ path }) => furtherField(path) === field);
  const text = input.replaceAll('\r\n', '\n');
  if (file === undefined) {
    // The form was that of another lesson.
    parts.problems.push({
      kind: 'unknown',
      name: field.slice(furtherField('').length),
      start: firstLineOf(text),
    });
    return;
  }
  const role = roleByContent(text);
  const [block, second] = splitBlocks(text);
  const content = block?.fenced === true && second === undefined ? block.content : text;
  // A whole Dockerfile is in the wrong field.
  if (role?.sure === true && role.role === 'dockerfile' && file.kind !== 'other')
    readField('dockerfile', input, names, parts);
  else parts.further.push({ path: file.path, text: trimBlankLines(content) });
}

/** A field names its file, so its content is the whole file; a Dockerfile also needs a base image. */
const isWholeFile = (field: Role, text: string): boolean =>
  field !== 'dockerfile' || text.split('\n', 3_000).some(isFrom);

function readField(field: Role, input: string, names: FileNames, parts: MessageParts): void {
  if (input.trim() === '') return;
  const text = input.replaceAll('\r\n', '\n');
  if (field === 'dockerignore' && isIgnoreFile(text.split('\n'))) {
    parts.candidates.push({ role: field, name: null, text: trimBlankLines(text), whole: true });
    return;
  }
  const inField = emptyParts();
  readParts(input, names, inField);
  const { candidates } = inField;
  const holdsOtherFile = candidates.some(({ role, whole }) => role !== field && whole);
  const mayBeFile = field !== 'dockerfile' || hasInstruction(text);
  if (candidates.some(({ role }) => role === field) || holdsOtherFile) {
    parts.candidates.push(
      ...candidates.map((each) => ({
        ...each,
        whole: each.whole || (each.role === field && isWholeFile(field, each.text)),
      })),
    );
    parts.problems.push(...inField.problems);
  } else if (mayBeFile && inField.output.length === 0 && !text.includes('```')) {
    parts.candidates.push({
      role: field,
      name: null,
      text: trimBlankLines(text),
      whole: isWholeFile(field, text),
    });
  } else if (inField.output.length > 0 || inField.prose.some((line) => kindOfLine(line) === 'prose')) {
    parts.output.push(...inField.output);
    parts.prose.push(...inField.prose);
  } else parts.problems.push({ kind: 'unknown', name: null, start: firstLineOf(text) });
}
