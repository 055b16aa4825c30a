import { defineFailure, type Failure } from '../failure.ts';

/** A compose.yaml that is valid YAML but inconsistent. */
export const composeOrderFailures: readonly Failure[] = [
  defineFailure({
    id: 'compose-dependency-cycle',
    phase: 'compose',
    about: 'depends-on',
    when: ['dependency cycle detected', 'Circular dependency between'],
    cause: 'Two services wait for each other, so neither can be the first.',
    cure: 'Take one of the `depends_on` out: the one whose service also starts without the other.',
    next: 'docker compose config',
    examples: [
      'dependency cycle detected: web -> api -> web: invalid compose project',
      'ERROR: Circular dependency between web and db',
    ],
  }),
  defineFailure({
    id: 'compose-file-invalid',
    general: true,
    phase: 'compose',
    rank: 'symptom',
    about: 'compose',
    when: [
      "The compose file '<file>' is invalid because",
      'The Compose file is invalid because',
      'invalid compose project',
    ],
    cause: 'Compose can read compose.yaml, but something in it does not fit together.',
    cure: 'This line or the next one names the service and the word. Compare it with an example, letter by letter.',
    next: 'docker compose config',
    examples: [
      "ERROR: The Compose file './docker-compose.yml' is invalid because:\nservices.web.flux is odd",
      'services.web: something odd: invalid compose project',
    ],
  }),
  defineFailure({
    id: 'compose-file-empty',
    phase: 'compose',
    about: 'compose',
    when: ['empty compose file', 'no service selected', 'top-level object must be a mapping'],
    cause:
      'compose.yaml has no service in it: it is empty, was not saved, or all of its services belong to profiles.',
    cure: 'Save the file. `services:` has to be at the very left, and each service below it.',
    next: 'docker compose config --services',
    examples: ['empty compose file', 'no service selected'],
  }),
];
