import { join } from 'node:path';
import { gate } from '../../../deploy/box/settings.ts';

type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The egress proxy for RUN steps, by the address under which they reach it: by default the gate that a box's supervisor opens and shuts.
 * `SANDBOX_PROXY=none` builds without a network.
 */
export function readProxy(environment: ProxyEnvironment): string | null {
  const address = environment.SANDBOX_PROXY?.trim();
  if (address === 'none') return null;
  return address === undefined || address === '' ? gate.seenFromInside : address;
}

/** The address of the egress proxy, as this machine reaches it. */
export type ProxyPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'address'; readonly url: URL };

/**
 * The address of the egress proxy from outside a box: the gate leads to the socket that the proxy's container exposes, below `state`.
 *
 * @throws TypeError when SANDBOX_PROXY is not an address
 */
export function proxyPlace(environment: ProxyEnvironment, state: string): ProxyPlace {
  const address = readProxy(environment);
  if (address === null) return { kind: 'none' };
  return address === gate.seenFromInside
    ? { kind: 'socket', path: join(state, 'egress', 'proxy.sock') }
    : { kind: 'address', url: new URL(address) };
}

/** The proxy settings for RUN steps, as predefined build arguments. */
export function buildArguments(proxy: string | null): Record<string, string> {
  if (proxy === null) return {};
  const none = 'localhost,127.0.0.1,::1';
  const both = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: none };
  return { ...both, ...Object.fromEntries(Object.entries(both).map(([k, v]) => [k.toLowerCase(), v])) };
}
