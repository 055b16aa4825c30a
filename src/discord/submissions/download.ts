import type { Attachment, FileProblem, IntakeResult } from '../../intake/intake-result.ts';
import { fileLimitBytes, zipLimitBytes } from '../../submission/files.ts';
import type { Upload } from '../interactions/command.ts';

/** Discord's limit of attachments per message. */
const mostFiles = 10;
/** Time limit for all downloads of a message together. Milliseconds. */
const patience = 8_000;

/** An attached file as downloaded; the intake determines what it is. */
type DownloadedFile = Extract<Attachment, { readonly base64: string }>;

export interface DownloadResult {
  readonly files: readonly DownloadedFile[];
  readonly problems: readonly FileProblem[];
}

/**
 * Downloads attachments. Size limits apply to the announced size and again to the bytes that arrive; all downloads share a time
 * limit.
 */
export async function download(
  uploads: readonly Upload[],
  fetcher: typeof fetch = fetch,
): Promise<DownloadResult> {
  const signal = AbortSignal.timeout(patience);
  const results = await Promise.all(
    uploads.slice(0, mostFiles).map(async (upload): Promise<DownloadedFile | FileProblem> => {
      const most = isZip(upload) ? zipLimitBytes : fileLimitBytes;
      if (upload.size > most) return { kind: 'too-big', name: upload.name, bytes: upload.size };
      try {
        return {
          name: upload.name,
          base64: (await fetchBounded(upload.url, { most, signal, fetcher })).toString('base64'),
        };
      } catch (error) {
        if (error instanceof FileTooBig) return { kind: 'too-big', name: upload.name, bytes: error.bytes };
        return { kind: 'not-fetched', name: upload.name };
      }
    }),
  );
  const isProblem = (result: DownloadedFile | FileProblem): result is FileProblem => 'kind' in result;
  const problems = results.filter(isProblem);
  return {
    files: results.filter((result): result is DownloadedFile => !isProblem(result)),
    problems: uploads.length > mostFiles ? [...problems, { kind: 'too-many', taken: mostFiles }] : problems,
  };
}

class FileTooBig extends Error {
  readonly bytes: number;
  constructor(bytes: number) {
    super('more bytes than are read');
    this.bytes = bytes;
  }
}

export const isZip = ({ name }: Upload): boolean => /\.zip$/i.test(name);

async function fetchBounded(
  url: string,
  { most, signal, fetcher }: { most: number; signal: AbortSignal; fetcher: typeof fetch },
): Promise<Buffer> {
  const response = await fetcher(url, { signal, redirect: 'error' });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new FileTooBig(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Adds failed downloads to the reading. A message with nothing but failed downloads is not empty; it has unreadable content. */
export const withDownloadProblems = (
  reading: IntakeResult,
  problems: readonly FileProblem[],
): IntakeResult => {
  const all = [...problems, ...reading.problems];
  if (problems.length > 0 && reading.kind === 'nothing')
    return { ...reading, kind: 'unreadable', problems: all };
  return { ...reading, problems: all };
};
