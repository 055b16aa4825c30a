/** A box's settings, read from its environment. Paths are those inside the container. */
export interface BoxSettings {
  readonly box: string;
  /** `box`: lays the warmed disk and is leased once. `warm`: starts empty, is filled by the set-up and stops cleanly. */
  readonly mode: 'box' | 'warm';
  /** Digest of the warmed disk, reported in the status. */
  readonly disk: string;
  /** The box's disk limit in bytes, when only the supervisor enforces it; 0 when the file system does. */
  readonly diskLimitBytes: number;
  /** Expected size of the file system of the box's disk, in bytes; 0 when unknown. */
  readonly diskBytes: number;
  /** The worker's group, which besides the supervisor is the only one that may use the sockets. */
  readonly workerGroup: number;
  readonly users: BoxUsers;
  /**
   * `worker`: only those parts of the engine's API that a worker needs. `whole`: all of it, for the set-up and for tests that look
   * closer.
   */
  readonly engineApi: 'worker' | 'whole';
  /** A registry mirror that the engine asks before Docker Hub; empty for none. It is reached through the egress proxy. */
  readonly registryMirror: string;
}

export const paths = {
  /** The folder that the host shows to the worker; it belongs to the supervisor alone. */
  shown: '/box',
  supervisor: '/box/supervisor.sock',
  /** The engine's API as the supervisor forwards it. */
  engine: '/box/engine.sock',
  /** Where the engine itself listens; the host cannot see this. */
  engineOwn: '/run/engine/docker.sock',
  data: '/data',
  warm: '/warm',
  proxy: '/egress/proxy.sock',
  authorities: '/authorities',
} as const;

/** Where RUN steps and the engine reach the egress proxy: the box's loopback, under the address that slirp4netns gives it. */
export const gate = { port: 3128, seenFromInside: 'http://10.0.2.2:3128' } as const;

/** Uids (and gids, which are the same numbers) of one box, as the host sees them. No two boxes share any. */
export interface BoxUsers {
  readonly supervisor: number;
  /** The engine's user, which its containers see as root. */
  readonly engine: number;
  /** The other users of its containers: uid 1 in a container is `first` here, and so on. */
  readonly inContainers: { readonly first: number; readonly count: number };
}

/**
 * The first uid of all boxes, unless `SANDBOX_FIRST_UID` sets another: above what useradd assigns as subordinate ids (up to 600,100,000)
 * and what systemd gives to containers (up to 1,879,048,191), and below the limit of a signed 32-bit number (2,147,483,648).
 */
export const firstUid = 1_900_000_000;
/** Number of uids that each box has. */
export const uidsPerBox = 100_000;
/** The most boxes that a machine can have; the image knows all their users. */
export const mostBoxes = 64;
/**
 * The box of a pod: number 0, with uids counted from this one. A pod with a user namespace has only its own ids, from 0 on: 65,536,
 * unless the kubelet gives each pod more (`userNamespaces.idsPerPod`). This box needs `idsPerPod` of them, a multiple of 65,536.
 */
export const podBox = { number: 0, firstUid: 100_000, idsPerPod: 3 * 65_536 } as const;

/** The users of a box; nothing else assigns uids. Boxes are numbered from 1. */
export function usersOf(box: number, first: number = firstUid): BoxUsers {
  const own = first + box * uidsPerBox;
  return { supervisor: own + 1, engine: own + 2, inContainers: { first: own + 10_000, count: 65_536 } };
}

export function readSettings(env: NodeJS.ProcessEnv): BoxSettings {
  const mode = env.BOX_MODE ?? 'box';
  if (mode !== 'box' && mode !== 'warm') throw new Error(`BOX_MODE is box or warm, not ${mode}`);
  const watched = wholeNumber(env, 'BOX_DISK_WATCH_BYTES', 0);
  const engineApi = mode === 'warm' ? 'whole' : (env.BOX_ENGINE_API ?? 'worker');
  if (engineApi !== 'worker' && engineApi !== 'whole')
    throw new Error(`BOX_ENGINE_API is worker or whole, not ${engineApi}`);
  const registryMirror = env.BOX_REGISTRY_MIRROR ?? '';
  if (registryMirror !== '' && !/^https?:\/\/[^\s/]+\/?$/.test(registryMirror))
    throw new Error('BOX_REGISTRY_MIRROR is the address of a registry, https://host');
  return {
    box: env.BOX_NAME ?? 'box',
    mode,
    disk: env.BOX_DISK ?? '',
    diskLimitBytes: watched,
    diskBytes: wholeNumber(env, 'BOX_DISK_BYTES', 0),
    workerGroup: wholeNumber(env, 'BOX_WORKER_GROUP', 0),
    users: readUsers(env),
    engineApi,
    registryMirror,
  };
}

/** The users of this box, from its number and the first uid of all boxes. */
export const readUsers = (env: NodeJS.ProcessEnv): BoxUsers =>
  usersOf(wholeNumber(env, 'BOX_NUMBER', 1), wholeNumber(env, 'BOX_FIRST_UID', firstUid));

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const value = Number(env[name] || fallback);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`${name} is a whole number, not ${env[name]}`);
  return value;
}
