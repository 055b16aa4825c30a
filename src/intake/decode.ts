import type { Unreadable } from './intake-result.ts';

/** The bytes of a file as text, or why they are none. */
export type DecodedFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: Unreadable };

const unreadable = (why: Unreadable): DecodedFile => ({ kind: 'unreadable', why });

/** How files begin that are no text, whatever they are called. */
const signatures: readonly (readonly [string, Unreadable])[] = [
  ['{\\rtf', 'rtf'],
  ['%PDF', 'pdf'],
  ['\x89PNG', 'picture'],
  ['\xff\xd8\xff', 'picture'],
  ['GIF8', 'picture'],
  ['BM', 'picture'],
  ['II*\0', 'picture'],
  ['MM\0*', 'picture'],
  ['PK\x03\x04', 'archive'],
  ['PK\x05\x06', 'archive'],
  ['\x1f\x8b', 'archive'],
  ['7z\xbc\xaf', 'archive'],
  ['Rar!', 'archive'],
  ['BZh', 'archive'],
  ['\xfd7zXZ', 'archive'],
  ['\xd0\xcf\x11\xe0', 'word'],
];

/** What a file's name says of its bytes, for those that begin as something more general. */
const byEnding: readonly (readonly [RegExp, Unreadable])[] = [
  [/\.(docx?|odt|pages|dotx?|gdoc)$/, 'word'],
  [/\.rtfd?$/, 'rtf'],
  [/\.pdf$/, 'pdf'],
  [/\.(png|jpe?g|gif|webp|bmp|tiff?|heic|heif|avif|svg)$/, 'picture'],
  [/\.(zip|tar|tgz|gz|bz2|xz|7z|rar)$/, 'archive'],
];

/**
 * Reads a file as Docker would: UTF-8, and Latin-1 where it is not, because Docker minds no byte above 127 in a comment or
 * a value. A byte order mark stays: in a script it matters. What Docker cannot read is no text.
 */
export function decodeFile(name: string, bytes: Uint8Array): DecodedFile {
  const why = noText(name.toLowerCase(), bytes);
  if (why !== null) return unreadable(why);
  try {
    return text(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return text(name, new TextDecoder('windows-1252').decode(bytes));
  }
}

/** A page that a browser saved is text, too, but none of a lesson's files. */
const text = (name: string, content: string): DecodedFile =>
  (/\.(x?html?|mhtml)$/i.test(name) && content.slice(0, 400).includes('<')) ||
  /^\uFEFF?\s{0,200}<(!doctype|html|pre|body|head|div|p|span|code|meta)\b/i.test(content.slice(0, 400))
    ? unreadable('html')
    : { kind: 'text', text: content };

function noText(name: string, bytes: Uint8Array): Unreadable | null {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) return 'utf-16';
  const ending = byEnding.find(([end]) => end.test(name))?.[1] ?? null;
  const signature = signatures.find(([begins]) => start.startsWith(begins) && begins !== 'BM');
  const bitmap = start.startsWith('BM') && bytes.includes(0);
  if (signature !== undefined) return signature[1] === 'archive' && ending === 'word' ? 'word' : signature[1];
  if (bitmap || start.slice(0, 4) === 'RIFF' || start.slice(4, 8) === 'ftyp') return 'picture';
  if (ending === 'word' || ending === 'pdf') return ending;
  if (isUtf16WithoutMark(bytes)) return 'utf-16';
  if (bytes.includes(0)) return ending ?? 'binary';
  return mostlyControls(bytes) ? (ending ?? 'binary') : null;
}

/** ASCII written as UTF-16: every other byte is nought, and always the same one of the two. */
function isUtf16WithoutMark(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes.length % 2 === 1) return false;
  const noughts = [0, 0];
  const seen = Math.min(bytes.length, 4096);
  for (let at = 0; at < seen; at += 1) if (bytes[at] === 0) noughts[at % 2] = (noughts[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = noughts;
  return Math.max(even, odd) * 10 > (seen / 2) * 7 && Math.min(even, odd) * 20 < seen;
}

/** Text has tabs, line ends and the escapes of colours, but hardly another control character. */
function mostlyControls(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 12) controls += 1;
  }
  return controls * 20 > bytes.length;
}
