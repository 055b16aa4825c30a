import { defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Stages of a build that are named and not there. */
export const stageFailures: readonly Failure[] = [
  defineFailure({
    id: 'no-such-stage',
    phase: 'parse',
    about: 'stage',
    when: [
      'invalid from flag value <word>',
      'invalid from flag value <word>: Get … dial tcp … no such host',
      'invalid from flag value <word>: Get … registry',
      "invalid from flag value '<word>'",
      'pull access denied for build,',
      'pull access denied for builder,',
      'docker.io/library/builder:latest: not found',
      'docker.io/library/build:latest: not found',
      'failed to resolve source metadata for docker.io/library/builder:latest',
      'failed to resolve source metadata for docker.io/library/build:latest',
      'failed to resolve source metadata for docker.io/library/base:latest',
      'failed to resolve source metadata for docker.io/library/deps:latest',
      'circular dependency detected on stage',
      'is not a build stage',
      'it needs to be defined before current stage',
      'stage needs to be defined before current command',
      'invalid stage index',
      'invalid name for build stage',
    ],
    cause: '`COPY --from` names a stage that no FROM … AS gives a name to, so Docker takes it for an image.',
    cure: 'Use exactly the name after AS, and build that stage above.',
    next: buildAgain,
    examples: [
      "invalid from flag value build: pull access denied for build, repository does not exist or may require 'docker login'",
      'ERROR: failed to solve: builder: failed to resolve source metadata for docker.io/library/builder:latest: docker.io/library/builder:latest: not found',
      'ERROR: failed to solve: circular dependency detected on stage: build',
    ],
  }),
  defineFailure({
    id: 'target-stage-missing',
    phase: 'parse',
    about: 'stage',
    when: [
      "target stage '<word>' could not be found",
      'target stage … could not be found',
      'failed to reach build target <word> in Dockerfile',
      'failed to reach build target',
    ],
    cause: 'The build was asked for a stage that the Dockerfile does not have.',
    cure: 'Give a FROM this name with AS, or correct `--target` (in a compose.yaml `target:`).',
    next: 'grep FROM Dockerfile',
    examples: [
      'ERROR: failed to solve: target stage "prod" could not be found',
      'failed to reach build target dev in Dockerfile',
      'target stage dev could not be found',
    ],
  }),
];
