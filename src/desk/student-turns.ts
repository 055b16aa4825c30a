import type { HeldLeases } from '../records/leases/held-leases.ts';
import type { Student } from '../records/records.ts';
import { OnePerKey } from '../timing/per-key.ts';

/**
 * Requests of one student are carried out one after the other, each kind separately. What she sends by direct message may reach another bot
 * than what she sends in the server, so several bots agree on it by a lease.
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
