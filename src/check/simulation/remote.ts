import { isKnown } from '../dockerfile/unknown-text.ts';

/** Addresses on other machines, as ADD and the programs that download read them. */

/** Names that are reserved so that no host ever has them (RFC 6761). */
const reserved = /(?:^|\.)(?:invalid|example|test)$/;

/** The host of an address: `https://host:443/path`, `git@host:path`; empty where it names none. */
export function hostOf(address: string): string {
  const [, authority = ''] =
    /^[a-z]+:\/\/([^/?#]*)/i.exec(address) ?? /^(?:[\w.-]+@)([^:/]+):/.exec(address) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
}

/** Whether no host can have the name of an address. All others may be there, or not. */
export const isNowhere = (address: string): boolean => {
  const host = hostOf(address).toLowerCase();
  return isKnown(host) && reserved.test(host);
};

/** Whether ADD clones a repository. */
export const isRepository = (source: string): boolean =>
  /^(?:git|ssh):\/\/|^[\w.-]+@[\w.-]+:|^github\.com\//.test(source) ||
  /^https?:\/\/[^#?]*\.git(?:[#?]|$)/.test(source);

/** Whether ADD takes a source from another machine. Other schemes are paths to BuildKit. */
export const isRemote = (source: string): boolean => /^https?:\/\//.test(source) || isRepository(source);
