import { decodeFile } from '../intake/decode.ts';
import type { Attachment, IncomingMessage } from '../intake/intake-result.ts';
import { type Explanation, explain } from './explain.ts';

/** Explains a message and its attachments together: Discord turns a long paste into a file. */
export const explainSent = ({ text, files }: IncomingMessage): Explanation =>
  explain([text, ...files.map(textOf)].filter((each) => each !== '').join('\n'));

const textOf = (file: Attachment): string =>
  'text' in file ? file.text : terminalText(file.name, Buffer.from(file.base64, 'base64'));

/** The text of an attached file; empty when it is not text. UTF-16 is accepted because PowerShell's `>` writes it. */
export function terminalText(name: string, bytes: Uint8Array): string {
  const read = decodeFile(name, bytes);
  if (read.kind === 'text') return read.text;
  if (read.why !== 'utf-16') return '';
  const isBigEndian = bytes[0] === 0xfe || bytes[0] === 0;
  return new TextDecoder(isBigEndian ? 'utf-16be' : 'utf-16le').decode(bytes);
}
