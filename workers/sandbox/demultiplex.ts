/**
 * Splits a container's log stream (no TTY) into its payload: frames of eight bytes head (stream, three zeros, length as
 * big-endian 32 bits) and body. Bodies are passed on as they come, so that a frame of any length costs no memory.
 */
export function demultiplexer(take: (payload: Uint8Array) => void): (chunk: Uint8Array) => void {
  const head = Buffer.alloc(8);
  let headFill = 0;
  let bodyLeft = 0;
  return (chunk) => {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0) {
      if (bodyLeft > 0) {
        const body = rest.subarray(0, bodyLeft);
        take(body);
        bodyLeft -= body.length;
        rest = rest.subarray(body.length);
        continue;
      }
      const part = rest.subarray(0, 8 - headFill);
      part.copy(head, headFill);
      headFill += part.length;
      rest = rest.subarray(part.length);
      if (headFill === 8) {
        bodyLeft = head.readUInt32BE(4);
        headFill = 0;
      }
    }
  };
}
