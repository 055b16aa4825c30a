import { decodeFile } from '../intake/decode.ts';
import type { Attachment, IncomingMessage } from '../intake/intake-result.ts';
import { type Explanation, explain } from './explain.ts';

/** Explains what somebody sent: her words, and what she attached; Discord makes a file of a long paste. */
export const explainSent = ({ text, files }: IncomingMessage): Explanation =>
  explain([text, ...files.map(textOf)].filter((each) => each !== '').join('\n'));

function textOf(file: Attachment): string {
  if ('text' in file) return file.text;
  const read = decodeFile(file.name, Buffer.from(file.base64, 'base64'));
  return read.kind === 'text' ? read.text : '';
}
