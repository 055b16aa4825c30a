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

/** All toolchains, one for each folder. */
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

/** Toolchains that every lesson uses: the shell, and the distributions of base images. */
const everywhere: readonly Toolchain[] = [shellTools, debian, alpine];
const ofPython: readonly Toolchain[] = [pip, python, django, pythonServers];

/** The toolchains for each name that a lesson can declare. */
const declared: Readonly<Record<ToolchainName, readonly Toolchain[]>> = {
  'python-uv': [uv, ...ofPython],
  pip: ofPython,
  poetry: [poetryToolchain, ...ofPython],
  'node-npm': [nodeNpm],
  go: [goToolchain],
  static: [nginxToolchain],
};

/** All toolchains, joined for the simulation. */
const allTools: Tools = join(toolchains);
/** Cache of joined toolchains by name. It has one entry for each combination that a server's lessons declare. */
const joinedTools = new Map<string, Tools>();

/** The tools of the toolchains that a lesson declares, plus those of every lesson; all tools for null. */
export function toolsFor(names: readonly ToolchainName[] | null): Tools {
  if (names === null) return allTools;
  const wanted = new Set([...everywhere, ...names.flatMap((name) => declared[name])]);
  const own = toolchains.filter((each) => wanted.has(each));
  const key = own.map(({ name }) => name).join();
  const tools = joinedTools.get(key) ?? join(own);
  joinedTools.set(key, tools);
  return tools;
}
