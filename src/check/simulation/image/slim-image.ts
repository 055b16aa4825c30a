import { wordSet } from './word-list.ts';

/** What is at a path. */
export type Presence = 'file' | 'folder' | 'absent' | 'unknown';

/** Contents of the slim Debian images, read from such an image: a minimal Debian with CA certificates and Python. */

/** Programs of the packages in every slim image. */
export const slimPrograms = wordSet(`
  [ awk which add-shell addpart agetty apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark arch b2sum base32
  base64 basename basenc bash bashbug blkdiscard blkid blkzone blockdev c_rehash captoinfo cat chage chcon
  chcpu chfn chgpasswd chgrp chmem chmod choom chown chpasswd chroot chrt chsh cksum clear clear_console cmp
  comm cp cpgr cppw csplit ctrlaltdel cut dash date dd deb-systemd-helper deb-systemd-invoke debconf
  debconf-apt-progress debconf-communicate debconf-copydb debconf-escape debconf-set-selections debconf-show
  delpart df diff diff3 dir dircolors dirname dmesg dnsdomainname domainname dpkg dpkg-deb dpkg-divert
  dpkg-fsys-usrunmess dpkg-maintscript-helper dpkg-preconfigure dpkg-query dpkg-realpath dpkg-reconfigure
  dpkg-split dpkg-statoverride dpkg-trigger du echo egrep env expand expiry expr factor faillog fallocate
  false fgrep fincore find findfs findmnt flock fmt fold fsck fsfreeze fstab-decode fstrim getconf getent
  getopt getty gpasswd grep groupadd groupdel groupmems groupmod groups grpck grpconv grpunconv gunzip gzexe
  gzip hardlink head hostid hostname hwclock i386 iconv iconvconfig id infocmp infotocap install installkernel
  ionice ipcmk ipcrm ipcs ischroot isosize join killall5 last lastb lastlog ld.so ldattach ldconfig ldd link
  linux32 linux64 ln locale localedef logger login logname losetup ls lsblk lscpu lsfd lsipc lsirq lslocks
  lslogins lsmem lsns mawk mcookie md5sum mesg mkdir mkfifo mkfs mknod mkswap mktemp more mount mountpoint mv
  namei newgrp newusers nice nisdomainname nl nohup nologin nproc nsenter numfmt od openssl pam-auth-update
  pam_getenv partx passwd paste pathchk perl pidof pinky pivot_root pldd pr printenv printf prlimit ptx pwck
  pwconv pwd pwunconv rbash readlink readprofile realpath remove-shell renice reset resizepart rev rgrep rm
  rmdir rmt-tar rtcwake run-parts runcon runuser savelog script scriptlive scriptreplay sdiff sed seq service
  setarch setpriv setsid setterm sg sh sha1sum sha224sum sha256sum sha384sum sha512sum shadowconfig shred shuf
  sleep sort split start-stop-daemon stat stdbuf stty su sulogin sum swaplabel swapoff swapon switch_root sync
  tabs tac tail tar tarcat taskset tee tempfile test tic timeout toe touch tput tr true truncate tset tsort
  tty tzselect uclampset umount uname uncompress unexpand uniq unlink unshare update-alternatives
  update-ca-certificates update-passwd update-shells useradd userdel usermod users utmpdump vdir vigr vipw
  wall wc wdctl whereis who whoami wipefs x86_64 xargs yes ypdomainname zcat zcmp zdiff zdump zegrep zfgrep
  zforce zgrep zic zless zmore znew zramctl`);

/** Programs that only some slim images have. */
export const programsOfSomeImages = wordSet(`
  2to3 addgroup adduser badblocks bunzip2 busybox bzip2 chattr corelist cpan debugfs delgroup deluser dumpe2fs
  enc2xs encguess faillock filefrag findrule fsck.ext2 fsck.ext3 fsck.ext4 gpg gpgv idle idle3 instmodsh
  invoke-rc.d journalctl json_pp libnetcfg logsave lsattr lz4 mke2fs mkfs.ext2 mkfs.ext3 mkfs.ext4
  mkhomedir_helper mklost+found nsenter pager pam_namespace_helper pam_timestamp_check pdb3 pdb3.11 perlbug
  perldoc perlivp perlthanks piconv pl2pm prove pwhistory_helper py3clean py3compile py3versions pydoc pydoc3
  pydoc3.11 pygettext3 pygettext3.11 python-config python3-config resize2fs rmt shasum splain sqv streamzip
  systemctl tempfile tune2fs unix_chkpwd unix_update unxz vi wheel xsubpp xz zipdetails zstd`);

/** Folders, except those that belong to individual programs and packages. */
const folders = wordSet(`
  / /bin /sbin /lib /lib64 /usr/lib /usr/share /usr/libexec /boot /dev /etc /etc/alternatives /etc/apt /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/keyrings
  /etc/apt/preferences.d /etc/apt/sources.list.d /etc/apt/trusted.gpg.d /etc/ca-certificates
  /etc/ca-certificates/update.d /etc/default /etc/dpkg /etc/dpkg/dpkg.cfg.d /etc/dpkg/origins /etc/init.d
  /etc/ld.so.conf.d /etc/logrotate.d /etc/opt /etc/pam.d /etc/profile.d /etc/security /etc/security/limits.d
  /etc/security/namespace.d /etc/skel /etc/ssl /etc/ssl/certs /etc/ssl/private /etc/systemd
  /etc/systemd/system /etc/systemd/system/multi-user.target.wants /etc/systemd/system/timers.target.wants
  /etc/systemd/user /home /media /mnt /opt /proc /root /run /run/lock /srv /sys /tmp /usr /usr/bin /usr/games
  /usr/include /usr/local /usr/local/bin /usr/local/etc /usr/local/games /usr/local/include /usr/local/lib
  /usr/local/sbin /usr/local/share /usr/local/share/ca-certificates /usr/local/share/man /usr/local/src
  /usr/sbin /usr/src /var /var/backups /var/cache /var/cache/apt /var/lib /var/lib/apt /var/lib/apt/lists
  /var/lib/apt/lists/partial /var/lib/apt/periodic /var/lib/dpkg /var/lib/dpkg/alternatives /var/lib/dpkg/info
  /var/lib/dpkg/parts /var/lib/dpkg/triggers /var/lib/dpkg/updates /var/local /var/log /var/log/apt /var/mail
  /var/opt /var/spool /var/tmp`);

/** Folders that are empty. */
const emptyFolders = wordSet(
  '/boot /home /media /mnt /opt /srv /tmp /usr/games /usr/src /usr/local/src /var/local /var/opt /var/tmp /var/mail',
);

/** Folders whose contents are not listed here. */
const unlisted =
  /^\/(?:bin|sbin|lib|lib64|proc|sys|dev|run|usr\/(?:bin|sbin|lib|lib64|libexec|share|include|local\/(?:bin|lib|share|include|etc))|var\/(?:lib|cache|run|lock)|etc\/(?:alternatives|python\S*|perl|rc.\.d|ssl\/certs))(?:\/|$)/;

/**
 * What the base image has at a path in the system's folders. With `all`, only the listed folders exist; in a larger image, or after a
 * package was installed, there may be more.
 */
export function systemPresence(path: string, all: boolean): Presence {
  if (folders.has(path)) return 'folder';
  const above = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (emptyFolders.has(above)) return 'absent';
  if (unlisted.test(path)) return 'unknown';
  if (folders.has(above)) return 'unknown';
  // If the parent is not a folder, nothing is below it.
  return systemPresence(above, all) === 'absent' || (all && !folders.has(above)) ? 'absent' : 'unknown';
}
