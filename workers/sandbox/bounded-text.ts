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
  // Both grow only as far as they are filled, by doubling: most steps print little, and a flood of short lines would otherwise
  // leave hundreds of megabytes of outgrown copies behind. The tail is a ring, so that what overflows leaves none at all.
  let head: Buffer = Buffer.alloc(0);
  let headFill = 0;
  let tail: Buffer = Buffer.alloc(0);
  let tailTotal = 0;
  let total = 0;

  const add = (chunk: Uint8Array): void => {
    total += chunk.byteLength;
    const first = chunk.subarray(0, headRoom - headFill);
    head = withRoom(head, headFill + first.byteLength, headRoom);
    head.set(first, headFill);
    headFill += first.byteLength;

    const rest = chunk.subarray(first.byteLength);
    tailTotal += rest.byteLength;
    tail = withRoom(tail, Math.min(tailTotal, tailRoom), tailRoom);
    // Only the last ring's length of it can stay.
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
    const filled = tail.subarray(0, Math.min(tailTotal, tailRoom));
    const kept = Buffer.concat([filled.subarray(start), filled.subarray(0, start)]);
    const left = total - headFill - kept.length;
    const gap = left > 0 ? `\n… ${left} bytes left out …\n` : '';
    return head.toString('utf8', 0, headFill) + gap + kept.toString('utf8');
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

/** The same bytes with room for `needed`, at least doubled when it has to grow, never beyond `most`. */
function withRoom(bytes: Buffer, needed: number, most: number): Buffer {
  if (needed <= bytes.length) return bytes;
  const grown = Buffer.alloc(Math.min(most, Math.max(needed, 2 * bytes.length, 512)));
  grown.set(bytes);
  return grown;
}
