import { onInterpreters } from '../python/environment-variables.ts';
import type { Toolchain } from '../toolchain.ts';
import { poetry } from './poetry.ts';

/** Poetry, which keeps a project's packages in an environment of its own choice. */
export const poetryToolchain: Toolchain = {
  name: 'poetry',
  fetching: /^poetry$/,
  programs: onInterpreters({ poetry }),
  oftenMissing: ['poetry'],
  names: /^poetry/,
};
