import { sleep } from '../../../src/timing/sleep.ts';
import { BoundedText } from '../bounded-text.ts';
import { LogDemultiplexer } from '../engine/demultiplex.ts';
import type { Limits } from '../limits.ts';

/** Below this, reading does not lag behind a container's output. Bytes. */
const muchBytes = 256 * 1024;
/** How long to watch whether output still arrives at that rate, and how often at most. */
const look = { ms: 250, most: 40, bytes: 64 * 1024 } as const;

/** Collects a container's output within the limits; reading stops when it exceeds them. */
export class ContainerOutput {
  readonly log: BoundedText;
  readonly #stream: NodeJS.ReadableStream;
  readonly #flood = new AbortController();
  readonly #mostBytes: number;
  #readBytes = 0;

  constructor(stream: NodeJS.ReadableStream, { logKeptKilobytes, logReadMegabytes }: Limits) {
    this.log = new BoundedText(logKeptKilobytes * 1024);
    this.#stream = stream;
    this.#mostBytes = logReadMegabytes * 1e6;
    const frames = new LogDemultiplexer((payload) => this.log.add(payload));
    stream.on('data', (chunk: Buffer) => {
      frames.add(chunk);
      this.#count(chunk.length);
    });
    stream.on('error', () => undefined);
  }

  /** Aborts when the container printed more than is read. */
  get flooded(): AbortSignal {
    return this.#flood.signal;
  }

  /** Waits until the output so far has been read or exceeds the limit: reading lags behind a flood. */
  async caughtUp(): Promise<void> {
    for (let looks = 0; looks < look.most && !this.flooded.aborted; looks += 1) {
      const before = this.#readBytes;
      if (before < muchBytes) return;
      await sleep(look.ms);
      if (this.#readBytes - before < look.bytes) return;
    }
  }

  hangUp(): void {
    (this.#stream as NodeJS.ReadableStream & { destroy: () => void }).destroy();
  }

  /** Counts frame headers too: an endless run of short lines consists mostly of headers. */
  #count(bytes: number): void {
    this.#readBytes += bytes;
    if (this.#readBytes <= this.#mostBytes || this.flooded.aborted) return;
    this.#flood.abort();
    this.hangUp();
  }
}
