import { defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** References to build stages that do not exist. */
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
  defineFailure({
    id: 'file-not-in-stage',
    phase: 'context',
    about: 'stage',
    when: [],
    among: {
      lines: ['>>> COPY --from=<stage>', 'ERROR [… COPY --from=<stage>', '> [… COPY --from=<stage>'],
      when: [
        "failed to compute cache key: failed to calculate checksum of ref … '/<path…>': not found",
        "failed to calculate checksum of ref … '/<path…>': not found",
        "failed to compute cache key: … '/<path…>': not found",
        "failed to compute cache key: … '/<path…>' not found",
      ],
    },
    cause:
      '`COPY --from` takes a file from an earlier stage or another image, and there is no `/{{path}}` in it.',
    cure: 'See where that stage puts what it builds: a relative path begins in its WORKDIR, and some tools write to `build`, some to `dist`.',
    next: 'docker build --target STAGE -t look . && docker run --rm look ls -la',
    examples: [
      'Dockerfile:12\n--------------------\n  12 | >>> COPY --from=build /app/dist /usr/share/nginx/html\n--------------------\nERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref nwk::q1: "/app/dist": not found',
      ' => ERROR [stage-1 2/2] COPY --from=builder /src/server /server      0.0s\n------\nfailed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/src/server": not found',
    ],
  }),
];
