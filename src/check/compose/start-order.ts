import type { ComposeService } from './service.ts';

/** In which order services start: each after those that it waits for. */
export function startOrder(services: readonly ComposeService[]): {
  readonly order: readonly ComposeService[];
  /** Those that can never start, because they wait for each other. */
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
