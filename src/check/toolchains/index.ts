import type { ToolchainName } from '../../lesson/toolchains/toolchain-names.ts';
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
import type { Toolchain } from './toolchain.ts';

/** Every family of tools that the check knows: one line for each folder. */
const toolchains: readonly Toolchain[] = [
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

/** What every lesson has: the shell, and the distributions that images are made of. */
const everywhere: readonly Toolchain[] = [shellTools, debian, alpine];
const ofPython: readonly Toolchain[] = [pip, python, django, pythonServers];

/** What a lesson that declares its toolchains is simulated with. */
const declared: Readonly<Record<ToolchainName, readonly Toolchain[]>> = {
  'python-uv': [uv, ...ofPython],
  pip: ofPython,
  poetry: [poetryToolchain, ...ofPython],
  'node-npm': [nodeNpm],
  go: [goToolchain],
  static: [nginxToolchain],
};

/** What the simulation is given of all of them. */
const allTools: Tools = join(toolchains);
/** There are as many as lessons of a server declare; each is joined once. */
const joinedTools = new Map<string, Tools>();

/** What the simulation is given for a lesson: of the toolchains that it declares, else (null) of all. */
export function toolsFor(names: readonly ToolchainName[] | null): Tools {
  if (names === null) return allTools;
  const wanted = new Set([...everywhere, ...names.flatMap((name) => declared[name])]);
  const own = toolchains.filter((each) => wanted.has(each));
  const key = own.map(({ name }) => name).join();
  const tools = joinedTools.get(key) ?? join(own);
  joinedTools.set(key, tools);
  return tools;
}
