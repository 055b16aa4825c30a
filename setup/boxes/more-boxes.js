/**
 * docker-compose.yml describes two boxes. A machine with more of them gets the others from a file of the set-up, which are the second
 * one with another number.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhenNew } from '../images/own-images.js';
import { boxNames, inState, root } from '../paths.js';

const file = () => inState('more-boxes.json');
const inCompose = ['box-1', 'box-2'];

/** Writes that file, or takes it away. */
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

/** What Compose reads. @param {(path: string) => boolean} exists */
export const composeFiles = (exists) =>
  exists(file()) ? ['-f', join(root, 'docker-compose.yml'), '-f', file()] : [];
