import { defineTerm, type Term } from './term.ts';

const instruction = (name: string, what: string, more: string, example: string, ...others: string[]): Term =>
  defineTerm({
    // The shell is also a concept, with its own entry.
    id: name === 'SHELL' ? 'shell-instruction' : name.toLowerCase(),
    kind: 'instruction',
    names: [name, ...others],
    ...{ what, more, example },
  });

/** The instructions of a Dockerfile. */
export const instructions: readonly Term[] = [
  instruction(
    'FROM',
    'FROM names the image that yours is built on.',
    'It is the first instruction. A second FROM begins a new stage, which starts empty.',
    'FROM python:3.11-slim',
    'base image instruction',
  ),
  instruction(
    'RUN',
    'RUN runs a command while the image is built and keeps the files that it changed as a layer.',
    'It does not run when the container starts: that is what ENTRYPOINT and CMD are for. A program that it starts does not go on running.',
    'RUN pip install uv',
  ),
  instruction(
    'COPY',
    'COPY puts files from your folder, the build context, into the image.',
    'The last word is where they go; the others are looked for in the build context. What .dockerignore names is not there.',
    'COPY pyproject.toml uv.lock ./',
  ),
  instruction(
    'ADD',
    'ADD is COPY that also unpacks archives and downloads addresses.',
    'Use COPY unless you need exactly that.',
    'ADD https://example.com/data.tar.gz /data/',
  ),
  instruction(
    'WORKDIR',
    'WORKDIR sets the folder in which the following instructions and the container’s program work.',
    'It makes the folder if it is not there. `cd` in a RUN lasts only until the end of that RUN.',
    'WORKDIR /app',
    'working directory',
    'work dir',
  ),
  instruction(
    'ENV',
    'ENV sets a variable for the steps after it and for the running container.',
    'It stays readable in the image, so no passwords. `docker run -e NAME=value` sets one for a single container.',
    'ENV PYTHONUNBUFFERED=1',
    'environment variable',
    'environment variables',
    'env var',
  ),
  instruction(
    'ARG',
    'ARG is a variable that exists only while the image is built.',
    'Its value can come from outside: `docker build --build-arg VERSION=3.11 .`',
    'ARG VERSION=3.11',
    'build argument',
    'build arg',
    'build-arg',
  ),
  instruction(
    'EXPOSE',
    'EXPOSE writes down which port the program listens on; it opens nothing.',
    'To reach the port from your machine, publish it: `docker run -p 8000:8000 …`',
    'EXPOSE 8000',
  ),
  instruction(
    'ENTRYPOINT',
    'ENTRYPOINT is the program that a container of this image starts with.',
    'Write it as a list in double quotes. What is in CMD, or after the image’s name in `docker run`, is handed to it.',
    'ENTRYPOINT ["/entrypoint.sh"]',
    'entry point',
    'entrypoint.sh',
    'entrypoint script',
  ),
  instruction(
    'CMD',
    'CMD is the command that a container starts with when nothing else is said.',
    'With an ENTRYPOINT it gives that program’s arguments. Only the last CMD of a Dockerfile counts.',
    'CMD ["python", "app.py"]',
    'command instruction',
  ),
  instruction(
    'USER',
    'USER says as whom the following steps and the container’s program run.',
    'Without it that is root. Files that COPY brings belong to root all the same: `COPY --chown=app`.',
    'USER app',
  ),
  instruction(
    'LABEL',
    'LABEL writes a note about the image, like its author.',
    '`docker inspect` shows it. Nothing else changes.',
    'LABEL org.opencontainers.image.authors="ada@example.com"',
  ),
  instruction(
    'HEALTHCHECK',
    'HEALTHCHECK is a command by which Docker asks again and again whether the program still works.',
    '`docker ps` shows healthy or unhealthy, and Compose can wait for it: `condition: service_healthy`.',
    'HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1',
    'health check',
    'healthy',
    'unhealthy',
  ),
  instruction(
    'SHELL',
    'SHELL changes the program that the plain form of RUN, CMD and ENTRYPOINT is handed to.',
    'The usual one is `/bin/sh -c`.',
    'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  ),
  instruction(
    'STOPSIGNAL',
    'STOPSIGNAL is the signal by which `docker stop` asks the program to end.',
    'The usual one is SIGTERM; after ten seconds SIGKILL follows.',
    'STOPSIGNAL SIGINT',
    'sigterm',
    'sigkill',
  ),
  instruction(
    'ONBUILD',
    'ONBUILD keeps an instruction for later: it runs when another image is built on this one.',
    'It is rarely needed.',
    'ONBUILD COPY . /app',
  ),
  instruction(
    'MAINTAINER',
    'MAINTAINER is the old way to name the author of an image.',
    'Use LABEL instead.',
    'LABEL org.opencontainers.image.authors="ada@example.com"',
  ),
];
