import { defineFailure, type Failure } from './failure.ts';
import { runAgain } from './next.ts';

/** Containers that are there already, or not at all. */
export const containerFailures: readonly Failure[] = [
  defineFailure({
    id: 'name-in-use',
    phase: 'create',
    about: 'container',
    when: [
      "The container name '/<word>' is already in use",
      'Conflict. The container name',
      'container name … is already in use by container',
      'the container name … is already in use',
    ],
    cause: 'A container of this name is still there, running or stopped.',
    cure: 'Remove the old one, or give the new one another name. With `--rm` it removes itself.',
    next: 'docker rm -f <name>',
    examples: [
      'docker: Error response from daemon: Conflict. The container name "/explain-x" is already in use by container "6c3350ac82385f6a". You have to remove (or rename) that container to be able to reuse that name.',
      'Error: creating container storage: the container name "web" is already in use by 12ab. You have to remove that container',
    ],
  }),
  defineFailure({
    id: 'container-name-invalid',
    phase: 'create',
    about: 'container',
    when: ['Invalid container name (<word…>)', 'Invalid container name'],
    cause: 'A container’s name may have letters, digits, `_`, `.` and `-`, and no spaces.',
    cure: 'Choose a simpler name.',
    next: runAgain,
    examples: [
      'docker: Error response from daemon: Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    ],
  }),
  defineFailure({
    id: 'no-such-container',
    phase: 'terminal',
    about: 'container',
    when: [
      'No such container: <word>',
      'No such container',
      'no container with name or ID',
      'Could not find the file … in container',
      'Error: No such object: <word>',
    ],
    cause:
      'There is no container of this name. It may have been removed when it ended, or the name is its image’s.',
    cure: 'List all containers, and take the name in the last column or the id in the first.',
    next: 'docker ps -a',
    examples: [
      'Error response from daemon: No such container: boutique-backend',
      'Error: No such container: 1a2b3c',
      'Error: No such object: nope',
    ],
  }),
  defineFailure({
    id: 'container-not-running',
    phase: 'terminal',
    about: 'container',
    when: [
      'Container <id> is not running',
      "service '<word>' is not running",
      'is not running$',
      'cannot exec in a stopped state',
      'container <id> is restarting, wait until the container is running',
      'can only create exec sessions on running containers',
    ],
    cause: 'The container has ended, so nothing can be done in it.',
    cure: 'See why it ended.',
    next: 'docker ps -a && docker logs <container>',
    examples: [
      'Error response from daemon: Container 1a2b3c4d is not running',
      'Error response from daemon: Container 5e6f is restarting, wait until the container is running',
      'Error response from daemon: container 77aa88 is not running',
      'service "web" is not running',
    ],
  }),
  defineFailure({
    id: 'in-use-cannot-remove',
    phase: 'terminal',
    about: 'docker-rm',
    when: [
      'You cannot remove a running container',
      'cannot remove container … container is running',
      'container is running: stop the container before removing',
      'conflict: unable to remove repository reference',
      'conflict: unable to delete <id>',
      'image is being used by',
      'unable to remove … must force',
      'volume is in use',
      'remove <name>: volume is in use',
      'has active endpoints',
    ],
    cause: 'It is still used: a container that runs, or that was only stopped, holds on to it.',
    cure: 'Stop and remove the container first.',
    next: 'docker ps -a',
    examples: [
      'Error response from daemon: You cannot remove a running container 6c3350ac. Stop the container before attempting removal or force remove',
      'Error response from daemon: conflict: unable to remove repository reference "my-app" (must force) - container 1a2b is using its referenced image 3c4d',
      'Error response from daemon: remove shop-data: volume is in use - [1a2b]',
      'Error response from daemon: conflict: unable to delete 55bef6926 (must be forced) - image is being used by stopped container 12ab',
    ],
  }),
];
