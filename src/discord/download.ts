import type { ReadFile, Snag } from '../intake/sort.ts';
import { fileLimitBytes } from '../submission/files.ts';
import type { Upload } from './command.ts';

/** Discord attaches at most ten files to a message. */
const mostFiles = 10;
/** All downloads of a message together. Milliseconds. */
const patience = 8_000;

export interface Downloaded {
  readonly files: readonly ReadFile[];
  readonly snags: readonly Snag[];
}

/** Fetches what someone attached: only what is small enough, never more than was announced, never for ever. */
export async function download(
  uploads: readonly Upload[],
  fetcher: typeof fetch = fetch,
): Promise<Downloaded> {
  const signal = AbortSignal.timeout(patience);
  const results = await Promise.all(
    uploads.slice(0, mostFiles).map(async (upload): Promise<ReadFile | Snag> => {
      if (upload.size > fileLimitBytes) return { kind: 'too-big', name: upload.name, bytes: upload.size };
      try {
        return readText(upload.name, await fetchBounded(upload.url, signal, fetcher));
      } catch (error) {
        if (error instanceof TooBig) return { kind: 'too-big', name: upload.name, bytes: error.bytes };
        return { kind: 'not-fetched', name: upload.name };
      }
    }),
  );
  const isSnag = (result: ReadFile | Snag): result is Snag => 'kind' in result;
  const snags = results.filter(isSnag);
  return {
    files: results.filter((result): result is ReadFile => !isSnag(result)),
    snags: uploads.length > mostFiles ? [...snags, { kind: 'too-many', taken: mostFiles }] : snags,
  };
}

class TooBig extends Error {
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
    if (bytes > fileLimitBytes) throw new TooBig(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Bytes as text: UTF-8, or said why not. A byte order mark stays: in a script it matters. */
export function readText(name: string, bytes: Uint8Array): ReadFile | Snag {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return { kind: 'utf-16', name };
  if (bytes.includes(0)) return { kind: 'binary', name };
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: 'binary', name };
  }
}
