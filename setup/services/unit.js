/** The systemd unit that starts bot, worker and boxes after a reboot, with this machine's paths. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ownNode } from '../packages.js';
import { root } from '../paths.js';

export function unit() {
  const values = { user: userInfo().username, checkout: root, node: ownNode() };
  const text = readFileSync(join(root, 'deploy', 'systemd', 'dockhand.service'), 'utf8');
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`@${name}@`, value), text);
}
