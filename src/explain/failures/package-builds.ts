import { defineFailure, type Failure } from './failure.ts';
import { buildAgain, buildPlain } from './next.ts';

/** Packages that have to be built in the image. */
export const packageBuildFailures: readonly Failure[] = [
  defineFailure({
    id: 'compiler-missing',
    phase: 'build',
    about: 'base-image',
    when: [
      "command 'gcc' failed",
      "command 'cc' failed",
      "error: command '<word>gcc' failed",
      'unable to execute gcc',
      'gcc: not found',
      'cc: not found',
      "linker 'cc' not found",
      'pg_config executable not found',
      'mysql_config: not found',
      'mysqlclient … pkg-config',
      'Can not find valid pkg-config name',
      'fatal error: <file>: No such file or directory',
      'Microsoft Visual C++ 14.0 or greater is required',
      'Rust toolchain … not',
      'Cargo, the Rust package manager, is not installed',
      'you need a C compiler',
      'no acceptable C compiler found',
      'Python.h: No such file',
      'pkg-config: not found',
      "No such file or directory: 'gcc'",
      "No such file or directory: 'cc'",
      "error: command '<word>' failed: No such file or directory",
    ],
    cause:
      'A package has to be compiled, and the image has no compiler or not the files that it needs. Slim images have none.',
    cure: 'Take a ready-made form of the package, like `psycopg[binary]`, or install `build-essential` and its libraries with apt-get first.',
    next: buildAgain,
    examples: [
      "error: command 'gcc' failed: No such file or directory",
      'Error: pg_config executable not found.\n\npg_config is required to build psycopg2 from source.',
      '#9 12.1 ERROR: Could not build wheels for uWSGI\nException: you need a C compiler to build uWSGI',
      'psycopg/psycopg.h:34:10: fatal error: libpq-fe.h: No such file or directory',
      'error: Microsoft Visual C++ 14.0 or greater is required. Get it with "Microsoft C++ Build Tools"',
    ],
  }),
  defineFailure({
    id: 'package-build-failed',
    phase: 'build',
    rank: 'symptom',
    about: 'base-image',
    when: [
      'Failed building wheel for <word>',
      'Failed to build installable wheels',
      'Could not build wheels for',
      'error: subprocess-exited-with-error',
      "Failed to build '<word…>'",
      'The build backend returned an error',
      'metadata-generation-failed',
    ],
    cause:
      'A package has no ready-made form for this image, and building it failed. The lines between “stderr” and “end of output” say why.',
    cure: 'Take a ready-made form of the package, like `psycopg[binary]`, or install `build-essential` and its libraries with apt-get first.',
    next: buildPlain,
    examples: [
      'ERROR: Could not build wheels for mysqlclient, which is required to install pyproject.toml-based projects',
      '  × Failed to build `psycopg2==2.9.9`\n  ├─▶ The build backend returned an error',
      'ERROR: Failed to build installable wheels for some pyproject.toml based projects (lxml)',
    ],
  }),
  defineFailure({
    id: 'readme-missing',
    phase: 'build',
    about: 'copy',
    aims: ['dependencies-copied-first'],
    when: [
      'Readme file does not exist: <file>',
      'failed to open file … README.md',
      'README.md … does not exist',
      "No such file or directory: 'README.md'",
    ],
    cause: 'pyproject.toml names a README, and that file is not in the image when the project is installed.',
    cure: 'COPY it, too, or install only the dependencies first: `uv sync --frozen --no-install-project`.',
    next: buildAgain,
    examples: [
      'OSError: Readme file does not exist: README.md',
      'error: failed to open file `/app/README.md`: No such file or directory (os error 2)',
    ],
  }),
];
