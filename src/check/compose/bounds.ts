/** Limits on a Compose file, in addition to those on its YAML. A typical file of a class needs a tenth of them. */
export const composeBounds = {
  services: 16,
  /** Total characters of all values after aliases and variables are expanded. */
  expandedCharacters: 262_144,
  networks: 8,
  mounts: 64,
  ports: 64,
} as const;
