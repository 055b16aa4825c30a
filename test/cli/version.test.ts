import { expect, test } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { dockhand } from './dockhand.ts';

test('dockhand --version prints the version of its package', () => {
  expect(dockhand(['--version'])).toMatchObject({ code: 0, out: `${manifest.version}\n` });
});
