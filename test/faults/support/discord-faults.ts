import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Means } from './fault.ts';

/** Faults of Discord. */
export function discordFaults({ rig, dice }: Means): Record<string, Fault> {
  const { gateway, faults } = rig.classroom;
  const soon = async (): Promise<boolean> => {
    await sleep(dice.between(300, 1_500));
    return true;
  };
  const strikes = (hit: () => void): Fault => ({
    lane: 'discord',
    strike: () => {
      hit();
      return soon();
    },
  });
  const next = (): number => Math.ceil(dice.between(0, 4));
  return {
    'gateway closed': strikes(() => gateway.drop({ resumable: true })),
    'gateway session gone': strikes(() => gateway.drop({ resumable: false, code: 4009 })),
    'gateway asks to reconnect': strikes(() => gateway.askToReconnect()),
    'REST 429': strikes(() => faults.add({ status: 429, retryAfter: 1, times: next() })),
    'REST 429 global': strikes(() => faults.add({ status: 429, retryAfter: 1, global: true, times: 1 })),
    'REST 500': strikes(() => faults.add({ status: 500, times: next() })),
    'REST 502': strikes(() => faults.add({ status: 502, times: next() })),
    'REST slow': strikes(() => faults.add({ slow: 4_000, times: next(), where: /PATCH|messages/ })),
    'interaction answered late': strikes(() =>
      faults.add({ slow: 3_500, times: 1, where: /interactions\/.*callback/ }),
    ),
  };
}
