import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Student } from '../records/records.ts';
import { OnePerKey } from '../timing/per-key.ts';

/**
 * Processes requests of one student one at a time, separately for each kind. A student's DMs may reach a different bot than their
 * requests in the server, so several bots coordinate by a lease.
 */
export class StudentTurns {
  readonly #leases: HeldLeases | null;
  readonly #inOrder = new OnePerKey();

  constructor(leases: HeldLeases | null) {
    this.#leases = leases;
  }

  run<Result>(
    kind: 'turn' | 'practice',
    { guild, user }: Student,
    task: () => Promise<Result>,
  ): Promise<Result> {
    const key = `${kind}/${guild}/${user}`;
    return this.#inOrder.run(key, () => this.#leases?.inTurn(key, task) ?? task());
  }
}
