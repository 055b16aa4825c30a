/** Doubts of toolchains that a report asks for by their name. */

/** A lock file is there and no project: older releases refuse, the newest installs from it. */
export const lockAlone = 'uv sync --frozen without pyproject.toml';
