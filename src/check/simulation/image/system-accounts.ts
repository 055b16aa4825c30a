import type { BaseImage } from './base-image.ts';
import { wordSet } from './word-list.ts';

/** Names in the user or group list of a distribution family: in every release, and only in some. */
interface Accounts {
  readonly always: ReadonlySet<string>;
  readonly sometimes: ReadonlySet<string>;
}

/** Read from Debian 12, Alpine 3.19 and Alpine 3.20. */
const users: Readonly<Record<'debian' | 'alpine', Accounts>> = {
  debian: {
    always: wordSet(
      `root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc _apt nobody`,
    ),
    sometimes: wordSet('gnats'),
  },
  alpine: {
    always: wordSet(
      'root bin daemon lp sync shutdown halt mail news uucp cron ftp sshd games ntp guest nobody',
    ),
    sometimes: wordSet('adm operator man postmaster at squid xfs cyrus vpopmail smmsp'),
  },
};
const groups: Readonly<Record<'debian' | 'alpine', Accounts>> = {
  debian: {
    always:
      wordSet(`root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo
      audio dip www-data backup operator list irc src shadow utmp video sasl plugdev staff games users nogroup`),
    sometimes: wordSet('gnats'),
  },
  alpine: {
    always:
      wordSet(`root bin daemon sys adm tty disk lp kmem wheel floppy mail news uucp cron audio cdrom dialout ftp sshd input
      tape video netdev kvm games shadow www-data users ntp abuild utmp ping nogroup nobody`),
    sometimes: wordSet('man readproc dnsmasq at squid xfs guest postmaster cyrus vpopmail smmsp'),
  },
};

function isIn(
  lists: Readonly<Record<'debian' | 'alpine', Accounts>>,
  family: BaseImage['family'],
  name: string,
): boolean | 'unknown' {
  if (family !== 'debian' && family !== 'alpine')
    return Object.values(lists).some(({ always, sometimes }) => always.has(name) || sometimes.has(name))
      ? 'unknown'
      : false;
  if (lists[family].always.has(name)) return true;
  return lists[family].sometimes.has(name) ? 'unknown' : false;
}

/** Whether images of a family have a user from the start. */
export const hasSystemUser = (family: BaseImage['family'], name: string): boolean | 'unknown' =>
  isIn(users, family, name);

export const hasSystemGroup = (family: BaseImage['family'], name: string): boolean | 'unknown' =>
  isIn(groups, family, name);
