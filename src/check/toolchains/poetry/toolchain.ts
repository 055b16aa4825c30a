import { onInterpreters } from '../python/environment-variables.ts';
import type { Toolchain } from '../toolchain.ts';
import { poetry } from './poetry.ts';

/** Poetry, which installs a project's packages into an environment that it chooses. */
export const poetryToolchain: Toolchain = {
  name: 'poetry',
  fetching: /^poetry$/,
  programs: onInterpreters({ poetry }),
  oftenMissing: ['poetry'],
  names: /^poetry/,
};
