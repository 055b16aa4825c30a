import { words } from '../../simulation/image/word-list.ts';
import type { Toolchain } from '../toolchain.ts';
import { groupadd, newgrp, useradd, userdel, usermod } from './accounts.ts';
import { fileTools } from './files.ts';
import { withGnuOptions } from './gnu/command-line.ts';
import { fetchTools } from './network.ts';
import { queryTools } from './queries.ts';
import { wrappers } from './wrappers.ts';

/** The standard programs of Linux: files, text, users, downloads, and programs that start others. */
export const shellTools: Toolchain = {
  name: 'shell-tools',
  fetching: /^(?:curl|wget|git)$/,
  programs: {
    ...withGnuOptions(queryTools),
    ...withGnuOptions(fileTools),
    ...fetchTools,
    ...withGnuOptions(wrappers),
    useradd,
    adduser: useradd,
    groupadd,
    addgroup: groupadd,
    usermod,
    newgrp,
    userdel,
    chpasswd: () => 'ok',
    passwd: () => 'unknown',
  },
  writers:
    words(`env time nohup nice timeout tini dumb-init gosu su-exec runuser sudo xargs which cat tr sed head tail sort
    chmod chown chgrp mkdir rmdir touch cp install mv rm ln tee sleep basename dirname realpath readlink id whoami printenv
    seq expr grep egrep fgrep useradd groupadd awk mawk perl dos2unix unix2dos fromdos ls wc uniq cut md5sum sha256sum stat`),
  // Only some variants of a base image have them, but what they do is known.
  ifUnknown: { adduser: 'may-run', addgroup: 'may-run' },
  oftenMissing:
    words(`sudo nc netcat ncat telnet vim nano dos2unix pg_isready psql mysql mysqladmin node npm tini dumb-init
    gosu su-exec jq dockerize wait-for-it wait-for-it.sh docker source rsync unix2dos zsh fish ksh csh tcsh htop supervisord
    nginx`),
  commonPrograms: ['chmod', 'mkdir', 'sleep', 'install'],
};
