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
  // Both grow only as far as they are filled: most steps print little. The tail is a ring, so that a flood of output is
  // copied into it and leaves no garbage behind.
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let tailTotal = 0;
  let total = 0;

  const add = (chunk: Uint8Array): void => {
    total += chunk.byteLength;
    let rest = chunk;
    if (head.length < headRoom) {
      head = Buffer.concat([head, rest.subarray(0, headRoom - head.length)]);
      rest = chunk.subarray(head.length - (total - chunk.byteLength));
    }
    tailTotal += rest.byteLength;
    if (tail.length < tailRoom) {
      const more = rest.subarray(0, tailRoom - tail.length);
      tail = Buffer.concat([tail, more]);
      rest = rest.subarray(more.byteLength);
    }
    // Only the last ring's length of what is left can stay.
    const kept = rest.subarray(Math.max(0, rest.byteLength - tailRoom));
    let at = (tailTotal - kept.byteLength) % tailRoom;
    for (let done = 0; done < kept.byteLength; ) {
      const part = kept.subarray(done, done + tailRoom - at);
      tail.set(part, at);
      done += part.byteLength;
      at = (at + part.byteLength) % tailRoom;
    }
  };

  const text = (): string => {
    const start = tailTotal > tailRoom ? tailTotal % tailRoom : 0;
    const kept = Buffer.concat([tail.subarray(start), tail.subarray(0, start)]);
    const left = total - head.length - kept.length;
    const gap = left > 0 ? `\n… ${left} bytes left out …\n` : '';
    return head.toString('utf8') + gap + kept.toString('utf8');
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
