import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { imagesOfServices } from '../../setup/answer-files.js';

let solution: string;
beforeEach(async () => {
  solution = await mkdtemp(join(tmpdir(), 'dockhand-answer-'));
  await writeFile(
    join(solution, 'compose.yaml'),
    'services:\n  db: { image: postgres:16 }\n  web: { build: . }\n',
  );
});
afterEach(() => rm(solution, { recursive: true }));

const composing = { studentFiles: [{ role: 'compose', name: 'compose.yaml' }] };

describe('the images that the set-up makes ready for services', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'of a manifest',
      { services: { db: { image: 'postgres:17' }, cache: { image: 'redis:8' } } },
      ['postgres:17', 'redis:8'],
    ],
    ['of an answer’s Compose file', composing, ['postgres:16']],
    ['of a manifest whose services are none', { services: ['db'] }, []],
    ['of a manifest with a service that says nothing', { services: { db: null } }, []],
    ['of a lesson without either', {}, []],
  ])('lists the images %s', (_, manifest, images) => {
    expect(imagesOfServices(manifest, solution, parse)).toEqual(images);
  });
});
