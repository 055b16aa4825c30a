import { defineTerm, type Term } from './term.ts';

const image = (id: string, names: readonly string[], what: string, more: string): Term =>
  defineTerm({ id, kind: 'image', names, what, more, example: `FROM ${names[0]}` });

/** Base images that beginners encounter. */
export const images: readonly Term[] = [
  image(
    'python-slim',
    ['python:3.11-slim', 'python slim', 'slim', 'python:slim', 'slim image'],
    'python:3.11-slim is Debian with Python and pip, and hardly anything else.',
    'The usual choice: about 150 MB. It has no compiler, no git and no curl.',
  ),
  image(
    'python-full',
    ['python:3.11', 'python image', 'python:latest', 'python'],
    'python:3.11 is Debian with Python, compilers, git and many libraries.',
    'About 1000 MB: more than six times the size of slim. It is for building what needs a compiler.',
  ),
  image(
    'python-alpine',
    ['python:3.11-alpine', 'alpine', 'python alpine', 'alpine image', 'musl'],
    'python:3.11-alpine is Python on Alpine, a very small Linux.',
    'It is the smallest, about 50 MB, but it has another C library: some Python packages have to be compiled there. Packages come with `apk`.',
  ),
];
