import { defineFailure, type Failure } from '../failure.ts';

/** Parts of Linux that the engine needs to start a container, and that it does not find as it left them. */
export const enginePartFailures: readonly Failure[] = [
  defineFailure({
    id: 'network-bridge-broken',
    phase: 'create',
    about: 'network',
    when: [
      'failed to create endpoint <name> on network',
      'failed to add the host (<link>) <=> sandbox',
      'could not find bridge <bridge>: route',
      'failed to get bridge interface',
      'Unable to enable DNAT rule',
      'iptables failed',
      'No chain/target/match by that name',
      'Failed to Setup IP tables',
    ],
    cause:
      'Docker cannot connect the container to its network: its bridge or its rules are gone, mostly after an update of Linux or a change of the firewall.',
    cure: 'Restart Docker, so that it sets them up again. After an update of Linux, restart the machine.',
    next: 'sudo systemctl restart docker',
    examples: [
      'docker: Error response from daemon: failed to create endpoint goofy_bose on network bridge: failed to add the host (veth914a077) <=> sandbox (vethabddd78) pair interfaces: operation not supported.',
      'Error response from daemon: failed to create endpoint web on network shop_default: adding interface veth12 to bridge br-9f failed: could not find bridge br-9f: route ip+net: no such network interface',
      'iptables: No chain/target/match by that name.',
      'driver failed programming external connectivity on endpoint web (f00): Unable to enable DNAT rule: (iptables failed: iptables --wait -t nat -A DOCKER: exit status 1)',
    ],
  }),
  defineFailure({
    id: 'control-groups-missing',
    phase: 'create',
    about: 'memory-limit',
    when: [
      'cgroup mountpoint does not exist',
      'unable to apply cgroup configuration',
      'cgroup v1 mountpoint',
      'cannot enter cgroupv2',
      'Devices cgroup isn’t mounted',
      'error setting cgroup config',
    ],
    cause:
      'Docker cannot limit what the container may use: Linux does not offer its control groups (cgroups) as this Docker expects them.',
    cure: 'Update Docker and restart the machine. In WSL: `wsl --shutdown`, then start Docker again.',
    next: 'docker info',
    examples: [
      'docker: Error response from daemon: cgroups: cgroup mountpoint does not exist: unknown.',
      'runc create failed: unable to start container process: unable to apply cgroup configuration: cgroup v1 mountpoint: not found',
    ],
  }),
];
