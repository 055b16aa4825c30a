/**
 * Splits a stream into lines of JSON. Lines longer than `most` bytes are dropped, so that memory stays bounded; `dropped` is called with
 * the length of each, for callers that count the bytes received.
 */
export async function* jsonLines(
  stream: AsyncIterable<unknown>,
  { most = 1024 * 1024, dropped }: { most?: number; dropped?: (bytes: number) => void } = {},
): AsyncGenerator<unknown> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let dropping = false;
  const line = (last: Buffer): unknown => {
    // Nearly always a line arrives whole: then nothing is copied.
    const whole = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    const text = whole.toString('utf8').trim();
    parts = [];
    bytes = 0;
    if (dropping || text === '') {
      dropping = false;
      return undefined;
    }
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  for await (const chunk of stream) {
    let rest = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const value = line(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      if (value !== undefined) yield value;
    }
    if (rest.length === 0) continue;
    if (dropping) {
      dropped?.(rest.length);
      continue;
    }
    parts.push(rest);
    bytes += rest.length;
    if (bytes > most) {
      dropping = true;
      parts = [];
      dropped?.(bytes);
    }
  }
  const value = line(Buffer.alloc(0));
  if (value !== undefined) yield value;
}
