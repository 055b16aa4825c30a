import type { ComposeService } from './service.ts';

/** The order in which services start: each after those that it depends on. */
export function startOrder(services: readonly ComposeService[]): {
  readonly order: readonly ComposeService[];
  /** Services that can never start because they depend on each other. */
  readonly circle: readonly ComposeService[];
} {
  const order: ComposeService[] = [];
  const there = new Set(services.map(({ name }) => name));
  let waiting = services;
  for (;;) {
    const started = new Set(order.map(({ name }) => name));
    const isFree = ({ dependsOn }: ComposeService): boolean =>
      dependsOn.every(({ service }) => started.has(service) || !there.has(service));
    const next = waiting.filter(isFree);
    if (next.length === 0) return { order, circle: waiting };
    order.push(...next);
    waiting = waiting.filter((each) => !next.includes(each));
  }
}
