import { defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** What uv needs around a project and does not find: workspace members, a newer uv, a network. */
export const uvProjectFailures: readonly Failure[] = [
  defineFailure({
    id: 'uv-workspace-incomplete',
    phase: inBuild,
    about: 'uv',
    aims: ['dependencies-copied-first'],
    when: [
      "Workspace member '<path>' is missing a 'pyproject.toml'",
      "Package '<name>' not found in workspace",
      'is not a workspace member',
      'Missing workspace member',
      'The workspace does not have a member',
      'was provided, but no workspace was found',
      'references a workspace in `tool.uv.sources`',
    ],
    cause: 'The project is a workspace of several, and one of its folders is not in the image when uv runs.',
    cure: 'COPY the pyproject.toml of every member above that step, or the whole project.',
    next: buildAgain,
    examples: [
      'error: Workspace member `/app/packages/core` is missing a `pyproject.toml` (matches: `packages/*`)',
      'error: Package `api` not found in workspace',
    ],
  }),
  defineFailure({
    id: 'uv-too-old',
    phase: inBuild,
    about: 'uv',
    aims: ['installer-available'],
    when: [
      'unsupported lockfile schema version',
      'uses an unsupported schema version',
      'This version of uv is too old',
      'unknown field `<field>`, expected one of … uv',
    ],
    cause: 'uv.lock was written by a newer uv than the one in the image.',
    cure: 'Install the same uv there: `COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/`, or `pip install uv` without the cache.',
    next: 'uv --version',
    examples: [
      'error: The lockfile at `uv.lock` uses an unsupported schema version (v2, but only v1 is supported). Downgrade to a compatible uv version',
      'unsupported lockfile schema version (v2, but only v1 is supported)',
    ],
  }),
  defineFailure({
    id: 'uv-offline',
    phase: inBuild,
    about: 'cache',
    when: [
      "isn't available locally, but making network requests to registries was banned",
      'Network connectivity is disabled, but',
      'network was disabled',
      'An offline Python installation was requested',
    ],
    cause: 'uv was told to work offline, and what it needs is not in its cache.',
    cure: 'Take `--offline` or `UV_OFFLINE` out of the step that installs.',
    next: buildAgain,
    examples: [
      "Because django isn't available locally, but making network requests to registries was banned, we can conclude",
      'Network connectivity is disabled, but the requested data wasn’t found in the cache for: `https://packages.example/simple/django/`',
    ],
  }),
  defineFailure({
    id: 'uv-environment-in-the-way',
    phase: inBuild,
    about: 'virtual-environment',
    when: [
      'uv will not clear a directory that is not a virtual environment',
      'A virtual environment already exists at',
      'A directory already exists at',
      'Failed to create virtual environment',
    ],
    cause: 'Where uv wants to make the environment `.venv`, something is already, or it may not write there.',
    cure: 'Put `.venv/` into .dockerignore, and mount nothing over it. In your own terminal, delete the folder.',
    next: 'rm -rf .venv && uv sync',
    examples: [
      'error: Failed to create virtual environment\n  Caused by: A virtual environment already exists at `.venv`. Use `--clear` to replace it',
      'error: Failed to create virtual environment\n  Caused by: failed to open file `/app/.venv/CACHEDIR.TAG`: No such file or directory (os error 2)',
    ],
  }),
];
