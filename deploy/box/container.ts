/**
 * What a box's container may do and take: the one table. The set-up takes it from here, the worker's limits their defaults.
 * docker-compose.yml, start.sh and the pages cannot import it, so test/deploy/container.test.ts holds them to it. deploy/README.md
 * says why each line is as it is.
 */
export const boxContainer = {
  /** No interface at all: the way out is the egress proxy's socket. */
  network: 'none',
  capDrop: ['ALL'],
  /** Of Docker's default set. The supervisor alone has them; the engine gets none. */
  capAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID', 'SETFCAP'],
  /** From the root of the checkout. `SANDBOX_SECCOMP` names another one. */
  seccomp: 'deploy/box/seccomp.json',
  securityOptions: ['apparmor=unconfined', 'systempaths=unconfined'],
  devices: ['/dev/net/tun'],
  readOnly: true,
  tmpfs: ['/run', '/tmp'],
  /** Without swap. The set-up takes less on a small machine. */
  megabytes: 2048,
  processes: 512,
  /** On two cores; the set-up counts the cores. */
  cores: 0.75,
  /** Docker's own default is 1024: everything else on the machine goes first. */
  cpuShares: 128,
} as const;

/** The box that fills the warmed disk runs no student's code, and loads all images at once. */
export const warmingBox = { megabytes: 2048, processes: 1024 } as const;

/** Laying the warmed disk for other boxes sets setgid bits again, which also takes this capability. */
export const layingCapabilities = [...boxContainer.capAdd, 'FSETID'] as const;

/** What one process of a build step or of a student's container may have (`ulimits`); all else of it is Docker's default. */
export const studentContainer = { processes: 200, openFiles: 4096 } as const;
