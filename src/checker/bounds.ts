/** Limits for checker processes. Times in milliseconds, sizes in megabytes. A reading is one job: it reads the texts of one person. */
export const bounds = {
  /**
   * Processor time that a reading may take without returning to its event loop. Processor time rather than wall time, so that a file is not
   * reported as unreadable because the machine is busy.
   */
  processorMs: 1_000,
  /** The same in wall time, for a reading that only waits, and for systems that report no processor time. */
  wallMs: 10_000,
  /** How often the resource usage of a running check is measured. A typical check ends before the first measurement. */
  pollIntervalMs: 100,
  /** Memory that a process may have resident, of which it needs about 100 itself. */
  residentMegabytes: 400,
  /** Limit of V8's heap. */
  heapMegabytes: 192,
  /** Limit enforced by the kernel, including reserved address space: it stops processes that grow faster than usage is measured. */
  dataMegabytes: 2_000,
  /** A process that has not become ready by then never will. */
  startMs: 120_000,
  /** Number of processes that normally stand by. */
  ready: 2,
  /** Minimum number of idle processes while others work. */
  spare: 1,
  /** Maximum number of processes when several readings take long at the same time. */
  most: 4,
  /** How long a process beyond the normal number is kept after its last use. */
  rushMs: 60_000,
  /** How often a reading is retried if something else killed its process. */
  killedAgain: 3,
  /** Concurrent readings per person. Further ones wait for that person's own readings only. */
  perPerson: 1,
  /** Waiting readings per person. Further ones are rejected. */
  waitingPerPerson: 20,
  /** People whose texts ended a checker process share a single one for this long. */
  suspectMs: 10 * 60_000,
} as const;

export type ReadingBounds = { readonly [key in keyof typeof bounds]: number };
