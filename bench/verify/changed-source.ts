import type { BuildContextFile } from '../../workers/sandbox/build/context.ts';

/** One source file changed, so that neither of the two builds from the cache alone. */
let changes = 0;
export const changed = (context: readonly BuildContextFile[]): readonly BuildContextFile[] => {
  changes += 1;
  return context.map((file) =>
    file.path.endsWith('settings.py')
      ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(`\n# ${changes}\n`)]) }
      : file,
  );
};
