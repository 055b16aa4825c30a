import { defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Failures to change the mode or owner of a file. */
export const fileModeFailures: readonly Failure[] = [
  defineFailure({
    id: 'chmod-file-missing',
    phase: 'build',
    about: 'executable',
    aims: ['entrypoint-script'],
    when: [
      "chmod: cannot access '<file>': No such file or directory",
      "chmod: can't access '<file>'",
      'chmod: cannot access <file…>: No such file',
      'chmod: <file>: No such file or directory',
    ],
    cause: 'chmod is to make `{{file}}` executable, and the image has no such file there.',
    cure: 'Put the COPY of the script above the chmod, and use the same path in both.',
    next: buildAgain,
    examples: [
      '#11 0.281 chmod: cannot access \'/entrypoint.sh\': No such file or directory\n#11 ERROR: process "/bin/sh -c chmod +x /entrypoint.sh" did not complete successfully: exit code: 1',
      "[91mchmod: cannot access '/entrypoint.sh': No such file or directory\n[0mThe command '/bin/sh -c chmod +x /entrypoint.sh' returned a non-zero code: 1",
      'chmod: /entrypoint.sh: No such file or directory',
    ],
  }),
  defineFailure({
    id: 'chmod-not-permitted',
    phase: 'build',
    about: 'user',
    aims: ['entrypoint-script'],
    when: [
      "chmod: changing permissions of '<file>': Operation not permitted",
      'chmod: … Operation not permitted',
      'chown: … Operation not permitted',
      "chown: changing ownership of '<file>': Operation not permitted",
    ],
    cause: 'After USER, a step may not change files that belong to root, and COPY’s files do.',
    cure: 'Put chmod above USER, or write `COPY --chmod=755 …`.',
    next: buildAgain,
    examples: [
      "chmod: changing permissions of '/entrypoint.sh': Operation not permitted",
      "chown: changing ownership of '/data': Operation not permitted",
    ],
  }),
];
