import { concept } from './concept.ts';
import type { Term } from './term.ts';

/** Beginners' first questions, and the options that every example uses. */
export const firstQuestions: readonly Term[] = [
  concept(
    'docker',
    ['Docker'],
    'Docker packs a program with all that it needs into an image, and runs it as a container: the same on every machine.',
    'You write a Dockerfile, build an image from it, and start a container from that.',
    'docker build -t my-app .\ndocker run --rm my-app',
  ),
  concept(
    'virtual-machine',
    ['VM', 'virtual machine', 'vms', 'machine virtuelle', 'virtualization', 'hypervisor'],
    'A virtual machine is a whole computer in software, with an operating system of its own; a container is only a program, shut off from the others.',
    'A container starts in a moment and takes little room, because it shares the system’s kernel.',
  ),
  concept(
    'wsl',
    ['WSL', 'wsl2', 'wsl 2', 'windows subsystem for linux'],
    'WSL is Linux inside Windows: Docker Desktop runs its engine there.',
    'To type `docker` in it, switch on “WSL integration” in Docker Desktop’s settings, under Resources.',
    'wsl --update',
  ),
  concept(
    'docker-install',
    [
      ...['install docker', 'installing docker', 'docker installation', 'download docker', 'set up docker'],
      ...['installer docker', 'télécharger docker', 'install docker desktop', 'docker installieren'],
    ],
    'Docker Desktop for Mac, Windows and Linux comes from docker.com; it brings the engine, the `docker` command and Compose.',
    'Start it after installing, open a new terminal, and see whether both sides answer.',
    'docker version',
  ),
  concept(
    'image-size',
    [
      ...[
        'image size',
        'size of image',
        'image so big',
        'image so large',
        'image so huge',
        'image too big',
        'big image',
      ],
      ...['image is so big', 'image is too big', 'smaller image', 'make image smaller', 'reduce image size'],
      ...['image lighter', 'image si grosse', 'image si lourde', 'image est si grosse', 'image trop grosse'],
      ...[
        'image est trop grosse',
        'taille image',
        'réduire taille image',
        'image plus petite',
        'image aussi grosse',
      ],
    ],
    'An image is as big as all its layers together: the base image, what was installed, and what COPY brought.',
    'A slim base image saves most. Keep `.venv` and `.git` out with .dockerignore. What a later step deletes still counts.',
    'docker history my-app',
  ),
  concept(
    'interactive',
    ['-it', '-i', '-ti', '--interactive', '--tty', 'interactive', 'interactive mode', 'mode interactif'],
    '`-it` connects your keyboard and screen with the program in the container.',
    'A shell needs it; a server does not.',
    'docker run --rm -it my-app sh',
  ),
  concept(
    'auto-remove',
    ['--rm', '-rm', 'rm option', 'rm flag'],
    '`--rm` removes the container as soon as its program ends.',
    'Without it, each `docker run` leaves one behind: `docker ps -a` lists them.',
    'docker run --rm -p 8000:8000 my-app',
  ),
  concept(
    'set-e',
    ['set -e', 'set -eu', 'set -euo pipefail', 'set -o errexit'],
    '`set -e` ends a script at the first command that fails.',
    'Without it, the server starts although the migration before it went wrong.',
    '#!/bin/sh\nset -e',
  ),
  concept(
    'exec',
    ['exec', 'exec "$@"', '$@', 'exec command', 'exec in entrypoint', 'exec in entrypoint.sh'],
    '`exec` puts a program in the place of the script, so that it is the container’s first process.',
    'Then `docker stop` reaches the server itself, and it can end in order.',
    'exec python manage.py runserver 0.0.0.0:8000',
  ),
  concept(
    'root-user',
    ['root', 'root user', 'non-root', 'non root user', 'utilisateur root', 'rootless'],
    'root is the user who may do everything; in a container, programs are root unless USER says otherwise.',
    'A server needs no such rights: make a user for it, and write USER after the steps that install.',
    'RUN useradd --create-home app\nUSER app',
  ),
];
