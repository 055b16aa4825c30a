import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { platform, release, totalmem } from 'node:os';
import { type DoctorFinding, problem, sizeText, warning, well } from '../doctor/finding.ts';

/** What is read of a machine. Paths of the kernel are read below `root`, so that a test can show another machine. */
export interface Host {
  readonly platform: string;
  readonly release: string;
  readonly memory: number;
  readonly freeDisk: number;
  /** How far this clock is ahead of Discord's, milliseconds; null when nobody was asked. */
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

/** Overlay file systems in a user namespace, which a rootless engine stands on. */
const oldestKernel = [5, 11] as const;
const leastMemory = 2e9;
/** Images, and the disks of two boxes of 6 GB each. */
const leastDisk = 17e9;
const clockOffMs = 30_000;

/** Whether this machine can carry boxes: kernel, control groups, tun, AppArmor, disk, memory, clock. */
export function examineHost(host: Host): readonly DoctorFinding[] {
  if (host.platform !== 'linux')
    return [
      problem(
        'host.system',
        `Boxes need Linux; this is ${host.platform}`,
        'Install the server on Linux. Here `npm run try` shows all but the boxes.',
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
        `Linux ${version} is too old for boxes`,
        `Use ${oldestKernel.join('.')} or newer.`,
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
      ? well('host.cgroups', 'Control groups (version 2) limit memory, processes and processors')
      : problem(
          'host.cgroups',
          `The kernel does not limit ${missing.join(', ')}`,
          'Boot it with these controllers, for instance cgroup_enable=memory.',
        );
  }
  return one !== undefined && existsSync(one)
    ? well('host.cgroups', 'Control groups (version 1) limit memory, processes and processors')
    : problem(
        'host.cgroups',
        'There are no control groups',
        'Mount them: without them nothing limits a box.',
      );
}

const tun = ({ root }: Host): DoctorFinding =>
  existsSync(`${root}dev/net/tun`)
    ? well('host.tun', '/dev/net/tun is there')
    : problem(
        'host.tun',
        '/dev/net/tun is not there',
        'Load it: modprobe tun, and put tun into /etc/modules.',
      );

/** Newer Ubuntu lets no program make a user namespace that has no profile; in a container AppArmor is off, and still this holds. */
function appArmor({ root }: Host): readonly DoctorFinding[] {
  const restricted = readText(`${root}proc/sys/kernel/apparmor_restrict_unprivileged_userns`).trim() === '1';
  if (!restricted) return [];
  if (existsSync(`${root}etc/apparmor.d/rootlesskit`))
    return [well('host.apparmor', 'AppArmor has a profile for rootlesskit')];
  return [
    problem(
      'host.apparmor',
      'AppArmor refuses user namespaces to programs without a profile, and there is none for rootlesskit',
      'sudo cp deploy/apparmor/rootlesskit /etc/apparmor.d/ && sudo apparmor_parser -r /etc/apparmor.d/rootlesskit',
    ),
  ];
}

function memory({ memory: bytes }: Host): DoctorFinding {
  return bytes < leastMemory
    ? warning('host.memory', `${sizeText(bytes)} of memory are little`, 'Two boxes, bot and Redis want 4 GB.')
    : well('host.memory', `${sizeText(bytes)} of memory`);
}

function disk({ freeDisk }: Host): DoctorFinding {
  if (freeDisk < leastDisk)
    return warning(
      'host.disk',
      `${sizeText(freeDisk)} free are little: images and two boxes take ${sizeText(leastDisk)} when they are made`,
      'Make room, let DOCKHAND_STATE name a folder on a larger disk, or set SANDBOX_DISK_GB to less (2 at least).',
    );
  return well('host.disk', `${sizeText(freeDisk)} free`);
}

function clock({ clockAheadMs: ahead }: Host): readonly DoctorFinding[] {
  if (ahead === null) return [];
  if (Math.abs(ahead) <= clockOffMs) return [well('host.clock', 'The clock agrees with Discord’s')];
  const seconds = Math.round(Math.abs(ahead) / 1_000);
  return [
    problem(
      'host.clock',
      `The clock is ${seconds} s off Discord’s`,
      'Keep it with NTP: timedatectl set-ntp true.',
    ),
  ];
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
