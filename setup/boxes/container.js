import { isAbsolute, join } from 'node:path';
import { root } from '../paths.js';

/**
 * The privileges of a box's container, as arguments of `docker run`: for containers that do a box's work before any box exists. The table
 * is deploy/box/container.ts.
 */

/** @param {{ readonly drop: readonly string[], readonly add: readonly string[] }} capabilities */
const capabilityFlags = ({ drop, add }) => [
  ...drop.flatMap((each) => ['--cap-drop', each]),
  ...add.flatMap((each) => ['--cap-add', each]),
];

/** For the box that fills the warmed disk: the privileges of a box, with limits of its own. */
export async function warmingFlags() {
  const { boxContainer, warmingBox } = await import('../../deploy/box/container.ts');
  const { network, capDrop, capAdd, securityOptions, devices, tmpfs } = boxContainer;
  const profile = process.env.SANDBOX_SECCOMP || boxContainer.seccomp;
  const isPath = /[/.]/.test(profile);
  const seccomp = isPath && !isAbsolute(profile) ? join(root, profile) : profile;
  return [
    ...['--memory', `${warmingBox.megabytes}m`, '--pids-limit', String(warmingBox.processes)],
    ...['--network', network, '--init', '--read-only'],
    ...capabilityFlags({ drop: capDrop, add: capAdd }),
    ...[`seccomp=${seccomp}`, ...securityOptions].flatMap((each) => ['--security-opt', each]),
    ...devices.flatMap((each) => ['--device', each]),
    ...tmpfs.flatMap((each) => ['--tmpfs', each]),
  ];
}

/** For laying the warmed disk for other boxes. */
export async function layingFlags() {
  const { boxContainer, layingCapabilities } = await import('../../deploy/box/container.ts');
  const { network, capDrop } = boxContainer;
  return [
    '--network',
    network,
    '--read-only',
    ...capabilityFlags({ drop: capDrop, add: layingCapabilities }),
  ];
}
