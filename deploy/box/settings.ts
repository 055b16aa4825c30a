/** What a box is told by its environment. Paths are those inside the container. */
export interface Settings {
  readonly box: string;
  /** `box`: lay the warmed disk, be leased once. `warm`: start from nothing, be filled by the set-up, stop cleanly. */
  readonly mode: 'box' | 'warm';
  /** Digest of the warmed disk, told in the status. */
  readonly disk: string;
  /** Bytes that the box's disk may hold, when nothing but the supervisor holds it to that; 0: the file system does. */
  readonly diskLimitBytes: number;
  /** A registry that the engine asks before Docker's own; empty: none. It is reached through the egress proxy. */
  readonly registryMirror: string;
}

export const paths = {
  engine: '/box/engine.sock',
  supervisor: '/box/supervisor.sock',
  data: '/data',
  warm: '/warm',
  proxy: '/egress/proxy.sock',
  authorities: '/authorities',
} as const;

/** Where RUN steps and the engine find the way out: the box's loopback as slirp4netns shows it to them. */
export const gate = { port: 3128, seenFromInside: 'http://10.0.2.2:3128' } as const;

/** Uid and gid of the engine. */
export const engineUser = 1000;

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const mode = env.BOX_MODE ?? 'box';
  if (mode !== 'box' && mode !== 'warm') throw new Error(`BOX_MODE is box or warm, not ${mode}`);
  const watched = Number(env.BOX_DISK_WATCH_BYTES ?? 0);
  if (!Number.isSafeInteger(watched) || watched < 0)
    throw new Error('BOX_DISK_WATCH_BYTES is a number of bytes');
  const registryMirror = env.BOX_REGISTRY_MIRROR ?? '';
  if (registryMirror !== '' && !/^https?:\/\/[^\s/]+\/?$/.test(registryMirror))
    throw new Error('BOX_REGISTRY_MIRROR is the address of a registry, https://host');
  return {
    box: env.BOX_NAME ?? 'box',
    mode,
    disk: env.BOX_DISK ?? '',
    diskLimitBytes: watched,
    registryMirror,
  };
}
