import { defineFailure, type Failure } from '../failure.ts';

/** Linux facilities that the engine needs to start a container, and that are missing or were changed behind its back. */
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
  defineFailure({
    id: 'builder-too-simple',
    phase: 'build',
    about: 'buildkit',
    when: [
      'is not supported for the docker driver',
      'is currently not implemented for docker driver',
      'docker exporter does not currently support exporting manifest lists',
      'multiple platforms feature is currently not supported for docker driver',
    ],
    cause:
      'The builder that comes with Docker cannot do this: images for several processors, or keeping its cache elsewhere.',
    cure: 'Make another builder once. For your own machine alone, leave the option out, or name one platform. In GitHub Actions, add `docker/setup-buildx-action` before the build.',
    next: 'docker buildx create --use',
    examples: [
      'ERROR: Multi-platform build is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.',
      'ERROR: failed to build: Cache export is not supported for the docker driver.',
      '#12 ERROR: docker exporter does not currently support exporting manifest lists',
      'Error: buildx call failed with: auto-push is currently not implemented for docker driver',
    ],
  }),
  defineFailure({
    id: 'rootless-without-ids',
    phase: 'engine',
    about: 'root-user',
    when: [
      'failed to setup UID/GID map',
      'newuidmap: write to uid_map failed',
      'newuidmap: Could not set caps',
      'No subuid ranges found for user',
      'newuidmap: command not found',
      'need to install newuidmap',
    ],
    cause:
      'Docker without root needs a range of user numbers for your account, and the tools that hand them out.',
    cure: 'Install `uidmap`, see that /etc/subuid and /etc/subgid have a line for you, then set it up again.',
    next: 'sudo apt-get install -y uidmap && grep "^$USER:" /etc/subuid /etc/subgid',
    examples: [
      '[rootlesskit:parent] error: failed to setup UID/GID map: newuidmap 5349 [0 1000 1 1 165536 65536] failed: newuidmap: write to uid_map failed: Operation not permitted',
      'failed to compute uid/gid map: No subuid ranges found for user 1001 ("ada")',
    ],
  }),
  defineFailure({
    id: 'docker-group-missing',
    phase: 'terminal',
    about: 'daemon',
    when: [
      "group 'docker' does not exist",
      "le groupe 'docker' does not exist",
      "Gruppe 'docker' existiert nicht",
    ],
    cause: 'This Linux has no group `docker`: Docker’s engine is not installed, or it came as a snap.',
    cure: 'If `docker --version` answers, make the group yourself. If not, install Docker first.',
    next: 'sudo groupadd docker && sudo usermod -aG docker $USER',
    examples: ["usermod: group 'docker' does not exist", 'usermod : le groupe « docker » n’existe pas'],
  }),
];
