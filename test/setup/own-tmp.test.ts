import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { withOwnTmp } from '../../setup/for-tests/own-tmp.js';

test.each(['are over', 'break down'])(
  'What tests leave among the temporary files is gone when they %s',
  async (how) => {
    let folder = '';
    const run = withOwnTmp(async ({ TMPDIR }) => {
      folder = TMPDIR;
      mkdirSync(join(TMPDIR, 'dockhand-redis-x/appendonlydir'), { recursive: true });
      writeFileSync(join(TMPDIR, 'dockhand-redis-x/appendonlydir/a.aof'), 'x');
      // Other users can write there, too, as in the system's own.
      expect(statSync(TMPDIR).mode & 0o7777).toBe(0o1777);
      if (how === 'break down') throw new Error('broken');
      return 7;
    });
    if (how === 'break down') await expect(run).rejects.toThrow('broken');
    else expect(await run).toBe(7);
    expect(folder).not.toBe('');
    expect(existsSync(folder)).toBe(false);
  },
);
