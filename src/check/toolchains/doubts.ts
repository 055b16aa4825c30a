/** Doubts of toolchains that reports refer to by name. */

/** There is a lock file but no project: older releases refuse this, the newest installs from the lock file. */
export const lockAlone = 'uv sync --frozen without pyproject.toml';
