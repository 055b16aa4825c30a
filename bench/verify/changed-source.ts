import type { BuildContextFile } from '../../workers/sandbox/build/context.ts';

/** Changes one source file, so that neither build comes entirely from the cache. */
let changes = 0;
export const changed = (context: readonly BuildContextFile[]): readonly BuildContextFile[] => {
  changes += 1;
  return context.map((file) =>
    file.path.endsWith('settings.py')
      ? { ...file, bytes: Buffer.concat([file.bytes, Buffer.from(`\n# ${changes}\n`)]) }
      : file,
  );
};
