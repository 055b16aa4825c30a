export const keywords = [
  'add',
  'arg',
  'cmd',
  'copy',
  'entrypoint',
  'env',
  'expose',
  'from',
  'healthcheck',
  'label',
  'maintainer',
  'onbuild',
  'run',
  'shell',
  'stopsignal',
  'user',
  'volume',
  'workdir',
] as const;

export type Keyword = (typeof keywords)[number];

/** A name and value of ENV, LABEL or ARG. */
export interface Pair {
  readonly name: string;
  /** Null for an ARG without a default. */
  readonly value: string | null;
  /** Whether it has the old form `ENV name value`. */
  readonly legacy: boolean;
}
