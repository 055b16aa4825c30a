/** What a Compose file may have besides what its YAML may. A file of a class has a tenth of it. */
export const composeBounds = {
  services: 16,
  /** Characters of all values together, once aliases and variables are put in. */
  expandedCharacters: 262_144,
  networks: 8,
  mounts: 64,
  ports: 64,
} as const;
