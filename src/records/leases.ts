/** A lease in force. */
export interface LeaseInForce {
  readonly name: string;
  readonly owner: string;
}

/**
 * Leases on what only one of several bots may do at a time, by name. They expire by the database's clock, because the clocks of machines
 * differ.
 */
export interface LeaseRecords {
  /** Takes or renews a lease for the given number of milliseconds. False if it has another owner. */
  readonly take: (name: string, owner: string, ms: number) => Promise<boolean>;
  /** Releases a lease early, unless it has another owner. */
  readonly release: (name: string, owner: string) => Promise<void>;
  /** Leases in force whose names start with the given text. */
  readonly inForce: (beginning: string) => Promise<readonly LeaseInForce[]>;
}
