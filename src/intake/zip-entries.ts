import { Inflate } from 'fflate';

/**
 * Reads a zip's own list of entries. Unlike fflate, it also returns each entry's file type. Sizes in the list are not trusted:
 * output is measured while it is decompressed.
 */

/** One entry of a zip. */
export interface ZipEntry {
  readonly name: string;
  /** A symbolic link; `special` is a device, a pipe or a socket. */
  readonly kind: 'file' | 'folder' | 'link' | 'special';
  /** The uncompressed size that the zip claims. */
  readonly bytes: number;
  /**
   * The content, of at most `most` bytes; null if the compression method is unsupported, the data is truncated, or there is more.
   */
  unpack(most: number): Uint8Array | null;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
/** The end of a zip may have a comment of this length behind it. */
const longestComment = 65_535;
const endLength = 22;
const entryLength = 46;
const localLength = 30;

/** The entries of a zip, in its order; null where it is not one, is encrypted, or is a larger kind than students have. */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === null) return null;
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + entryLength > end || view.getUint32(at, true) !== entryMark) return null;
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    const next = at + entryLength + nameLength + extraLength + commentLength;
    const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0;
    if (next > end || isEncrypted) return null;
    entries.push(
      entryAt(view, bytes, at, textOf(bytes.subarray(at + entryLength, at + entryLength + nameLength))),
    );
    at = next;
  }
  return entries;
}

function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= first; at -= 1)
    if (view.getUint32(at, true) === endMark) return at;
  return null;
}

function entryAt(view: DataView, bytes: Uint8Array, at: number, name: string): ZipEntry {
  const field = (offset: number): number => view.getUint32(at + offset, true);
  const method = view.getUint16(at + 10, true);
  const [packed, size, attributes, local] = [field(20), field(24), field(38), field(42)];
  return {
    name,
    kind: kindOf(name, attributes),
    bytes: size,
    unpack: (most) => {
      if (local + localLength > bytes.length || view.getUint32(local, true) !== localMark) return null;
      const from = local + localLength + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      if (from + packed > bytes.length || size > most) return null;
      const content = bytes.subarray(from, from + packed);
      if (method === 0) return packed === size ? content : null;
      return method === 8 ? inflated(content, size) : null;
    },
  };
}

/** The upper half of the attributes holds the Unix mode; zips from other systems leave it empty. */
function kindOf(name: string, attributes: number): ZipEntry['kind'] {
  const isFolder = /[\\/]$/.test(name) || (attributes & 0x10) !== 0;
  switch ((attributes >>> 16) & 0o170000) {
    case 0:
    case 0o100000:
      return isFolder ? 'folder' : 'file';
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    default:
      return 'special';
  }
}

/** Compressed bytes decompressed at a time: their output is bounded, and is measured before the next portion. */
const portion = 4_096;

function inflated(packed: Uint8Array, size: number): Uint8Array | null {
  const out = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((chunk) => {
    // What does not fit throws, and no more is unpacked.
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += portion)
      inflate.push(packed.subarray(at, at + portion), at + portion >= packed.length);
  } catch {
    return null;
  }
  return length === size ? out : null;
}

/** Some tools write UTF-8 and do not say so. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
