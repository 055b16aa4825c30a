/**
 * Privileges and limits of a box's container, the only table of them. The set-up imports it, and the worker's limits take their defaults
 * from it. docker-compose.yml, start.sh and the docs cannot import it, so test/deploy/container.test.ts compares them. deploy/README.md
 * gives the reason for each line.
 */
export const boxContainer = {
  /** No network interface at all: the only way out is the egress proxy's socket. */
  network: 'none',
  capDrop: ['ALL'],
  /** From Docker's default set. Only the supervisor has them; the engine gets none. */
  capAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID', 'SETFCAP'],
  /** Relative to the root of the checkout. `SANDBOX_SECCOMP` names another profile. */
  seccomp: 'deploy/box/seccomp.json',
  securityOptions: ['apparmor=unconfined', 'systempaths=unconfined'],
  devices: ['/dev/net/tun'],
  readOnly: true,
  tmpfs: ['/run', '/tmp'],
  /** Without swap. The set-up uses less on a small machine. */
  megabytes: 2048,
  processes: 512,
  /** For two cores; the set-up counts the cores. */
  cores: 0.75,
  /** Docker's default is 1024. A low weight gives everything else on the machine priority. */
  cpuShares: 128,
} as const;

/** The box that fills the warmed disk runs no student's code, and loads all images at once. */
export const warmingBox = { megabytes: 2048, processes: 1024 } as const;

/** Laying the warmed disk for other boxes restores setgid bits, which takes this capability as well. */
export const layingCapabilities = [...boxContainer.capAdd, 'FSETID'] as const;

/** Limits of each process in a build step or a student's container (`ulimits`); the others are Docker's defaults. */
export const studentContainer = { processes: 200, openFiles: 4096 } as const;
