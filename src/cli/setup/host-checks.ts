import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { platform, release, totalmem } from 'node:os';
import { leastMemoryBytes, machineGigabytes } from '../../config/machine.js';
import { operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem, sizeText, warning, well } from '../doctor/finding.ts';

const say = words('cli-setup-host', {
  en: {
    noLinux: 'Boxes need Linux; this is {{platform}}',
    noLinuxTodo: 'Install the server on Linux. Here `npm run try` shows all but the boxes.',
    oldKernel: 'Linux {{version}} is too old for boxes',
    oldKernelTodo: 'Use {{oldest}} or newer.',
    cgroups: 'Control groups (version {{version}}) limit memory, processes and processors',
    fewCgroups: 'The kernel does not limit {{missing}}',
    fewCgroupsTodo: 'Boot it with these controllers, for instance cgroup_enable=memory.',
    noCgroups: 'There are no control groups',
    noCgroupsTodo: 'Mount them: without them nothing limits a box.',
    tun: '/dev/net/tun is there',
    noTun: '/dev/net/tun is not there',
    noTunTodo: 'Load it: modprobe tun, and put tun into /etc/modules.',
    profile: 'AppArmor has a profile for rootlesskit',
    noProfile:
      'AppArmor refuses user namespaces to programs without a profile, and there is none for rootlesskit',
    memory: '{{size}} of memory',
    littleMemory: '{{size}} of memory are little',
    littleMemoryTodo: 'Two boxes, bot and Redis want {{needed}} GB.',
    disk: '{{size}} free',
    littleDisk: '{{size}} free are little: images and two boxes take {{needed}} when they are made',
    littleDiskTodo:
      'Make room, let DOCKHAND_STATE name a folder on a larger disk, or set SANDBOX_DISK_GB to less (2 at least).',
    clock: 'The clock agrees with Discord’s',
    clockOff: 'The clock is {{seconds}} s off Discord’s',
    clockOffTodo: 'Keep it with NTP: timedatectl set-ntp true.',
  },
});

/** The facts about a machine that are checked. Kernel files are read below `root`, so that a test can substitute another machine. */
export interface Host {
  readonly platform: string;
  readonly release: string;
  readonly memory: number;
  readonly freeDisk: number;
  /** How far this clock is ahead of Discord's, in milliseconds; null if unknown. */
  readonly clockAheadMs: number | null;
  readonly root: string;
}

export function thisHost(state: string, clockAheadMs: number | null): Host {
  const { bavail, bsize } = statfsSync(existsSync(state) ? state : '.');
  return {
    platform: platform(),
    release: release(),
    memory: totalmem(),
    freeDisk: bavail * bsize,
    clockAheadMs,
    root: '/',
  };
}

/** The first kernel with overlay file systems in user namespaces, which a rootless engine needs. */
const oldestKernel = [5, 11] as const;
/** Room for images and the disks of two boxes of 6 GB each. Bytes. */
const leastDisk = 17e9;
const clockOffMs = 30_000;

/** Checks whether this machine can run boxes: kernel, control groups, tun, AppArmor, disk, memory, clock. */
export function examineHost(host: Host): readonly DoctorFinding[] {
  if (host.platform !== 'linux')
    return [
      problem(
        'host.system',
        say(operatorLocale, 'noLinux', { platform: host.platform }),
        say(operatorLocale, 'noLinuxTodo'),
      ),
    ];
  return [
    kernel(host),
    controlGroups(host),
    tun(host),
    ...appArmor(host),
    memory(host),
    disk(host),
    ...clock(host),
  ];
}

function kernel({ release: version }: Host): DoctorFinding {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  const old = major < oldestKernel[0] || (major === oldestKernel[0] && minor < oldestKernel[1]);
  return old
    ? problem(
        'host.kernel',
        say(operatorLocale, 'oldKernel', { version }),
        say(operatorLocale, 'oldKernelTodo', { oldest: oldestKernel.join('.') }),
      )
    : well('host.kernel', `Linux ${version}`);
}

function controlGroups({ root }: Host): DoctorFinding {
  const [two, one] = ['sys/fs/cgroup/cgroup.controllers', 'sys/fs/cgroup/memory'].map(
    (path) => `${root}${path}`,
  );
  if (two !== undefined && existsSync(two)) {
    const missing = ['memory', 'pids', 'cpu'].filter((name) => !readText(two).split(/\s+/).includes(name));
    return missing.length === 0
      ? well('host.cgroups', say(operatorLocale, 'cgroups', { version: 2 }))
      : problem(
          'host.cgroups',
          say(operatorLocale, 'fewCgroups', { missing: missing.join(', ') }),
          say(operatorLocale, 'fewCgroupsTodo'),
        );
  }
  return one !== undefined && existsSync(one)
    ? well('host.cgroups', say(operatorLocale, 'cgroups', { version: 1 }))
    : problem('host.cgroups', say(operatorLocale, 'noCgroups'), say(operatorLocale, 'noCgroupsTodo'));
}

const tun = ({ root }: Host): DoctorFinding =>
  existsSync(`${root}dev/net/tun`)
    ? well('host.tun', say(operatorLocale, 'tun'))
    : problem('host.tun', say(operatorLocale, 'noTun'), say(operatorLocale, 'noTunTodo'));

/**
 * Recent Ubuntu only allows programs with an AppArmor profile to create user namespaces. This also applies in a container, although
 * AppArmor seems to be off there.
 */
function appArmor({ root }: Host): readonly DoctorFinding[] {
  const restricted = readText(`${root}proc/sys/kernel/apparmor_restrict_unprivileged_userns`).trim() === '1';
  if (!restricted) return [];
  if (existsSync(`${root}etc/apparmor.d/rootlesskit`))
    return [well('host.apparmor', say(operatorLocale, 'profile'))];
  return [
    problem(
      'host.apparmor',
      say(operatorLocale, 'noProfile'),
      'sudo cp deploy/apparmor/rootlesskit /etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/rootlesskit',
    ),
  ];
}

function memory({ memory: bytes }: Host): DoctorFinding {
  const size = sizeText(bytes);
  return bytes < leastMemoryBytes
    ? warning(
        'host.memory',
        say(operatorLocale, 'littleMemory', { size }),
        say(operatorLocale, 'littleMemoryTodo', { needed: machineGigabytes }),
      )
    : well('host.memory', say(operatorLocale, 'memory', { size }));
}

function disk({ freeDisk }: Host): DoctorFinding {
  const size = sizeText(freeDisk);
  if (freeDisk < leastDisk)
    return warning(
      'host.disk',
      say(operatorLocale, 'littleDisk', { size, needed: sizeText(leastDisk) }),
      say(operatorLocale, 'littleDiskTodo'),
    );
  return well('host.disk', say(operatorLocale, 'disk', { size }));
}

function clock({ clockAheadMs: ahead }: Host): readonly DoctorFinding[] {
  if (ahead === null) return [];
  if (Math.abs(ahead) <= clockOffMs) return [well('host.clock', say(operatorLocale, 'clock'))];
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return [
    problem('host.clock', say(operatorLocale, 'clockOff', { seconds }), say(operatorLocale, 'clockOffTodo')),
  ];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
