import { atRun, defineFailure, type Failure } from './failure.ts';
import { buildAgain } from './next.ts';

/** Packages that a program only misses when it needs them: it says so in a sentence of its own. */
export const packagesToInstallFailures: readonly Failure[] = [
  defineFailure({
    id: 'package-to-install',
    general: true,
    phase: atRun,
    about: 'module',
    aims: ['dependencies-installed'],
    when: [
      // Whoever asks for help says the same without the name of an exception.
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
];
