import { bits } from './bookworm.ts';

/**
 * Whether Debian 12 (bookworm) has a package with this name, or exactly one package that provides it. A Bloom filter: it knows every name,
 * and accepts one in several thousand that does not exist.
 */
export function isDebianPackage(name: string): boolean {
  // There are thousands of these, and no student installs them, so they are left out.
  if (name.startsWith('librust-')) return true;
  filter ??= Buffer.from(bits, 'base64');
  return bitPositions(name, filter.length * 8).every(
    (at) => ((filter?.[at >> 3] ?? 0) & (1 << (at & 7))) !== 0,
  );
}

let filter: Buffer | undefined;

const hashes = 12;

/** The bit positions of a name: two hashes (FNV-1a with two seeds), combined by the method of Kirsch and Mitzenmacher. */
function bitPositions(name: string, size: number): readonly number[] {
  const [one, other] = [hash(name, 0x811c9dc5), hash(name, 0x01234567) | 1];
  return Array.from({ length: hashes }, (_, turn) => (one + Math.imul(turn, other)) >>> 0).map(
    (at) => at % size,
  );
}

function hash(text: string, start: number): number {
  let value = start;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  // Mix the bits so that the last letters affect all of them.
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 13)) >>> 0;
}

/** The filter for a list of names, encoded like `bits`. */
export function filterOf(names: readonly string[], size: number): string {
  const bytes = Buffer.alloc(size / 8);
  for (const name of names)
    for (const at of bitPositions(name, size)) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  return bytes.toString('base64');
}
