import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { root } from './paths.js';

/**
 * @typedef {object} BoxContainer what a box's container may do: docker-compose.yml is the one place that says it
 * @property {readonly string[]} cap_drop
 * @property {readonly string[]} cap_add
 * @property {readonly string[]} security_opt
 * @property {readonly string[]} devices
 * @property {readonly string[]} tmpfs
 */

/** What docker-compose.yml says of a box, with this environment's values. @returns {Promise<BoxContainer>} */
export async function boxContainer() {
  const { parse } = await import('yaml');
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8').replace(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name, fallback) => process.env[name] || fallback,
  );
  return parse(text, { merge: true })['x-box'];
}

/**
 * The same as arguments of `docker run`, for what has to be done in a box's place before there are boxes.
 * @param {Pick<BoxContainer, 'cap_drop' | 'cap_add'>} container
 */
export const capabilities = ({ cap_drop, cap_add }) => [
  ...cap_drop.flatMap((each) => ['--cap-drop', each]),
  ...cap_add.flatMap((each) => ['--cap-add', each]),
];

/** @param {BoxContainer} container */
export const privileges = (container) => [
  ...capabilities(container),
  ...container.security_opt
    .map((each) =>
      each.replace(
        /^seccomp=(.+[/.].+)$/,
        (_, path) => `seccomp=${isAbsolute(path) ? path : join(root, path)}`,
      ),
    )
    .flatMap((each) => ['--security-opt', each]),
  ...container.devices.flatMap((each) => ['--device', each]),
  ...['--read-only', ...container.tmpfs.flatMap((each) => ['--tmpfs', each])],
];
