import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Position in a text that a process is reading. The process keeps overwriting the start of a file that its parent has open too, because
 * once it is killed in the middle of a pattern it can report nothing.
 */
export interface ReadingPosition {
  /** Index of the file, from 0, as agreed between the caller and the reading process. */
  readonly file: number;
  /** From 1; null if no line is known. */
  readonly line: number | null;
}

/** In a checker process: the descriptor after Node's own channel, and the variable that announces it. */
const inProcess = { fd: 4, variable: 'DOCKHAND_CHECKER_PLACE' } as const;
const bytes = 8;

/** The parent's side. */
export class PositionFile {
  readonly fd: number;

  private constructor(fd: number) {
    this.fd = fd;
  }

  static in(folder: string, name: string): PositionFile {
    const path = join(folder, name);
    const fd = openSync(path, 'wx+', 0o600);
    // The file stays open and is already deleted, so there is nothing to clean up later.
    rmSync(path);
    return new PositionFile(fd);
  }

  read(): ReadingPosition | null {
    const packed = Buffer.alloc(bytes);
    if (readSync(this.fd, packed, 0, bytes, 0) < bytes) return null;
    const file = packed.readUInt32LE(0);
    return file === 0 ? null : { file: file - 1, line: packed.readUInt32LE(4) || null };
  }

  close(): void {
    closeSync(this.fd);
  }
}

export const positionEnvironment = { [inProcess.variable]: '1' };

/** The child's side: returns a function that writes its position; null if unknown. */
export function positionWriter(): (place: ReadingPosition | null) => void {
  if (process.env[inProcess.variable] !== '1') return () => undefined;
  const packed = Buffer.alloc(bytes);
  return (place) => {
    packed.writeUInt32LE(place === null ? 0 : place.file + 1, 0);
    packed.writeUInt32LE(place?.line ?? 0, 4);
    writeSync(inProcess.fd, packed, 0, bytes, 0);
  };
}
