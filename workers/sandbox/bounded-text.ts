/**
 * Text of unknown length, bounded in bytes: its beginning and its end, with a note of what was left out between. The end explains a
 * failure, the beginning explains the end. Both buffers grow on demand, by doubling: most steps print little, and a flood of short lines
 * would otherwise leave hundreds of megabytes of outgrown copies behind. The tail is a ring buffer, so what overflows leaves no copies at
 * all.
 */
export class BoundedText {
  readonly #headRoom: number;
  readonly #tailRoom: number;
  #head: Buffer = Buffer.alloc(0);
  #headFill = 0;
  #tail: Buffer = Buffer.alloc(0);
  /** Bytes written to the ring so far, including those overwritten since. */
  #tailTotal = 0;
  #total = 0;

  /** `keepBytes`: how much is kept. */
  constructor(keepBytes: number) {
    this.#headRoom = Math.floor(keepBytes / 4);
    this.#tailRoom = keepBytes - this.#headRoom;
  }

  /** Bytes added so far, whether kept or not. */
  get bytes(): number {
    return this.#total;
  }

  add(chunk: Uint8Array): void {
    this.#total += chunk.byteLength;
    const first = chunk.subarray(0, this.#headRoom - this.#headFill);
    this.#head = withRoom(this.#head, this.#headFill + first.byteLength, this.#headRoom);
    this.#head.set(first, this.#headFill);
    this.#headFill += first.byteLength;
    this.#addToTail(chunk.subarray(first.byteLength));
  }

  text(): string {
    const start = this.#tailTotal > this.#tailRoom ? this.#tailTotal % this.#tailRoom : 0;
    const filled = this.#tail.subarray(0, Math.min(this.#tailTotal, this.#tailRoom));
    const kept = Buffer.concat([filled.subarray(start), filled.subarray(0, start)]);
    const left = this.#total - this.#headFill - kept.length;
    const gap = left > 0 ? `\n… ${left} bytes left out …\n` : '';
    return this.#head.toString('utf8', 0, this.#headFill) + gap + kept.toString('utf8');
  }

  /** The last lines, oldest first. */
  tail(lines: number): readonly string[] {
    const all = this.text().split(/\r?\n/);
    while (all.length > 0 && all[all.length - 1]?.trim() === '') all.pop();
    return all.slice(-lines);
  }

  #addToTail(bytes: Uint8Array): void {
    const room = this.#tailRoom;
    this.#tailTotal += bytes.byteLength;
    this.#tail = withRoom(this.#tail, Math.min(this.#tailTotal, room), room);
    // Only as much as the ring holds can stay.
    const kept = bytes.subarray(Math.max(0, bytes.byteLength - room));
    let at = (this.#tailTotal - kept.byteLength) % room;
    for (let done = 0; done < kept.byteLength; ) {
      const part = kept.subarray(done, done + room - at);
      this.#tail.set(part, at);
      done += part.byteLength;
      at = (at + part.byteLength) % room;
    }
  }
}

/** The same bytes with room for `needed` more, at least doubled when it has to grow, and at most `most` long. */
function withRoom(bytes: Buffer, needed: number, most: number): Buffer {
  if (needed <= bytes.length) return bytes;
  const grown = Buffer.alloc(Math.min(most, Math.max(needed, 2 * bytes.length, 512)));
  grown.set(bytes);
  return grown;
}
