import { nameOf, parentOf } from '../../simulation/image/files.ts';
import { slimPrograms } from '../../simulation/image/slim-image.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import { wordSet } from '../../simulation/image/word-list.ts';
import { isOfPackage } from './packages.ts';

/** Programs that Debian keeps in /usr/sbin (taken from Debian 12's packages); all others are in /usr/bin. */
const inSbin = wordSet(`
  add-shell addgroup adduser agetty arp blkdiscard blkid blkzone blockdev chcpu chgpasswd chmem chpasswd chroot cpgr cppw cron
  ctrlaltdel delgroup deluser dpkg-fsys-usrunmess dpkg-preconfigure dpkg-reconfigure findfs fsck fsfreeze fstab-decode
  fstrim getty gosu groupadd groupdel groupmems groupmod grpck grpconv grpunconv hwclock iconvconfig ifconfig installkernel
  isosize killall5 ldattach ldconfig locale-gen losetup mkfs mkswap newusers nologin pam-auth-update pam_getenv pivot_root
  pwck pwconv pwunconv readprofile remove-shell rmt-tar route rtcwake runuser service shadowconfig start-stop-daemon
  sulogin swaplabel swapoff swapon switch_root sysctl tarcat update-ca-certificates update-locale update-passwd
  update-shells useradd userdel usermod vigr vipw visudo wipefs zic zramctl`);

/**
 * Whether Debian keeps the program in a different folder from the one in the path. /bin and /sbin are links to the folders below /usr, and
 * Debian packages install nothing below /usr/local.
 */
export function isKeptElsewhere({ base }: Stage, path: string): boolean {
  const name = nameOf(path);
  if (base.family !== 'debian') return false;
  if (!slimPrograms.has(name) && !inSbin.has(name) && !isOfPackage(name)) return false;
  const folder = parentOf(path);
  return folder.startsWith('/usr/local/') || folder.endsWith('/sbin') !== inSbin.has(name);
}
