import { readAttached } from './attached.ts';
import { tidy } from './fences.ts';
import { type Finds, newFinds, readText, startOf } from './finds.ts';
import { isFrom, kindOf } from './lines.ts';
import { decide } from './meant.ts';
import { hasInstruction } from './recognise.ts';
import {
  type Attached,
  type FileNames,
  mostPieces,
  type Role,
  type Sent,
  type Sorted,
  usualNames,
} from './sorted.ts';

export { readNamed } from './attached.ts';
export type { FileNames, Sent, Sorted } from './sorted.ts';
export { usualNames } from './sorted.ts';

/**
 * Reads what a student sent: the lesson's files where they are in it, whatever stands around, before, after or between;
 * else what she meant instead. Pure, and linear in the length of what is read.
 */
export function sortMessage(message: Sent, names: FileNames = usualNames): Sorted {
  const finds = newFinds();
  readText(message.text, names, finds);
  const asked = finds.talk.at(-1) ?? '';
  for (const file of message.files.slice(0, mostPieces)) readAttached(file, asked, names, finds);
  return decide(message.text, finds, names);
}

/**
 * Reads a filled-in form: each text is what its field says, unless its content is surely another one's; a field that holds
 * several files is read as a message would be. Uploaded files are read as in a message.
 */
export function sortForm(
  texts: Readonly<Record<string, string>>,
  uploads: readonly Attached[],
  names: FileNames = usualNames,
): Sorted {
  const finds = newFinds();
  for (const file of uploads.slice(0, mostPieces)) readAttached(file, '', names, finds);
  for (const field of ['dockerfile', 'dockerignore', 'entrypoint'] as const)
    readField(field, texts[field] ?? '', names, finds);
  return decide('', finds, names);
}

/** A field names its file: all that it holds is that file, a Dockerfile as soon as it has a base image. */
const isWholeIn = (field: Role, text: string): boolean =>
  field !== 'dockerfile' || text.split('\n', 3_000).some(isFrom);

function readField(field: Role, typed: string, names: FileNames, finds: Finds): void {
  if (typed.trim() === '') return;
  const inField = newFinds();
  readText(typed, names, inField);
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
    finds.snags.push(...inField.snags);
  } else if (code && inField.output.length === 0 && !plain.includes('```')) {
    finds.found.push({ role: field, name: null, text: tidy(plain), whole: isWholeIn(field, plain) });
  } else if (inField.output.length > 0 || inField.talk.some((line) => kindOf(line) === 'talk')) {
    finds.output.push(...inField.output);
    finds.talk.push(...inField.talk);
  } else finds.snags.push({ kind: 'unknown', name: null, start: startOf(plain) });
}
