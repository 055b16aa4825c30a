/** A lease that is in force. */
export interface LeaseInForce {
  readonly name: string;
  readonly owner: string;
}

/** What only one of several bots may do at a time, by name. The database's clock says how long: machines' own differ. */
export interface LeaseRecords {
  /** Takes or renews a lease, for that many milliseconds from now. False while somebody else has it. */
  readonly take: (name: string, owner: string, ms: number) => Promise<boolean>;
  /** Gives a lease back before its time; one of somebody else stays. */
  readonly release: (name: string, owner: string) => Promise<void>;
  /** Leases in force whose names begin so, by their names. */
  readonly inForce: (beginning: string) => Promise<readonly LeaseInForce[]>;
}
