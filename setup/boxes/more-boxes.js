/**
 * docker-compose.yml defines two boxes. On a machine with more, the set-up writes a file with the others: copies of the second one with
 * other numbers.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhenNew } from '../images/own-images.js';
import { boxNames, inState, root } from '../paths.js';

const file = () => inState('more-boxes.json');
const inCompose = ['box-1', 'box-2'];

/** Writes that file, or removes it. */
export async function writeMoreBoxes() {
  const more = boxNames.filter((name) => !inCompose.includes(name));
  if (more.length === 0) return rmSync(file(), { force: true });
  const { parse } = await import('yaml');
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  const text = JSON.stringify(services['box-2']);
  const own = more.map((name) => {
    const number = name.replace('box-', '');
    const service = JSON.parse(text.replaceAll('box-2', name));
    return [name, { ...service, environment: { ...service.environment, BOX_NUMBER: number } }];
  });
  writeWhenNew(file(), `${JSON.stringify({ services: Object.fromEntries(own) }, null, 1)}\n`);
}

/** The Compose files to use. @param {(path: string) => boolean} exists */
export const composeFiles = (exists) =>
  exists(file()) ? ['-f', join(root, 'docker-compose.yml'), '-f', file()] : [];
