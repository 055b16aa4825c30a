import type { ProductFile } from './product.ts';

/** A name of a type that two files or more declare. */
export type Twice = { readonly name: string; readonly files: readonly string[] };

/** Of a type at the top of a file, exported or not. The formatter puts them at the start of a line, and nothing else. */
const declaration =
  /^(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:class|enum|interface|type) ([A-Za-z_$][\w$]*)/gm;

/** A reader who meets a type's name finds one declaration of it: the names that several files declare. */
export function typeNamesDeclaredTwice(files: readonly ProductFile[]): readonly Twice[] {
  const where = new Map<string, Set<string>>();
  for (const { path, text } of files)
    for (const [, name = ''] of text.matchAll(declaration))
      where.set(name, (where.get(name) ?? new Set()).add(path));
  return [...where]
    .filter(([, paths]) => paths.size > 1)
    .map(([name, paths]) => ({ name, files: [...paths] }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
