import { defineFailure, type Failure } from '../failure.ts';

/** Missing inputs of a build: arguments and secrets. */
export const buildInputFailures: readonly Failure[] = [
  defineFailure({
    id: 'base-image-blank',
    phase: 'parse',
    about: 'arg',
    when: ['base name <name> should not be blank'],
    cause:
      'FROM has a variable for the image, and it is empty: no ARG stands above FROM, or it has no value.',
    cure: 'Write `ARG` with a value above the first FROM, like `ARG PYTHON=3.12`, or give it with `--build-arg`.',
    next: 'grep -nE "^(ARG|FROM)" Dockerfile',
    examples: [
      'ERROR: failed to solve: base name (${PYTHON}) should not be blank',
      'Error response from daemon: dockerfile parse error on line 1: base name ($IMAGE) should not be blank',
    ],
  }),
  defineFailure({
    id: 'secret-not-given',
    phase: 'build',
    about: 'secret',
    when: [
      'failed to solve: secret <name>: not found',
      'ERROR: secret <name>: not found',
      'secret <name>: not found',
    ],
    cause: 'A RUN step wants a secret, and the build was not given one under that name.',
    cure: 'Hand it over when you build: `--secret id=NAME,src=FILE`, or in compose.yaml under `build` and `secrets`.',
    next: 'docker build --secret id=NAME,src=FILE -t {{image}} .',
    examples: ['ERROR: failed to solve: secret npmrc: not found', '#9 ERROR: secret api_token: not found'],
  }),
];
