import { GitHubFailure } from './trouble.ts';

/** Maximum size of a response after decompression. A file of 64 KiB takes 90 KB in it. Bytes. */
const mostAnswerBytes = 2 * 1024 * 1024;
/** GitHub redirects once if a repository has been renamed. */
const mostRedirects = 3;

/**
 * A `fetch` for a single origin. Redirects to another origin are not followed, so that no other host receives a request or the token. A
 * response larger than {@link mostAnswerBytes} is rejected.
 * @throws GitHubFailure
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
