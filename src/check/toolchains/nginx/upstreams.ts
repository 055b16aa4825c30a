/** Directives that forward a request, each with the form of its value: an address, or an address after a scheme. */
export const passes: Readonly<Record<string, 'scheme' | 'address'>> = {
  proxy_pass: 'scheme',
  fastcgi_pass: 'address',
  uwsgi_pass: 'address',
  scgi_pass: 'address',
  memcached_pass: 'address',
  grpc_pass: 'address',
};

/** The host that nginx resolves while it reads where to forward requests. */
type PassedHost =
  | { readonly kind: 'host'; readonly host: string /** As nginx's error shows it. */; readonly shown: string }
  /** An address, a socket, or a variable, which is evaluated for each request. */
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly phrase: string };

/** The host of `proxy_pass http://host:port/path` and similar directives, and of a `server` in an upstream. */
export function hostOfPass(name: string, written: string): PassedHost {
  if (written.includes('$')) return { kind: 'none' };
  const scheme = /^(?:https?|grpcs?|uwsgi|suwsgi):\/\//i.exec(written)?.[0] ?? '';
  if (passes[name] === 'scheme' && scheme === '') return { kind: 'refused', phrase: 'invalid URL prefix' };
  const address = written.slice(scheme.length);
  if (address.startsWith('unix:')) return { kind: 'none' };
  const [, host = ''] = /^(\[[^\]]*\]|[^:/]*)/.exec(address) ?? [];
  if (/^(?:\d+\.\d+\.\d+\.\d+|\[.*|localhost)$/.test(host)) return { kind: 'none' };
  // For an upstream, nginx's error shows the whole address (measured, nginx 1.30).
  return { kind: 'host', host, shown: name === 'server' ? address : host };
}
