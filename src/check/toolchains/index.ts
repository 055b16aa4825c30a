import type { Tools } from '../simulation/tools.ts';
import { alpine } from './alpine/alpine.ts';
import { debian } from './debian/debian.ts';
import { django } from './django/toolchain.ts';
import { goToolchain } from './go/toolchain.ts';
import { join } from './join.ts';
import { nginxToolchain } from './nginx/toolchain.ts';
import { nodeNpm } from './node-npm/toolchain.ts';
import { pip } from './pip/toolchain.ts';
import { poetryToolchain } from './poetry/toolchain.ts';
import { python } from './python/toolchain.ts';
import { pythonServers } from './python-servers/servers.ts';
import { uv } from './python-uv/toolchain.ts';
import { shellTools } from './shell-tools/toolchain.ts';

/** Every family of tools that the check knows: one line for each folder. */
const toolchains = [
  shellTools,
  debian,
  alpine,
  uv,
  pip,
  poetryToolchain,
  python,
  django,
  pythonServers,
  goToolchain,
  nginxToolchain,
  nodeNpm,
];

/** What the simulation is given of them. */
export const tools: Tools = join(toolchains);
