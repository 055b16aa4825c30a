import type { Unreadable } from './intake-result.ts';

/** A file's text, or why its bytes are not text. */
export type DecodedFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: Unreadable };

const unreadable = (why: Unreadable): DecodedFile => ({ kind: 'unreadable', why });

/** Magic bytes of files that are not text, whatever their name. */
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

/** What an extension adds where the magic bytes are ambiguous. */
const byExtension: readonly (readonly [RegExp, Unreadable])[] = [
  [/\.(docx?|odt|pages|dotx?|gdoc)$/, 'word'],
  [/\.rtfd?$/, 'rtf'],
  [/\.pdf$/, 'pdf'],
  [/\.(png|jpe?g|gif|webp|bmp|tiff?|heic|heif|avif|svg)$/, 'picture'],
  [/\.(zip|tar|tgz|gz|bz2|xz|7z|rar)$/, 'archive'],
];

/**
 * Decodes a file the way Docker would read it: as UTF-8, or as Latin-1 if it is not valid UTF-8, because Docker accepts any
 * byte above 127 in comments and values. A byte order mark is kept, because it breaks a script.
 */
export function decodeFile(name: string, bytes: Uint8Array): DecodedFile {
  const why = whyNotText(name.toLowerCase(), bytes);
  if (why !== null) return unreadable(why);
  try {
    return text(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return text(name, new TextDecoder('windows-1252').decode(bytes));
  }
}

/** A saved web page is text as well, but never one of the lesson's files. */
const text = (name: string, content: string): DecodedFile =>
  (/\.(x?html?|mhtml)$/i.test(name) && content.slice(0, 400).includes('<')) ||
  /^\uFEFF?\s{0,200}<(!doctype|html|pre|body|head|div|p|span|code|meta)\b/i.test(content.slice(0, 400))
    ? unreadable('html')
    : { kind: 'text', text: content };

function whyNotText(name: string, bytes: Uint8Array): Unreadable | null {
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) return 'utf-16';
  const extension = byExtension.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  const signature = signatures.find(([begins]) => start.startsWith(begins) && begins !== 'BM');
  const bitmap = start.startsWith('BM') && bytes.includes(0);
  if (signature !== undefined)
    return signature[1] === 'archive' && extension === 'word' ? 'word' : signature[1];
  if (bitmap || start.slice(0, 4) === 'RIFF' || start.slice(4, 8) === 'ftyp') return 'picture';
  if (extension === 'word' || extension === 'pdf') return extension;
  if (isUtf16WithoutMark(bytes)) return 'utf-16';
  if (bytes.includes(0)) return extension ?? 'binary';
  return mostlyControls(bytes) ? (extension ?? 'binary') : null;
}

/** ASCII in UTF-16: every other byte is zero, always in the same position. */
function isUtf16WithoutMark(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes.length % 2 === 1) return false;
  const zeros = [0, 0];
  const sampled = Math.min(bytes.length, 4096);
  for (let at = 0; at < sampled; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  return Math.max(even, odd) * 10 > (sampled / 2) * 7 && Math.min(even, odd) * 20 < sampled;
}

/** Text has tabs, line breaks and ANSI escapes, but hardly any other control characters. */
function mostlyControls(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 12) controls += 1;
  }
  return controls * 20 > bytes.length;
}
