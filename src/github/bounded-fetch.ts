import { GitHubFailure } from './trouble.ts';

/** The largest response body, decompressed. A file of 64 KiB takes up 90 KB of it. Bytes. */
const mostAnswerBytes = 2 * 1024 * 1024;
/** GitHub redirects once for a renamed repository. */
const mostRedirects = 3;

/**
 * `fetch` restricted to one origin: redirects to other hosts are not followed, so no other host is contacted or receives the
 * token. At most {@link mostAnswerBytes} of a response are read.
 */
export function boundedFetch(base: string, fetcher: typeof fetch = fetch): typeof fetch {
  const { origin } = new URL(base);
  const ask = async (url: string, init: RequestInit | undefined, left: number): Promise<Response> => {
    if (new URL(url).origin !== origin) throw new GitHubFailure({ kind: 'elsewhere' });
    const response = await fetcher(url, { ...init, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return readWhole(response);
    await response.body?.cancel();
    if (left === 0 || (init?.method ?? 'GET') !== 'GET') throw new GitHubFailure({ kind: 'unreadable' });
    return ask(String(new URL(location, url)), init, left - 1);
  };
  return (input, init) => ask(input instanceof Request ? input.url : String(input), init, mostRedirects);
}

async function readWhole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  if (response.body === null) return response;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > mostAnswerBytes) throw new GitHubFailure({ kind: 'unreadable' });
    chunks.push(chunk);
  }
  const kept = new Headers(headers);
  // The body is already decompressed.
  kept.delete('content-encoding');
  kept.delete('content-length');
  const body = status === 204 || status === 205 || status === 304 ? null : Buffer.concat(chunks);
  return new Response(body, { status, statusText, headers: kept });
}
