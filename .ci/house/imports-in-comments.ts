import { posix } from 'node:path';
import { roomOf, rooms } from '../rooms.cjs';
import type { ProductFile } from './product.ts';

/** JavaScript says in comments which types it knows, where the tool that draws the arrows does not look. */
export const importsInComments = (files: readonly ProductFile[]): readonly string[] =>
  files
    .filter(({ path }) => path.endsWith('.js'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/import\('(\.{1,2}\/[^']+)'\)\s*\./g)]
        .map(([, target = '']) => posix.join(posix.dirname(path), target))
        .filter((target) => !mayKnow(roomOf(path), roomOf(target)))
        .map((target) => `${path}: ${target}`),
    );

function mayKnow(from: string | undefined, to: string | undefined): boolean {
  if (from === undefined || to === undefined) return false;
  const room = rooms[from];
  return from === to || room?.imports?.includes(to) === true || room?.types?.includes(to) === true;
}
