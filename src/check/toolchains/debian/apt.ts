import { nearest } from '../../../spelling/nearest.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { fail, type Machine, type Program, unfollowed, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { readAptOption, refusedSetting } from './apt-options.ts';
import { putFilesOf } from './configuration.ts';
import { isDebianPackage } from './names.ts';
import { bringsMore } from './packages.ts';

const verbs = new Set(
  `update install upgrade dist-upgrade full-upgrade remove purge autoremove autopurge autoclean clean check build-dep source download
   changelog list search show reinstall edit-sources satisfy moo showsrc policy depends rdepends indextargets`.split(
    /\s+/,
  ),
);

const verbsOfPackages = new Set(
  'install reinstall upgrade dist-upgrade full-upgrade remove purge autoremove'.split(' '),
);

interface AptWords {
  readonly options: readonly string[];
  readonly words: readonly string[];
  /** apt's error for the first option that it does not have; null when it has all of them. */
  readonly refused: string | null;
  /** apt's error for a value of `-o` that sets nothing; null when every value sets something. */
  readonly brokenSetting: string | null;
  /** The first option whose effect is unknown; null when all effects are known. */
  readonly doubtful: string | null;
}

function readWords(args: readonly string[]): AptWords {
  const options: string[] = [];
  const words: string[] = [];
  let refused: string | null = null;
  let brokenSetting: string | null = null;
  let doubtful: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (!/^-./.test(arg)) {
      words.push(arg);
      continue;
    }
    options.push(arg);
    const read = readAptOption(arg);
    if (read.kind === 'refused') refused ??= read.phrase;
    if (read.kind === 'unknown') doubtful ??= arg;
    if (read.kind === 'refused' || !read.takesNext) continue;
    at += 1;
    if (/^(?:-\w*o|--option)$/.test(arg)) brokenSetting ??= refusedSetting(args[at] ?? '');
  }
  return { options, words, refused, brokenSetting, doubtful };
}

/** apt-get and apt: which packages to install, and whether the package lists were fetched before. */
export const apt: Program = (machine, args, input, name) => {
  const { stage } = machine;
  if (stage.base.family === 'alpine') return fail(machine, { kind: 'command-not-found', command: name });
  const { options, words, refused, brokenSetting, doubtful } = readWords(args);
  const [verb, ...names] = words;
  const isOfPackages = verb !== undefined && verbsOfPackages.has(verb);
  const phrase = brokenSetting ?? (isOfPackages ? refused : null);
  if (phrase !== null) return fail(machine, { kind: 'command-failed', phrase });
  const odd = refused === null ? doubtful : (options[0] ?? name);
  if (odd !== null) return unknown(machine, `${name} ${odd}`);
  if (!isRoot(machine.user))
    return fail(machine, {
      kind: 'command-failed',
      phrase: 'Could not open lock file - open (13: Permission denied)',
    });
  if (verb === undefined || !isKnown(verb)) return verb === undefined ? 'ok' : unknown(machine, name);
  if (!verbs.has(verb))
    return fail(machine, { kind: 'command-failed', phrase: `E: Invalid operation ${verb}` });
  switch (verb) {
    case 'update':
      // In the background, it has not finished when the next command begins. Without a network, it only warns.
      if (!machine.background && machine.phase === 'build') putLists(machine);
      return 'ok';
    case 'install':
      return aptInstall(machine, names, options, input, name);
    case 'upgrade':
    case 'dist-upgrade':
    case 'full-upgrade':
      return isConfirmed(options, input) ? 'ok' : unknown(machine, `${name} ${verb} without -y`);
    case 'remove':
    case 'purge':
    case 'autoremove':
    case 'autopurge':
      return aptRemove(machine, names, isConfirmed(options, input), `${name} ${verb}`);
    default:
      return 'ok';
  }
};

/** Packages that an earlier step installed by name can be removed. Packages that depend on them are not simulated. */
function aptRemove(machine: Machine, names: readonly string[], confirmed: boolean, command: string): Status {
  const { stage } = machine;
  const isOwn = names.every((each) => stage.packages.has(each));
  for (const each of names) stage.packages.delete(each);
  if (isOwn && confirmed) return 'ok';
  return unfollowed(machine, command);
}

const listsFolder = '/var/lib/apt/lists';
/** One file represents everything that `apt-get update` writes: a command that removes it, or a cache mount, affects all of it. */
const listPath = `${listsFolder}/debian_dists_stable_InRelease`;

function putLists({ stage, certain, place }: Machine): void {
  if (!certain && stage.files.presence(listPath) === 'file') return;
  stage.files.put(listPath, { ...plainFile, line: place.line, certain });
}

/** Whether the package lists are where apt looks for them. Base images come without lists. */
function listsIn({ stage }: Machine): 'file' | 'absent' | 'unknown' {
  const entry = stage.files.get(listPath);
  if (entry !== null) return entry.certain ? 'file' : 'unknown';
  return stage.files.isVague ? 'unknown' : 'absent';
}

const isConfirmed = (options: readonly string[], input: string | null): boolean =>
  options.some((option) => /^-[a-zA-Z]*y|^--yes$|^--assume-yes$|^-qq|^--force-yes$/.test(option)) ||
  /^[yY]/.test(input ?? '');

function aptInstall(
  machine: Machine,
  names: readonly string[],
  options: readonly string[],
  input: string | null,
  name: string,
): Status {
  const { stage } = machine;
  const isDebian = stage.base.programs !== null && stage.base.family === 'debian';
  const local = names.filter((each) => each.includes('/'));
  const given = names.filter((each) => !each.includes('/')).map((each) => each.replace(/:\w+$/, ''));
  const bare = given.map((each) => each.split('=')[0] ?? each);
  if (machine.phase === 'start' && given.length > 0 && bare.every((each) => stage.packages.has(each)))
    return 'ok';
  const lists = isDebian && given.length > 0 ? listsIn(machine) : 'file';
  if (lists === 'unknown') {
    for (const each of bare) stage.packages.add(each);
    stage.files.spread();
    return unknown(machine, `${name} install`);
  }
  if (lists === 'absent') {
    for (const each of bare) stage.packages.add(each);
    const [first = ''] = given;
    return fail(machine, { kind: 'package-lists-missing', phrase: `Unable to locate package ${first}` });
  }
  if (!given.every(isKnown)) {
    stage.files.spread();
    return unknown(machine, `${name} install`);
  }
  if (machine.phase === 'start' && given.length > 0)
    return downloadAtStart(machine, `${name} install ${given.join(' ')}`);
  const unavailable = isDebian ? bare.find((each) => isUnavailable(stage, each)) : undefined;
  for (const each of bare) if (each !== unavailable) stage.packages.add(each);
  stage.files.spread();
  putFilesOf(machine, bare);
  if (unavailable !== undefined) {
    const similar = otherNames[unavailable] ?? nearest(unavailable, [...wellKnown]);
    return fail(machine, {
      kind: 'package-not-found',
      package: unavailable,
      phrase: notFoundPhrase(unavailable),
      similar,
    });
  }
  // Whether apt has a version, a pattern or a file is unknown, and so is what a third-party list provides.
  if (local.length > 0 || given.some((each) => /[=*?[\]^$]|[-+]$/.test(each) && !isDebianPackage(each)))
    return unknown(machine, `${name} install ${names.join(' ')}`);
  if (bare.some((each) => isDoubtful(stage, each)))
    return unknown(machine, `${name} install ${names.join(' ')}`);
  if (isConfirmed(options, input) || given.length === 0) return 'ok';
  // Nobody can answer apt's prompt before it installs additional packages.
  const more = bare.map(bringsMore);
  if (more.includes(true))
    return fail(machine, { kind: 'command-failed', phrase: 'Do you want to continue? [Y/n] Abort.' });
  return more.includes(null) ? unknown(machine, `${name} install without -y`) : 'ok';
}

/** The Debian release of an image, from its name. A name without a release can mean either of two. */
const isBookworm = (stage: Machine['stage']): boolean => /bookworm/.test(stage.base.reference);
const isOtherDistribution = (stage: Machine['stage']): boolean =>
  /trixie|bullseye|buster|sid|ubuntu/.test(stage.base.reference);
const hasOwnSources = (stage: Machine['stage']): boolean =>
  stage.files.isVague ||
  stage.files.find((_, path) => path.startsWith('/etc/apt/')).some(([, { kind }]) => kind === 'file');

/** Packages that the release after bookworm no longer has. */
const removedSinceBookworm = new Set(
  `software-properties-common python3-distutils python3-lib2to3 neofetch libgl1-mesa-glx ntpdate pcregrep nodejs-legacy
   python3-nose exuberant-ctags`.split(/\s+/),
);

/**
 * Whether no distribution that the image can be based on has the package. A number in a name is a version, which the next Debian release
 * may have.
 */
function isUnavailable(stage: Machine['stage'], name: string): boolean {
  if (/[*?[\]^$]|[-+]$/.test(name) || hasOwnSources(stage) || isDebianPackage(name)) return false;
  if (isOtherDistribution(stage)) return name === 'uv' || name === 'netcat' || name === 'nc';
  return isBookworm(stage) || !/\d/.test(name);
}

function isDoubtful(stage: Machine['stage'], name: string): boolean {
  if (hasOwnSources(stage) || isOtherDistribution(stage)) return !wellKnown.has(name);
  return !isDebianPackage(name) || (removedSinceBookworm.has(name) && !isBookworm(stage));
}

/** Packages that every Debian release has. */
const wellKnown = new Set(
  `curl wget git gcc g++ make build-essential libpq-dev libpq5 postgresql-client netcat-openbsd netcat-traditional gettext procps
   vim nano tini dumb-init gosu dos2unix bash ca-certificates unzip zip jq sudo python3-dev python3-pip python3-venv
   adduser default-libmysqlclient-dev pkg-config libffi-dev libssl-dev gnupg tzdata locales xz-utils file less telnet iputils-ping`.split(
    /\s+/,
  ),
);

/** Virtual package names, and programs whose package has a different name, each with the package to install. */
const otherNames: Readonly<Record<string, string>> = {
  nc: 'netcat-openbsd',
  netcat: 'netcat-openbsd',
  ping: 'iputils-ping',
  python: 'python3',
  pip: 'python3-pip',
  pip3: 'python3-pip',
  psql: 'postgresql-client',
  pg_isready: 'postgresql-client',
  postgres: 'postgresql-client',
  'python-dev': 'python3-dev',
  'python-pip': 'python3-pip',
  envsubst: 'gettext',
  ps: 'procps',
};

/** apt's errors: for a virtual package, and for a name that does not exist. */
const notFoundPhrase = (name: string): string =>
  /^(?:netcat|ping|editor|awk|mail-transport-agent|pager)$/.test(name)
    ? `Package '${name}' has no installation candidate`
    : `Unable to locate package ${name}`;
