import { readAttachment } from './attachments.ts';
import { trimBlankLines } from './fences.ts';
import { hasInstruction } from './file-role.ts';
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
 * Reads what a student sent: the lesson's files where they are in it, whatever stands around, before, after or between;
 * else what she meant instead. Pure, and linear in the length of what is read.
 */
export function readMessage(message: IncomingMessage, names: FileNames = defaultFileNames): IntakeResult {
  const finds = emptyParts();
  readParts(message.text, names, finds);
  const asked = finds.talk.at(-1) ?? '';
  for (const file of message.files.slice(0, maxBlocks)) readAttachment(file, asked, names, finds);
  return interpret(message.text, finds, names);
}

/**
 * Reads a filled-in form: each text is what its field says, unless its content is surely another one's; a field that holds
 * several files is read as a message would be. Uploaded files are read as in a message.
 */
export function readForm(
  texts: Readonly<Record<string, string>>,
  uploads: readonly Attachment[],
  names: FileNames = defaultFileNames,
): IntakeResult {
  const finds = emptyParts();
  for (const file of uploads.slice(0, maxBlocks)) readAttachment(file, '', names, finds);
  for (const field of ['dockerfile', 'dockerignore', 'entrypoint'] as const)
    readField(field, texts[field] ?? '', names, finds);
  return interpret('', finds, names);
}

/** A field names its file: all that it holds is that file, a Dockerfile as soon as it has a base image. */
const isWholeIn = (field: Role, text: string): boolean =>
  field !== 'dockerfile' || text.split('\n', 3_000).some(isFrom);

function readField(field: Role, typed: string, names: FileNames, finds: MessageParts): void {
  if (typed.trim() === '') return;
  const inField = emptyParts();
  readParts(typed, names, inField);
  const { found } = inField;
  const other = found.some(({ role, whole }) => role !== field && whole);
  const plain = typed.replaceAll('\r\n', '\n');
  const code = field !== 'dockerfile' || hasInstruction(plain);
  if (found.some(({ role }) => role === field) || other) {
    finds.found.push(
      ...found.map((each) => ({
        ...each,
        whole: each.whole || (each.role === field && isWholeIn(field, each.text)),
      })),
    );
    finds.problems.push(...inField.problems);
  } else if (code && inField.output.length === 0 && !plain.includes('```')) {
    finds.found.push({
      role: field,
      name: null,
      text: trimBlankLines(plain),
      whole: isWholeIn(field, plain),
    });
  } else if (inField.output.length > 0 || inField.talk.some((line) => kindOfLine(line) === 'talk')) {
    finds.output.push(...inField.output);
    finds.talk.push(...inField.talk);
  } else finds.problems.push({ kind: 'unknown', name: null, start: firstLineOf(plain) });
}
