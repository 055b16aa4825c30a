/** Limits on a Compose file, in addition to those on its YAML. The Compose file of a class is about a tenth of that size. */
export const composeBounds = {
  services: 16,
  /** Total characters of all values after aliases and variables are expanded. */
  expandedCharacters: 262_144,
  networks: 8,
  mounts: 64,
  ports: 64,
} as const;
