/** What a checker process may take. Spans in milliseconds, sizes in megabytes. */
export const bounds = {
  /**
   * Processor time that one reading may take without returning to its event loop. It is the processor's time and not the wall's, so that
   * nobody's file is called unreadable because the machine is busy.
   */
  processorMs: 1_000,
  /** The same by the wall clock: for a reading that only waits, and where the kernel reports no processor time. */
  wallMs: 10_000,
  /** How often what a running check uses is measured. A usual check is over before the first time. */
  pollIntervalMs: 100,
  /** Memory that a process may hold, everything counted; it needs some 100 itself. */
  residentMegabytes: 400,
  /** V8's own heap. */
  heapMegabytes: 192,
  /** What the kernel gives a process, address space that it only reserved included: it stops what grows faster than we measure. */
  dataMegabytes: 2_000,
  /** A process that is not ready after this long never will be. */
  startMs: 120_000,
  /** Processes that stand ready when nothing is wrong. */
  ready: 2,
  /** Of those, how many are idle while others work. */
  spare: 1,
  /** Processes at most, when several readings take long at the same time. */
  most: 4,
  /** One more than usual is kept this long after it was of use. */
  rushMs: 60_000,
  /** How often a reading is done once more, whose process somebody else has ended. */
  killedAgain: 3,
  /** Readings of one person at the same moment; what else she sends waits for her own, and for nobody else's. */
  perPerson: 1,
  /** Readings of one person that wait. What comes on top is refused. */
  waitingPerPerson: 20,
  /** People whose texts ended a checker share one process for this long. */
  suspectMs: 10 * 60_000,
} as const;

export type ReadingBounds = { readonly [key in keyof typeof bounds]: number };
