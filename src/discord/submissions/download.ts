import type { Attached, Snag, Sorted } from '../../intake/sorted.ts';
import { fileLimitBytes } from '../../submission/files.ts';
import type { Upload } from '../interactions/command.ts';

/** Discord attaches at most ten files to a message. */
const mostFiles = 10;
/** All downloads of a message together. Milliseconds. */
const patience = 8_000;

/** A file as it was attached: what it is, the intake says. */
type DownloadedFile = Extract<Attached, { readonly base64: string }>;

export interface DownloadResult {
  readonly files: readonly DownloadedFile[];
  readonly snags: readonly Snag[];
}

/** Fetches what someone attached: only what is small enough, never more than was announced, never for ever. */
export async function download(
  uploads: readonly Upload[],
  fetcher: typeof fetch = fetch,
): Promise<DownloadResult> {
  const signal = AbortSignal.timeout(patience);
  const results = await Promise.all(
    uploads.slice(0, mostFiles).map(async (upload): Promise<DownloadedFile | Snag> => {
      if (upload.size > fileLimitBytes) return { kind: 'too-big', name: upload.name, bytes: upload.size };
      try {
        return {
          name: upload.name,
          base64: (await fetchBounded(upload.url, signal, fetcher)).toString('base64'),
        };
      } catch (error) {
        if (error instanceof FileTooBig) return { kind: 'too-big', name: upload.name, bytes: error.bytes };
        return { kind: 'not-fetched', name: upload.name };
      }
    }),
  );
  const isSnag = (result: DownloadedFile | Snag): result is Snag => 'kind' in result;
  const snags = results.filter(isSnag);
  return {
    files: results.filter((result): result is DownloadedFile => !isSnag(result)),
    snags: uploads.length > mostFiles ? [...snags, { kind: 'too-many', taken: mostFiles }] : snags,
  };
}

class FileTooBig extends Error {
  readonly bytes: number;
  constructor(bytes: number) {
    super(`more than ${fileLimitBytes} bytes`);
    this.bytes = bytes;
  }
}

async function fetchBounded(url: string, signal: AbortSignal, fetcher: typeof fetch): Promise<Buffer> {
  const response = await fetcher(url, { signal, redirect: 'error' });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > fileLimitBytes) throw new FileTooBig(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What was read, with what could not be fetched: a message of nothing else holds something, but nothing readable. */
export const withDownloadProblems = (reading: Sorted, snags: readonly Snag[]): Sorted => {
  const all = [...snags, ...reading.snags];
  if (snags.length > 0 && reading.kind === 'nothing') return { ...reading, kind: 'unreadable', snags: all };
  return { ...reading, snags: all };
};
