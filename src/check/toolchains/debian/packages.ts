/** Programs that Debian packages and their dependencies install, for the packages that a class is likely to use. */
const programsByPackage: Readonly<Record<string, string>> = {
  adduser: 'adduser addgroup deluser delgroup',
  bash: '',
  'bash-completion': '',
  'build-essential':
    'gcc cc g++ c++ cpp make ld as ar nm strip objdump dpkg-buildpackage patch xz unxz bzip2 bunzip2',
  bzip2: 'bzip2 bunzip2',
  'ca-certificates': 'update-ca-certificates',
  cron: 'cron crontab',
  curl: 'curl',
  'default-libmysqlclient-dev': 'mysql_config mariadb_config pkg-config',
  'default-mysql-client': 'mysql mysqladmin mysqldump mariadb mariadb-admin mariadb-dump perl',
  dnsutils: 'dig nslookup host',
  dos2unix: 'dos2unix unix2dos mac2unix unix2mac',
  'dumb-init': 'dumb-init',
  file: 'file',
  'g++': 'g++ c++ gcc cc cpp ld as ar nm strip',
  gcc: 'gcc cc cpp ld as ar nm strip',
  gettext: 'msgfmt msgmerge xgettext msguniq gettext envsubst msginit msgattrib',
  'gettext-base': 'gettext envsubst',
  git: 'git perl less',
  gnupg: 'gpg gpgv gpgconf dirmngr gpg-agent',
  gosu: 'gosu',
  htop: 'htop',
  'iputils-ping': 'ping ping4 ping6',
  jq: 'jq',
  less: 'less',
  'libpq-dev': 'pg_config',
  locales: 'locale-gen update-locale',
  'lsb-release': 'lsb_release',
  make: 'make',
  'mariadb-client': 'mysql mysqladmin mysqldump mariadb mariadb-admin mariadb-dump perl',
  nano: 'nano editor pico',
  'net-tools': 'ifconfig netstat route arp',
  'netcat-openbsd': 'nc netcat nc.openbsd',
  'netcat-traditional': 'nc netcat nc.traditional',
  'openssh-client': 'ssh scp ssh-keygen sftp ssh-agent ssh-add',
  patch: 'patch',
  'pkg-config': 'pkg-config pkgconf',
  postgresql:
    'psql pg_isready pg_dump pg_restore createdb dropdb createuser dropuser vacuumdb pg_ctlcluster pg_lsclusters perl',
  'postgresql-client':
    'psql pg_isready pg_dump pg_restore createdb dropdb createuser dropuser vacuumdb reindexdb clusterdb pg_basebackup perl',
  procps: 'ps top free kill pgrep pkill pidof uptime vmstat w watch sysctl',
  redis: 'redis-server redis-cli redis-benchmark',
  'redis-tools': 'redis-cli redis-benchmark',
  rsync: 'rsync',
  sqlite3: 'sqlite3',
  sudo: 'sudo visudo sudoedit',
  telnet: 'telnet',
  time: 'time',
  tini: 'tini tini-static',
  tree: 'tree',
  tzdata: '',
  unzip: 'unzip zipinfo funzip',
  vim: 'vim vi view ex editor vimdiff xxd',
  'vim-tiny': 'vi view ex editor vim.tiny',
  wget: 'wget',
  'xz-utils': 'xz unxz xzcat lzma',
  zip: 'zip zipnote zipsplit',
};

const programs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(programsByPackage).map(([name, list]) => [name, new Set(list.split(' '))]),
);
const nothing: ReadonlySet<string> = new Set();
const brought = new Set([...programs.values()].flatMap((each) => [...each]));

/** Whether one of the packages above installs this program. */
export const isOfPackage = (name: string): boolean => brought.has(name);

/** The programs of a package; null when they are unknown. */
export function programsOf(name: string): ReadonlySet<string> | null {
  const known = programs.get(name);
  if (known !== undefined) return known;
  return /^lib[\w.+-]*\d$|^lib[\w.+-]*-dev$/.test(name) ? nothing : null;
}

/** Packages whose dependencies a slim image already has, so apt installs nothing else. */
const selfContained: ReadonlySet<string> = new Set(
  `bzip2 dos2unix dumb-init gettext-base gosu less lsb-release make nano net-tools netcat-traditional patch sqlite3 sudo time
   tini tree unzip xz-utils netbase openssl bash ca-certificates tzdata coreutils grep sed gzip tar passwd login apt`.split(
    /\s+/,
  ),
);

/** Whether apt has to install more than was requested, and so prompts first; null when that is unknown. */
export function bringsMore(name: string): boolean | null {
  if (selfContained.has(name)) return false;
  return programs.has(name) ? true : null;
}
