/**
 * Docker's official images that Dockhand's own are built on or run beside, each pinned by the digest of its multi-platform index, so that
 * everybody builds on the same bytes. `npm run pin` asks the registry for newer digests.
 */
export const officialImages = {
  debian: 'debian:trixie-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f',
  /** The Debian release whose engine the boxes run. */
  debianOfBoxes: 'debian:forky-slim@sha256:91b0aaebf7a1ccacfe7a9cbff6ab2d6be7d9b3b6cf1dfcf44b25f9095c0e0464',
  redis: 'redis:7-alpine@sha256:6ab0b6e7381779332f97b8ca76193e45b0756f38d4c0dcda72dbb3c32061ab99',
};
