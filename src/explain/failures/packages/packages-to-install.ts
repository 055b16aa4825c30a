import { atRun, defineFailure, type Failure, inBuild } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Optional packages: a program reports their absence in its own words, and only when it needs them. */
export const packagesToInstallFailures: readonly Failure[] = [
  defineFailure({
    id: 'package-to-install',
    general: true,
    phase: atRun,
    about: 'module',
    aims: ['dependencies-installed'],
    when: [
      // People who ask for help leave out the name of the exception.
      ...['Error', '<kind>Error'].flatMap((exception) => [
        `${exception}: To use … please install`,
        `${exception}: <package> is not installed`,
        `${exception}: <package> must be installed to use`,
        `${exception}: <package> must be installed in order to`,
        `${exception}: <said…> requires <package> to be installed`,
        `${exception}: Please install <package>`,
        `${exception}: you need to install`,
      ]),
      "requires '<package>' to be installed",
      'Cannot use … because <package> is not installed',
      'library is required to use this function',
      'ImproperlyConfigured: Error loading <package> module.',
      "Missing optional dependency '<package>'",
      'do not have the required package(s) installed',
    ],
    cause: 'The program needs a further package, which is not installed in this image. The message names it.',
    cure: 'Add it to the packages of the project (`uv add`, requirements.txt, `npm install`), and build again with the new lock file.',
    next: buildAgain,
    examples: [
      'RuntimeError: To use the fastapi command, please install "fastapi[standard]":',
      'RuntimeError: Form data requires "python-multipart" to be installed. ',
      'ImportError: email-validator is not installed, run `pip install email-validator`',
      'AssertionError: jinja2 must be installed to use Jinja2Templates',
      'shop.Item.image: (fields.E210) Cannot use ImageField because Pillow is not installed.',
      'django.core.exceptions.ImproperlyConfigured: Error loading MySQLdb module.\nDid you install mysqlclient?',
      "ImportError: Missing optional dependency 'openpyxl'. Use pip or conda to install openpyxl.",
      'Error: Please install mysql2 package manually\n    at ConnectionManager._loadDialectModule (/app/node_modules/sequelize/lib/manager.js:55:15)',
    ],
  }),
  defineFailure({
    id: 'git-missing',
    phase: inBuild,
    about: 'base-image',
    when: [
      'git: not found',
      "exec: 'git': executable file not found",
      "Cannot find command 'git'",
      'Git executable not found',
      "'git' was not found in PATH",
      "'git' not found in PATH",
      "unable to find 'git'",
      'syscall spawn git',
      'spawn git ENOENT',
      "No such file or directory: 'git'",
      'Bad git executable',
    ],
    among: {
      lines: ['syscall spawn git', 'spawn git ENOENT'],
      when: ['npm ERR! code ENOENT', 'npm error code ENOENT'],
    },
    cause:
      'Something is to be fetched with Git, and this image has no Git. Slim and Alpine images have none.',
    cure: 'Install it in a step above: `apt-get update && apt-get install -y git`, on Alpine `apk add --no-cache git`.',
    next: buildAgain,
    examples: [
      '/bin/sh: 1: git: not found',
      "ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?",
      'npm error code ENOENT\nnpm error syscall spawn git\nnpm error path git\nnpm error errno -2',
      'go: github.com/ada/shop@v1.9.0: git init --bare in /go/pkg/mod/cache/vcs/3ca4: exec: "git": executable file not found in $PATH',
    ],
  }),
  defineFailure({
    id: 'package-of-another-system',
    phase: inBuild,
    about: 'lock-file',
    when: [
      'pywin32',
      'pypiwin32',
      'pywinpty',
      'pkg-resources',
      'pkg_resources',
      'wmi',
      'appnope',
      'windows-curses',
    ].flatMap((name) => [
      `No matching distribution found for ${name}`,
      `Could not find a version that satisfies the requirement ${name}`,
      `Because ${name} was not found in the package registry`,
      `Because ${name}==<version> has no wheels with a matching`,
    ]),
    cause:
      'The list has a package that belongs to the machine on which it was written, such as Windows: `pip freeze` writes down all that is installed there.',
    cure: 'Delete that line. Better, list only what the project itself needs, as pyproject.toml does.',
    next: 'grep -niE "win|pkg" requirements.txt',
    examples: [
      'ERROR: No matching distribution found for pywin32==306',
      'ERROR: Could not find a version that satisfies the requirement pkg-resources==0.0.0 (from versions: none)\nERROR: No matching distribution found for pkg-resources==0.0.0',
    ],
  }),
];
