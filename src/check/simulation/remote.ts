import { isKnown } from '../dockerfile/unknown-text.ts';

/** Addresses of other machines, as used by ADD and by download programs. */

/** Reserved top-level domains, in which no host can ever exist (RFC 6761). */
const reserved = /(?:^|\.)(?:invalid|example|test)$/;

/** The host of an address such as `https://host:443/path` or `git@host:path`; empty if it names none. */
export function hostOf(address: string): string {
  const [, authority = ''] =
    /^[a-z]+:\/\/([^/?#]*)/i.exec(address) ?? /^(?:[\w.-]+@)([^:/]+):/.exec(address) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
}

/** Whether no host can have the address's name. Any other host may or may not exist. */
export const isNowhere = (address: string): boolean => {
  const host = hostOf(address).toLowerCase();
  return isKnown(host) && reserved.test(host);
};

/** Whether ADD clones a repository. */
export const isRepository = (source: string): boolean =>
  /^(?:git|ssh):\/\/|^[\w.-]+@[\w.-]+:|^github\.com\//.test(source) ||
  /^https?:\/\/[^#?]*\.git(?:[#?]|$)/.test(source);

/** Whether ADD downloads a source. BuildKit treats other schemes as paths. */
export const isRemote = (source: string): boolean => /^https?:\/\//.test(source) || isRepository(source);
