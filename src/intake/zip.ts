import { type UnzipFileInfo, unzipSync } from 'fflate';
import { fileLimitBytes } from '../submission/files.ts';
import { toolFolderOf } from '../submission/tool-folders.ts';
import { baseName, roleByName } from './file-role.ts';
import { furtherByName } from './further-files.ts';
import type { Attachment, FileNames } from './intake-result.ts';

/** What a zip has for a lesson: its files, none of them, or nobody can open it. */
export type ZipContent =
  | { readonly kind: 'files'; readonly files: readonly Attachment[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' };

/** More files of a lesson than this are not taken out of one zip. */
const mostFiles = 12;
/** Packed bytes that are unpacked: of a thousandfold bomb, too, that is little work. */
const mostPackedBytes = 2 * fileLimitBytes;
/** A longer path is nobody's, and reading one is not free. */
const longestPath = 400;

/** A file of the zip that the lesson asks for. */
interface WantedEntry {
  readonly entry: UnzipFileInfo;
  /** Which of the lesson's files it is. */
  readonly what: string;
  /** The folder that would be the build context. */
  readonly context: string;
  /** Its path in there, as the student has it. */
  readonly path: string;
  readonly isExact: boolean;
}

/**
 * Takes the lesson's files out of a student's zip. Of several folders that could be the build context it takes the one with the most
 * of them, then the one nearest to the top. What else is in the zip is not unpacked.
 */
export function readZip(bytes: Uint8Array, names: FileNames): ZipContent {
  try {
    const chosen = inOneContext(wantedEntries(bytes, names));
    if (chosen.length === 0) return { kind: 'none' };
    const left = new Set(chosen.map(({ entry }) => entry.name));
    // The name may stand in there a thousand times: its first file is unpacked.
    const unpacked = unzipSync(bytes, { filter: ({ name }) => left.delete(name) });
    const files = chosen.flatMap(({ entry, path }) => {
      const content = unpacked[entry.name];
      return content === undefined ? [] : [{ name: path, base64: Buffer.from(content).toString('base64') }];
    });
    return { kind: 'files', files };
  } catch {
    // It is cut off, encrypted, or packed in a way that is hardly used.
    return { kind: 'closed' };
  }
}

function wantedEntries(bytes: Uint8Array, names: FileNames): readonly WantedEntry[] {
  const found: WantedEntry[] = [];
  const seen = new Set<string>();
  unzipSync(bytes, {
    filter: (entry) => {
      const wanted = seen.has(entry.name) ? null : wantedEntry(entry, names);
      seen.add(entry.name);
      if (wanted !== null) found.push(wanted);
      return false;
    },
  });
  return found;
}

function wantedEntry(entry: UnzipFileInfo, names: FileNames): WantedEntry | null {
  const { name, size, originalSize } = entry;
  if (name.length > longestPath || size > mostPackedBytes || originalSize > mostPackedBytes) return null;
  const whole = name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  if (whole.endsWith('/') || toolFolderOf(whole) !== null) return null;
  const further = furtherByName(whole, names) ?? furtherByName(baseName(whole), names);
  const role = further === null ? roleByName(baseName(whole)) : null;
  const expected = further?.path ?? (role === null ? null : names[role]);
  if (expected === null || baseName(whole).startsWith('._')) return null;
  const isExact = whole === expected || whole.endsWith(`/${expected}`);
  const path = isExact ? expected : baseName(whole);
  const context = whole.slice(0, whole.length - path.length);
  return { entry, what: role ?? expected, context, path, isExact };
}

/** Those of the folder that has the most of the lesson's files; where one has the right name, no other of its kind. */
function inOneContext(all: readonly WantedEntry[]): readonly WantedEntry[] {
  const contexts = Map.groupBy(all, ({ context }) => context);
  const kinds = (entries: readonly WantedEntry[]): number => new Set(entries.map(({ what }) => what)).size;
  const depth = ({ context }: WantedEntry): number => context.split('/').length;
  const [best = []] = [...contexts.values()].sort(
    (a, b) => kinds(b) - kinds(a) || Math.min(...a.map(depth)) - Math.min(...b.map(depth)),
  );
  const exact = new Set(best.filter(({ isExact }) => isExact).map(({ what }) => what));
  let packed = 0;
  return best
    .filter(({ what, isExact }) => isExact || !exact.has(what))
    .slice(0, mostFiles)
    .filter(({ entry }) => {
      packed += entry.size;
      return packed <= mostPackedBytes;
    });
}
