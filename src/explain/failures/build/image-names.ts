import { defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Invalid image names, and names of images that do not exist. */
export const imageNameFailures: readonly Failure[] = [
  defineFailure({
    id: 'image-name-upper-case',
    phase: 'create',
    about: 'tag',
    when: [
      'repository name (<word>) must be lowercase',
      'repository name must be lowercase',
      "invalid tag '<word>': repository name must be lowercase",
      'must be lowercase',
    ],
    cause: 'The name of an image has no capital letters.',
    cure: 'Write it in lower case, in `docker build -t` as in `docker run`.',
    next: buildAgain,
    examples: [
      'docker: invalid reference format: repository name (library/Boutique-Backend) must be lowercase',
      'ERROR: failed to build: invalid tag "Foo": repository name must be lowercase',
      'invalid argument "My-App" for "-t, --tag" flag: invalid reference format: repository name must be lowercase',
    ],
  }),
  defineFailure({
    id: 'image-name-short',
    phase: 'pull',
    about: 'registry',
    when: [
      "short-name '<word>' did not resolve to an alias",
      'did not resolve to an alias and no unqualified-search registries',
      'no containers-registries.conf(5) was found',
      'short-name resolution enforced',
    ],
    cause: 'Podman does not know in which registry to look for a name as short as that.',
    cure: 'Write it in full: `docker.io/library/python:3.12-slim` in place of `python:3.12-slim`.',
    next: 'podman pull docker.io/library/<image>',
    examples: [
      'Error: short-name "python:3.11-slim" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      'Error: creating build container: short-name resolution enforced but cannot prompt without a TTY',
    ],
  }),
  defineFailure({
    id: 'image-name-invalid',
    general: true,
    phase: 'create',
    about: 'tag',
    when: [
      'invalid reference format',
      'invalid repository name',
      "invalid tag '<word>'",
      'is not a valid repository/tag',
      'could not parse reference',
      'failed to parse stage name … invalid reference format',
      "invalid argument '<word>' for '-t, --tag' flag",
    ],
    cause:
      'An image cannot have this name. Often a space, a colon too many, or an option in the wrong place is the reason.',
    cure: 'Options come before the image’s name. The name itself is lower-case letters, digits, `-` and one `:tag`; a folder with spaces goes in double quotes.',
    next: 'docker run --rm -p {{port}}:{{port}} {{image}}',
    examples: [
      'docker: invalid reference format',
      "docker: invalid reference format.\nSee 'docker run --help'.",
      'invalid argument "my app" for "-t, --tag" flag: invalid reference format',
      'ERROR: failed to solve: failed to parse stage name "python:": invalid reference format',
    ],
  }),
  defineFailure({
    id: 'no-such-image',
    phase: 'terminal',
    about: 'image',
    when: [
      'No such image: <word>',
      'An image does not exist locally with the tag',
      'reference does not exist',
      'Error: No such image',
      'image not known',
    ],
    cause: 'There is no image of this name on your machine.',
    cure: 'Look at the list: the name there is what you built with `-t`.',
    next: 'docker images',
    examples: [
      'Error response from daemon: No such image: nope:latest',
      'Error: No such image: boutique',
      'An image does not exist locally with the tag: ada/shop',
    ],
  }),
  defineFailure({
    id: 'image-not-local',
    phase: 'pull',
    rank: 'consequence',
    about: 'image',
    when: ["Unable to find image '<word>' locally", 'Unable to find image'],
    cause:
      'The image is not on your machine, so Docker asks the registry for it. One of your own has to be built first.',
    cure: 'Compare the name with the list of images, then build it under exactly this name.',
    next: 'docker images',
    examples: ["Unable to find image 'my-app:latest' locally"],
  }),
];
