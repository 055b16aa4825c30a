export interface StormOptions {
  readonly count: number;
  readonly seed: number;
  /** How often each kind of fault strikes, and each slow one. */
  readonly times: number;
  readonly slowTimes: number;
  readonly minuteMs: number;
  readonly workers: number;
  readonly boxes: number;
  /** Share of the usual time that each phase takes. */
  readonly pace: number;
  readonly lockMs: number;
  /** How many students may be waiting for their verdict at once. */
  readonly atOnce: number;
  /** Only these kinds. */
  readonly only?: readonly string[];
  /** Given up on when it is not over by then. Seconds. */
  readonly giveUpAfter: number;
  readonly say: (line: string) => void;
  /** How many are to be built in real boxes, as far as there is time. */
  readonly real?: number;
  /** The logs are kept also when every promise was. */
  readonly keep?: boolean;
  /** Ends it before its time; it rejects, and nothing is left running. */
  readonly stop?: AbortSignal;
}
