/**
 * Text of unknown length, kept within bytes: its beginning and its end, with a note of what was left out between.
 * The end is what explains a failure, the beginning what explains the end.
 */
export interface BoundedText {
  readonly add: (chunk: Uint8Array) => void;
  /** Bytes that went in, kept or not. */
  readonly bytes: () => number;
  readonly text: () => string;
  /** The last lines, oldest first. */
  readonly tail: (lines: number) => readonly string[];
}

export function boundedText(keep: number): BoundedText {
  const headRoom = Math.floor(keep / 4);
  const tailRoom = keep - headRoom;
  let head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let total = 0;

  const add = (chunk: Uint8Array): void => {
    total += chunk.byteLength;
    let rest = Buffer.from(chunk);
    if (headBytes < headRoom) {
      const part = rest.subarray(0, headRoom - headBytes);
      head.push(part);
      headBytes += part.length;
      rest = rest.subarray(part.length);
    }
    if (rest.length === 0) return;
    tail.push(rest.subarray(Math.max(0, rest.length - tailRoom)));
    tailBytes += tail[tail.length - 1]?.length ?? 0;
    // Joined only when twice as much as needed has gathered, so that many small chunks stay cheap.
    if (tailBytes > 2 * tailRoom || tail.length > 4096) {
      const joined = Buffer.concat(tail);
      tail = [Buffer.from(joined.subarray(Math.max(0, joined.length - tailRoom)))];
      tailBytes = tail[0]?.length ?? 0;
    }
    if (head.length > 4096) head = [Buffer.concat(head)];
  };

  const text = (): string => {
    const end = Buffer.concat(tail);
    const kept = end.subarray(Math.max(0, end.length - tailRoom));
    const left = total - headBytes - kept.length;
    const gap = left > 0 ? `\n… ${left} bytes left out …\n` : '';
    return Buffer.concat(head).toString('utf8') + gap + kept.toString('utf8');
  };

  return {
    add,
    bytes: () => total,
    text,
    tail: (lines) => {
      const all = text().split(/\r?\n/);
      while (all.length > 0 && all[all.length - 1]?.trim() === '') all.pop();
      return all.slice(-lines);
    },
  };
}
