/**
 * Extracts the payload of a container's log stream (no TTY): frames with an eight-byte header (stream, three zeros, length as big-endian
 * 32 bits) and a body. Bodies are passed on as they arrive, so a frame of any length takes no memory.
 */
export class LogDemultiplexer {
  readonly #onPayload: (payload: Uint8Array) => void;
  readonly #head = Buffer.alloc(8);
  #headFill = 0;
  #bodyLeft = 0;

  constructor(onPayload: (payload: Uint8Array) => void) {
    this.#onPayload = onPayload;
  }

  add(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) rest = this.#bodyLeft > 0 ? this.#passBody(rest) : this.#readHead(rest);
  }

  /** Returns what follows the body, or the part of it that has arrived. */
  #passBody(bytes: Buffer): Buffer {
    const body = bytes.subarray(0, this.#bodyLeft);
    this.#onPayload(body);
    this.#bodyLeft -= body.length;
    return bytes.subarray(body.length);
  }

  #readHead(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, 8 - this.#headFill);
    part.copy(this.#head, this.#headFill);
    this.#headFill += part.length;
    if (this.#headFill === 8) {
      this.#bodyLeft = this.#head.readUInt32BE(4);
      this.#headFill = 0;
    }
    return bytes.subarray(part.length);
  }
}
