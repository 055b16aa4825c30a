/** Doubts of toolchains that a report asks for by their name. */

/** An installation from the lock file alone: whether it works is a matter of the version. */
export const lockAlone = 'uv sync --frozen without pyproject.toml';
