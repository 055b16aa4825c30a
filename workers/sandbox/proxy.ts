import { gate } from '../../deploy/box/settings.ts';

/**
 * The way out for RUN steps: the address of the egress proxy as they reach it, by default the gate that a box's supervisor
 * opens and shuts. `SANDBOX_PROXY=none` leaves builds without a network.
 */
export function readProxy(environment: Readonly<Record<string, string | undefined>>): string | null {
  const address = environment.SANDBOX_PROXY?.trim();
  if (address === 'none') return null;
  return address === undefined || address === '' ? gate.seenFromInside : address;
}

/** The way out for RUN steps, as predefined build arguments. */
export function buildArguments(proxy: string | null): Record<string, string> {
  if (proxy === null) return {};
  const none = 'localhost,127.0.0.1,::1';
  const both = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: none };
  return { ...both, ...Object.fromEntries(Object.entries(both).map(([k, v]) => [k.toLowerCase(), v])) };
}
