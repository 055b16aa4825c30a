import type { Entry } from '../image/entry.ts';
import type { Stream } from './streams.ts';

/** A file that a command's output goes to: it is empty from the moment on that the command starts. */
export interface Sink {
  readonly path: string;
  readonly stream: Stream;
  /** What lay there before. */
  readonly before: Entry | null;
  /** What it holds beside that output; null where that is not known. */
  readonly kept: string | null;
}

/** What a number from 3 on stands for, once a script has opened it: `exec 9>lock`, `3>&1`. */
export interface Descriptor {
  /** What is read from it (`<&3`); null where nothing is. */
  readonly input: Stream | null;
  /** Where goes what is written to it (`>&3`); null for the terminal. */
  readonly out: Stream | null;
  readonly sink: Sink | null;
  /** It was opened where it is not known whether the shell came there. */
  readonly certain: boolean;
}

/** The numbers that are open in a shell, and in the programs that it starts. */
export type Descriptors = ReadonlyMap<number, Descriptor>;

/** What may have been opened or closed is there, or not. */
export function doubtful(now: Descriptors, before: Descriptors): Descriptors {
  if (now === before) return now;
  const all = new Map([...before, ...now]);
  const doubts = [...all].map(([number, descriptor]) => {
    const isSame = now.get(number) === before.get(number);
    return [number, isSame ? descriptor : { ...descriptor, certain: false }] as const;
  });
  return new Map(doubts);
}
