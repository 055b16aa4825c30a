import type { Entry } from '../image/entry.ts';
import type { Stream } from './streams.ts';

/** A file that a command's output goes to. It is truncated when the command starts. */
export interface Sink {
  readonly path: string;
  readonly stream: Stream;
  /** What was there before. */
  readonly before: Entry | null;
  /** Its content besides that output; null if unknown. */
  readonly kept: string | null;
}

/** A file descriptor from 3 on that a script has opened: `exec 9>lock`, `3>&1`. */
export interface Descriptor {
  /** What is read from it (`<&3`); null if it is not open for reading. */
  readonly input: Stream | null;
  /** Where its output goes (`>&3`); null for the terminal. */
  readonly out: Stream | null;
  readonly sink: Sink | null;
  /** False if the redirection that opened or closed it may not have run. */
  readonly certain: boolean;
}

/** Descriptors that are open in a shell and in the programs it starts. */
export type Descriptors = ReadonlyMap<number, Descriptor>;

/** Marks descriptors as uncertain that have been opened or closed since. */
export function doubtful(now: Descriptors, before: Descriptors): Descriptors {
  if (now === before) return now;
  const all = new Map([...before, ...now]);
  const doubts = [...all].map(([number, descriptor]) => {
    const isSame = now.get(number) === before.get(number);
    return [number, isSame ? descriptor : { ...descriptor, certain: false }] as const;
  });
  return new Map(doubts);
}
