import { join } from 'node:path';
import { gate } from '../../../deploy/box/settings.ts';

type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The way out for RUN steps: the address of the egress proxy as they reach it, by default the gate that a box's supervisor
 * opens and shuts. `SANDBOX_PROXY=none` leaves builds without a network.
 */
export function readProxy(environment: ProxyEnvironment): string | null {
  const address = environment.SANDBOX_PROXY?.trim();
  if (address === 'none') return null;
  return address === undefined || address === '' ? gate.seenFromInside : address;
}

/** Where the egress proxy is, as this machine reaches it. */
export type ProxyPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'address'; readonly url: URL };

/**
 * The egress proxy from outside of a box: a gate leads to the socket that the proxy's container shows, below `state`.
 * @throws TypeError for a SANDBOX_PROXY that is not an address
 */
export function proxyPlace(environment: ProxyEnvironment, state: string): ProxyPlace {
  const address = readProxy(environment);
  if (address === null) return { kind: 'none' };
  return address === gate.seenFromInside
    ? { kind: 'socket', path: join(state, 'egress', 'proxy.sock') }
    : { kind: 'address', url: new URL(address) };
}

/** The way out for RUN steps, as predefined build arguments. */
export function buildArguments(proxy: string | null): Record<string, string> {
  if (proxy === null) return {};
  const none = 'localhost,127.0.0.1,::1';
  const both = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: none };
  return { ...both, ...Object.fromEntries(Object.entries(both).map(([k, v]) => [k.toLowerCase(), v])) };
}
