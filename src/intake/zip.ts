import { fileLimitBytes } from '../submission/files.ts';
import { toolFolderOf } from '../submission/tool-folders.ts';
import { baseName, roleByName } from './file-role.ts';
import { furtherByName } from './further-files.ts';
import type { Attachment, FileNames } from './intake-result.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** What a zip has for a lesson: its files, none of them, or nobody can open it. */
export type ZipContent =
  | { readonly kind: 'files'; readonly files: readonly Attachment[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' };

/** More files of a lesson than this are not taken out of one zip. */
const mostFiles = 12;
/** Bytes that are unpacked in all. */
const mostBytes = 2 * fileLimitBytes;
/** A longer path is nobody's, and reading one is not free. */
const longestPath = 400;

/** A file of the zip that the lesson asks for. */
interface WantedEntry {
  readonly entry: ZipEntry;
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
  const entries = zipEntries(bytes);
  if (entries === null) return { kind: 'closed' };
  // A name may be in there a thousand times: its first file counts.
  const first = [...Map.groupBy(entries, ({ name }) => name).values()].flatMap(([entry]) => entry ?? []);
  const wanted = first.flatMap((entry) => wantedEntry(entry, names) ?? []);
  const chosen = inOneContext(wanted);
  if (chosen.length === 0) return { kind: 'none' };
  const files = chosen.flatMap(({ entry, path }) => {
    const content = entry.unpack(mostBytes);
    return content === null ? [] : [{ name: path, base64: Buffer.from(content).toString('base64') }];
  });
  return files.length < chosen.length ? { kind: 'closed' } : { kind: 'files', files };
}

function wantedEntry(entry: ZipEntry, names: FileNames): WantedEntry | null {
  const { name, kind, bytes } = entry;
  if (kind !== 'file' || name.length > longestPath || bytes > mostBytes) return null;
  const whole = name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  if (toolFolderOf(whole) !== null) return null;
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
  let unpacked = 0;
  return best
    .filter(({ what, isExact }) => isExact || !exact.has(what))
    .slice(0, mostFiles)
    .filter(({ entry }) => {
      unpacked += entry.bytes;
      return unpacked <= mostBytes;
    });
}
