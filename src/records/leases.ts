/** A lease that is in force. */
export interface LeaseInForce {
  readonly name: string;
  readonly owner: string;
}

/**
 * Leases on what only one of several bots may do at a time, by name. Durations are measured by the database's clock, because
 * machines' clocks differ.
 */
export interface LeaseRecords {
  /** Takes or renews a lease for `ms` milliseconds from now. False while somebody else has it. */
  readonly take: (name: string, owner: string, ms: number) => Promise<boolean>;
  /** Releases a lease early; somebody else's is not affected. */
  readonly release: (name: string, owner: string) => Promise<void>;
  /** The current leases whose names have this prefix. */
  readonly inForce: (beginning: string) => Promise<readonly LeaseInForce[]>;
}
