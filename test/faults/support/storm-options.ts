export interface StormOptions {
  readonly count: number;
  readonly seed: number;
  /** How often each kind of fault strikes, and each slow one. */
  readonly times: number;
  readonly slowTimes: number;
  readonly minuteMs: number;
  readonly workers: number;
  readonly boxes: number;
  /** Fraction of the usual time that each phase takes. */
  readonly pace: number;
  readonly lockMs: number;
  /** How many students may be waiting for their verdict at once. */
  readonly atOnce: number;
  /** Only these kinds. */
  readonly only?: readonly string[];
  /** Gives up if the storm is not over by then. Seconds. */
  readonly giveUpAfter: number;
  readonly say: (line: string) => void;
  /** How many submissions are to be built in real boxes, as far as time allows. */
  readonly real?: number;
  /** Keeps the logs even if every promise was kept. */
  readonly keep?: boolean;
  /** Ends it early; it rejects, and nothing is left running. */
  readonly stop?: AbortSignal;
}
