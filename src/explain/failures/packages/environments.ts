import { defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Virtual environments, and projects that cannot be installed. */
export const environmentFailures: readonly Failure[] = [
  defineFailure({
    id: 'venv-foreign',
    phase: inBuild,
    about: 'virtual-environment',
    aims: ['dependencies-installed'],
    when: [
      'Ignoring existing virtual environment linked to non-existent Python interpreter',
      'cannot be used because it is not a valid Python environment',
      'Querying Python at … failed',
      'Failed to query Python interpreter',
      'Broken virtual environment',
      'Failed to inspect Python interpreter',
      "exec: '<path>/.venv/bin/<program>': stat",
      '.venv/bin/<program>: cannot execute',
      '.venv/bin/<program>: bad interpreter',
      'exec <path>/.venv/bin/<program>: no such file or directory',
      'Project virtual environment directory … cannot be used',
    ],
    cause:
      'The virtual environment `.venv` is that of your machine, or of a stage with another Python: what it was made with is not there.',
    cure: 'Put `.venv/` into .dockerignore, so that COPY does not bring it. The one that `uv sync` makes in the image stays.',
    next: 'echo ".venv/" >> .dockerignore',
    examples: [
      'warning: Ignoring existing virtual environment linked to non-existent Python interpreter: .venv/bin/python3 -> python',
      'error: Project virtual environment directory `/app/.venv` cannot be used because it is not a valid Python environment (no Python executable was found)',
      'web-1  | exec /app/.venv/bin/uvicorn: no such file or directory',
      'error: Querying Python at `/app/.venv/bin/python3` failed with exit status exit status: 126',
    ],
  }),
  defineFailure({
    id: 'python-not-readable',
    underlying: true,
    phase: inBuild,
    about: 'user',
    aims: ['dependencies-installed'],
    when: [
      'bad interpreter: Permission denied',
      "failed to canonicalize path '<path>' … Permission denied",
      "exec: '<path>/.venv/bin/<program>': permission denied",
      'exec <path>/.venv/bin/<program>: permission denied',
      "unable to execute '<path>/python<version>': Permission denied",
    ],
    cause:
      'The environment’s Python lies where this user may not go, mostly in root’s home (`/root/.local`): uv fetched it before USER.',
    cure: 'Take a base image that brings this Python, or write `ENV UV_PYTHON_INSTALL_DIR=/opt/python` above `uv sync`.',
    next: buildAgain,
    examples: [
      'bash: /app/.venv/bin/uvicorn: /app/.venv/bin/python: bad interpreter: Permission denied',
      'error: Failed to query Python interpreter\n  Caused by: failed to canonicalize path `/app/.venv/bin/python3`: Permission denied (os error 13)',
      'exec /app/.venv/bin/gunicorn: permission denied',
    ],
  }),
  defineFailure({
    id: 'uv-no-venv',
    phase: inBuild,
    about: 'virtual-environment',
    aims: ['dependencies-installed'],
    when: [
      'No virtual environment found',
      'No virtual environment or system Python installation found',
      'environment is outdated; run',
    ],
    cause: '`uv pip` looks for a virtual environment, and there is none.',
    cure: 'Use `uv sync`, which makes one, or write `uv pip install --system`.',
    next: buildAgain,
    examples: [
      'error: No virtual environment found; run `uv venv` to create an environment, or pass `--system` to install into a non-virtual environment',
      '#9 0.361 error: The environment is outdated; run `uv sync` to update the environment',
    ],
  }),
  defineFailure({
    id: 'project-not-buildable',
    phase: inBuild,
    about: 'uv',
    aims: ['dependencies-copied-first'],
    when: [
      'Unable to determine which files to ship inside the wheel',
      'Multiple top-level packages discovered in a flat-layout',
      'Expected a Python module at',
      'Failed to prepare distributions',
      'Distribution not found at',
      'Cannot initialize a project in',
      'package directory … does not exist',
    ],
    cause:
      'uv wants to install your project itself as a package, and its files are not there yet, or it is none.',
    cure: 'Install only what it depends on: `uv sync --frozen --no-install-project`.',
    next: buildAgain,
    examples: [
      'ValueError: Unable to determine which files to ship inside the wheel using the following heuristics',
      "error: Multiple top-level packages discovered in a flat-layout: ['core', 'shop'].",
      '#9 0.822 error: Cannot initialize a project in `/app` because `pyproject.toml` already exists',
    ],
  }),
  defineFailure({
    id: 'toml-invalid',
    phase: inBuild,
    about: 'uv',
    when: [
      'TOML parse error at line <line>',
      "Failed to parse: 'pyproject.toml'",
      "Failed to parse 'pyproject.toml'",
      'TOMLDecodeError: <said…>',
      'tomllib.TOMLDecodeError',
      'invalid pyproject.toml',
      'Invalid pyproject.toml',
    ],
    cause: 'pyproject.toml cannot be read: a quote, a bracket or a comma is wrong.',
    cure: 'Go to the line that it names. A merge mark like `<<<<<<<` does the same.',
    next: 'cat -n pyproject.toml',
    examples: [
      'error: Failed to parse: `pyproject.toml`\n  Caused by: TOML parse error at line 7, column 3',
      'tomllib.TOMLDecodeError: Unclosed array (at line 12, column 1)',
    ],
  }),
];
