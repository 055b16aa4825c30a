/** A pull request, identified by the parts of its address. */
export interface PullRequestAddress {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** The result of parsing the address of a pull request. */
export type AddressReading =
  | { readonly kind: 'pull-request'; readonly address: PullRequestAddress }
  /** GitHub's form for creating a pull request, which does not exist yet. */
  | { readonly kind: 'not-opened' }
  /** Another page on the right host: a repository, branch, commit or issue. */
  | { readonly kind: 'other-page' }
  | { readonly kind: 'other-host'; readonly host: string; readonly wanted: string }
  | { readonly kind: 'no-address' };

/** Longer texts are not addresses. Characters. */
const longest = 500;
/** How much of a message is searched. Characters. */
const mostText = 4_000;

const owner = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
const repository = /^(?!\.{1,2}$)[\w.-]{1,100}$/;
const positive = /^[1-9]\d{0,8}$/;

/**
 * Parses the address of a pull request on `host` as browsers or people write it: with or without `https://`, with suffixes after
 * the number (`/files`, `#discussion…`), in angle brackets, or as `owner/repo#3`.
 */
export function readAddress(given: string, host: string): AddressReading {
  const text = withoutQuotes(given.trim());
  if (text === '' || text.length > longest || /\s/.test(text)) return { kind: 'no-address' };
  const short = /^([^/#\s]+)\/([^/#\s]+)#(\d{1,9})$/.exec(text);
  if (short !== null) return found(short[1], short[2], short[3]) ?? { kind: 'no-address' };
  const url = asUrl(text, host);
  if (url === null) return { kind: 'no-address' };
  if (!isOurs(url, host)) return { kind: 'other-host', host: url.host, wanted: host };
  return readPath(url.pathname.split('/').filter((part) => part !== ''));
}

/** The first pull request on `host` whose address is in a message; null if there is none. */
export function addressIn(message: string, host: string): PullRequestAddress | null {
  const words = message.slice(0, mostText).split(/[\s<>()[\]|"'`]+/);
  for (const word of words) {
    if (!/[/]/.test(word) || word.length > longest) continue;
    const reading =
      /^(?:https?:\/\/|www\.)/i.test(word) || word.startsWith(`${host}/`) ? readAddress(word, host) : null;
    if (reading?.kind === 'pull-request') return reading.address;
  }
  return null;
}

/** An address without surrounding brackets and quotes, and without the punctuation of its sentence. */
function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && '<([`"\''.includes(text.charAt(start))) start += 1;
  while (end > start && '>)]`"\',.;!'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function asUrl(text: string, host: string): URL | null {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  // `localhost:3000/…` has a port but no scheme.
  const isHost = text.toLowerCase().startsWith(`${host}/`) || /^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(text);
  if (!hasScheme && !isHost) return null;
  try {
    const url = new URL(hasScheme ? text : `https://${text}`);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** User info before an `@` can disguise another host, so such addresses are refused. */
const isOurs = (url: URL, host: string): boolean =>
  url.username === '' && url.password === '' && url.host.replace(/^www\./, '') === host;

function readPath(parts: readonly string[]): AddressReading {
  const [name, repo, page, number] = parts;
  if (page === 'pull' && number === 'new') return { kind: 'not-opened' };
  if (page === 'compare') return { kind: 'not-opened' };
  if (page !== 'pull' && page !== 'pulls') return { kind: 'other-page' };
  return found(name, repo, number?.replace(/\.(?:diff|patch)$/, '')) ?? { kind: 'other-page' };
}

function found(
  name: string | undefined,
  repo: string | undefined,
  number: string | undefined,
): AddressReading | null {
  const isOne = owner.test(name ?? '') && repository.test(repo ?? '') && positive.test(number ?? '');
  return isOne
    ? { kind: 'pull-request', address: { owner: name ?? '', repo: repo ?? '', number: Number(number) } }
    : null;
}

/** The web host that belongs to an API address. */
export function webHost(apiUrl: string): string {
  const { host } = new URL(apiUrl);
  return host.startsWith('api.') ? host.slice('api.'.length) : host;
}
