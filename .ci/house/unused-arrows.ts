import { posix } from 'node:path';
import { type Room, roomOf, rooms } from '../rooms.cjs';
import type { ProductFile } from './product.ts';

interface Import {
  /** A path from the top of the repository, or a package. */
  readonly target: string;
  readonly isType: boolean;
}

/** What `.ci/rooms.cjs` allows and no file uses: a list that allows more than there is stops nobody. */
export function unusedArrows(
  files: readonly ProductFile[],
  table: Readonly<Record<string, Room>> = rooms,
): readonly string[] {
  const used = Map.groupBy(files.flatMap(usesOf), ({ room }) => room);
  return Object.entries(table).flatMap(([name, { imports = [], types = [], packages = [] }]) => {
    const uses = used.get(name) ?? [];
    const asValue = new Set(uses.filter(({ isType }) => !isType).map(({ other }) => other));
    const asType = new Set(uses.filter(({ isType }) => isType).map(({ other }) => other));
    const all = new Set([...asValue, ...asType]);
    return [
      ...imports
        .filter((other) => !asValue.has(other))
        .map(
          (other) => `${name}: imports ${other}${asType.has(other) ? ', of which it has types alone' : ''}`,
        ),
      ...types.filter((other) => !asType.has(other)).map((other) => `${name}: types of ${other}`),
      ...packages.filter((other) => !all.has(other)).map((other) => `${name}: package ${other}`),
    ];
  });
}

function usesOf(file: ProductFile) {
  const room = roomOf(file.path);
  if (room === undefined) return [];
  return importsOf(file).flatMap(({ target, isType }) => {
    const other = roomOf(target) ?? packageOf(target);
    return other === room ? [] : [{ room, other, isType }];
  });
}

const statement = /^(?:import|export)\b\s*(type\b)?([^'"]{0,4000}?)\bfrom\s*'([^']+)'|^import '([^']+)'/gm;
const call = /(\bawait |\breturn |=> |\()?\bimport\(\s*'([^']+)'/g;

/** Statements, calls, and types in comments of JavaScript. */
function importsOf({ path, text }: ProductFile): readonly Import[] {
  const resolved = (written: string): string =>
    written.startsWith('.') ? posix.join(posix.dirname(path), written) : written;
  const stated = [...text.matchAll(statement)].map(([, type, names = '', from, bare = '']) => ({
    target: resolved(from ?? bare),
    isType: type !== undefined || namesTypesAlone(names),
  }));
  const called = [...text.matchAll(call)].map(([, before, target = '']) => ({
    target: resolved(target),
    isType: before === undefined,
  }));
  return [...stated, ...called];
}

/** `{ type A, type B }` */
function namesTypesAlone(names: string): boolean {
  const each = names
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim());
  const named = each.filter((name) => name !== '');
  return named.length > 0 && named.every((name) => name.startsWith('type '));
}

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
