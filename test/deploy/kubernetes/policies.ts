import { boxContainer } from '../../../deploy/box/container.ts';
import type { Cluster, Container, Pod } from './manifest.ts';

/** Policies for a rendered chart. `problems` is empty when it complies. */
export interface Policy {
  readonly title: string;
  readonly problems: (cluster: Cluster) => readonly string[];
}

type Named = readonly [place: string, container: Container, pod: Pod];
const containersOf = ({ deployments }: Cluster): readonly Named[] =>
  deployments.flatMap(({ name, pod }) =>
    [...pod.initContainers, ...pod.containers].map(
      (container): Named => [`${name}/${container.name}`, container, pod],
    ),
  );
const isBox = ({ name }: Container): boolean => name === 'box';
const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join() === other.toSorted().join();
const covers = (
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean => Object.entries(selector).every(([name, value]) => labels[name] === value);

/** The problem, if the condition is false. */
const holds = (statement: boolean, problem: string): readonly string[] => (statement ? [] : [problem]);

/** Settings that are secrets, or that a worker must not have. */
const secretValues = /TOKEN|SECRET|PASSWORD|^REDIS_URL$|^DATABASE_URL$/;
const notTheWorkers = /DISCORD|DATABASE|WEB_TOKEN|GITHUB/;

export const policies: readonly Policy[] = [
  {
    title: 'no pod shares anything of its node, and no container is privileged',
    problems: (cluster) => [
      ...cluster.deployments.flatMap(({ name, pod }) => [
        ...holds(!(pod.hostNetwork || pod.hostPID || pod.hostIPC), `${name} is in the node’s own namespaces`),
        ...pod.volumes.flatMap((volume) => holds(!('hostPath' in volume), `${name} mounts the node’s files`)),
      ]),
      ...containersOf(cluster).flatMap(([place, { securityContext, ports }]) => [
        ...holds(!securityContext.privileged, `${place} is privileged`),
        ...holds(
          ports.every(({ hostPort }) => hostPort === undefined),
          `${place} takes a port of the node`,
        ),
      ]),
    ],
  },
  {
    title: 'no container has a capability; a box those of the table',
    problems: (cluster) =>
      containersOf(cluster).flatMap(([place, container]) => {
        const { capabilities, allowPrivilegeEscalation } = container.securityContext;
        return [
          ...holds(capabilities?.drop.includes('ALL') === true, `${place} keeps capabilities`),
          ...holds(
            sameSet(capabilities?.add ?? [], isBox(container) ? boxContainer.capAdd : []),
            `${place} has other capabilities than it should`,
          ),
          ...holds(
            isBox(container) || allowPrivilegeEscalation === false,
            `${place} may gain privileges by a program’s setuid bit`,
          ),
        ];
      }),
  },
  {
    title: 'nobody is root but a box, and that only where root is nobody on the node',
    problems: (cluster) =>
      containersOf(cluster).flatMap(([place, container, pod]) => {
        const {
          runAsNonRoot,
          runAsUser = pod.securityContext.runAsUser,
          procMount,
        } = container.securityContext;
        const apart = pod.hostUsers === false || pod.runtimeClassName !== undefined;
        if (isBox(container))
          return [
            ...holds(apart, `${place} is root of its node’s users`),
            ...holds(
              procMount === undefined || pod.hostUsers === false,
              `${place} may have a whole /proc only in a user namespace`,
            ),
          ];
        return holds(
          runAsNonRoot === true && runAsUser !== undefined && runAsUser > 0,
          `${place} does not say which user it is, other than root`,
        );
      }),
  },
  {
    title: 'no container writes to its root',
    problems: (cluster) =>
      containersOf(cluster).flatMap(([place, { securityContext }]) =>
        holds(securityContext.readOnlyRootFilesystem === true, `${place} writes to its root`),
      ),
  },
  {
    title: 'every container has a seccomp profile',
    problems: (cluster) =>
      containersOf(cluster).flatMap(([place, { securityContext }, pod]) => {
        const type = (securityContext.seccompProfile ?? pod.securityContext.seccompProfile)?.type;
        return holds(type === 'RuntimeDefault' || type === 'Localhost', `${place} has no seccomp profile`);
      }),
  },
  {
    title:
      'every container asks for cpu and memory and is bounded in both, and so is each volume in memory or on the node',
    problems: (cluster) => [
      ...containersOf(cluster).flatMap(([place, { resources }]) =>
        (['requests', 'limits'] as const).flatMap((kind) =>
          ['cpu', 'memory'].flatMap((what) =>
            holds(what in resources[kind], `${place} has no ${what} in its ${kind}`),
          ),
        ),
      ),
      ...cluster.deployments.flatMap(({ name, pod }) =>
        pod.volumes.flatMap(({ name: volume, emptyDir }) =>
          holds(
            emptyDir === undefined || emptyDir.sizeLimit !== undefined,
            `${name}: ${volume} has no bound`,
          ),
        ),
      ),
    ],
  },
  {
    title: 'every container is asked whether it lives, and who serves also whether it is ready',
    problems: (cluster) => [
      ...containersOf(cluster).flatMap(([place, { livenessProbe }]) =>
        holds(livenessProbe !== undefined, `${place} is never asked whether it lives`),
      ),
      ...cluster.deployments.flatMap(({ name, pod }) =>
        pod.containers.flatMap(({ startupProbe, readinessProbe }) =>
          holds(startupProbe !== undefined && readinessProbe !== undefined, `${name} is ready unasked`),
        ),
      ),
    ],
  },
  {
    title: 'what stands beside the worker is there before it and ends after it',
    problems: (cluster) =>
      cluster.deployments.flatMap(({ name, pod }) => [
        ...holds(pod.containers.length === 1, `${name} has containers that end in no order`),
        ...pod.initContainers.flatMap((each) =>
          holds(each.restartPolicy === 'Always', `${name}: the pod waits for ${each.name} to end`),
        ),
        ...holds(
          (pod.terminationGracePeriodSeconds ?? 30) >= 45,
          `${name} is killed before its job is handed back`,
        ),
      ]),
  },
  {
    title: 'no pod can speak to Kubernetes',
    problems: (cluster) =>
      cluster.deployments.flatMap(({ name, pod }) => [
        ...holds(pod.automountServiceAccountToken === false, `${name} has a token of Kubernetes`),
        ...holds(pod.enableServiceLinks === false, `${name} is told of the namespace’s services`),
        ...holds(
          cluster.names.has(`ServiceAccount/${pod.serviceAccountName}`),
          `${name} runs under an account that the chart does not make`,
        ),
      ]),
  },
  {
    title: 'secrets are files, and the worker has none of the bot’s',
    problems: (cluster) => [
      ...containersOf(cluster).flatMap(([place, { env }]) =>
        env.flatMap(({ name, value, valueFrom }) => [
          ...holds(
            !secretValues.test(name) || (name.endsWith('_FILE') && value !== undefined),
            `${place}: ${name} stands in the environment`,
          ),
          ...holds(
            !JSON.stringify(valueFrom ?? '').includes('secretKeyRef'),
            `${place}: ${name} is a secret`,
          ),
        ]),
      ),
      ...cluster.deployments
        .filter(({ name }) => name.endsWith('-worker'))
        .flatMap(({ name, pod }) => [
          ...pod.volumes.flatMap(({ secret }) =>
            (secret?.items ?? []).flatMap(({ key }) =>
              holds(!notTheWorkers.test(key), `${name} sees ${key}`),
            ),
          ),
          ...pod.containers.flatMap(({ env }) =>
            env.flatMap((each) => holds(!notTheWorkers.test(each.name), `${name} is told ${each.name}`)),
          ),
        ]),
      ...containersOf(cluster).flatMap(([place, { name, volumeMounts }]) =>
        volumeMounts.flatMap((mount) => [
          ...holds(mount.name !== 'secrets' || mount.readOnly === true, `${place} may write to its secrets`),
          ...holds(mount.name !== 'secrets' || !['box', 'egress'].includes(name), `${place} sees secrets`),
        ]),
      ),
    ],
  },
  {
    title:
      'every pod is under a network policy for both ways, which names whom it reaches and leaves private networks out',
    problems: (cluster) => [
      ...cluster.deployments.flatMap(({ name, labels }) =>
        holds(
          cluster.networkPolicies.some(
            ({ podSelector, policyTypes }) =>
              covers(podSelector.matchLabels, labels) && sameSet(policyTypes, ['Ingress', 'Egress']),
          ),
          `${name} is under no network policy`,
        ),
      ),
      ...cluster.networkPolicies.flatMap(({ ingress, egress }) =>
        [...(ingress ?? []), ...(egress ?? [])].flatMap(({ from, to, ports }) => [
          ...holds((from ?? to ?? []).length > 0, 'a rule is for everybody'),
          ...holds((ports ?? []).length > 0, 'a rule is for every port'),
          ...(to ?? []).flatMap(({ ipBlock }) => {
            const { cidr = '', except = [] } = (ipBlock ?? {}) as { cidr?: string; except?: string[] };
            return holds(
              cidr !== '::/0' &&
                (cidr !== '0.0.0.0/0' || privateNetworks.every((each) => except.includes(each))),
              'a rule reaches private networks',
            );
          }),
        ]),
      ),
    ],
  },
  {
    title: 'a drained node takes one pod of each kind at a time, and can be drained',
    problems: (cluster) =>
      cluster.deployments.flatMap(({ name, labels }) =>
        holds(
          cluster.budgets.filter(
            ({ selector, maxUnavailable }) =>
              covers(selector.matchLabels, labels) && (maxUnavailable === 1 || maxUnavailable === '1'),
          ).length === 1,
          `${name} has no budget of one`,
        ),
      ),
  },
  {
    title: 'images are the operator’s own and of one version',
    problems: (cluster) =>
      containersOf(cluster).flatMap(([place, { image }]) =>
        holds(
          /^registry\.example\.org\/class\/dockhand\/(app|box|egress)(:\d+\.\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(
            image,
          ),
          `${place} is ${image}`,
        ),
      ),
  },
  {
    title: 'what is named is there: pods of selectors and services, volumes, claims, what is scaled',
    problems: (cluster) => [
      ...cluster.deployments.flatMap(({ name, labels, selector, pod }) => {
        const volumes = new Set(pod.volumes.map((volume) => volume.name));
        const containers = [...pod.initContainers, ...pod.containers];
        return [
          ...holds(covers(selector, labels), `${name} does not find its own pods`),
          ...containers.flatMap(({ volumeMounts }) =>
            volumeMounts.flatMap((mount) =>
              holds(volumes.has(mount.name), `${name} has no volume ${mount.name}`),
            ),
          ),
          ...[...volumes].flatMap((volume) =>
            holds(
              containers.some(({ volumeMounts }) => volumeMounts.some((mount) => mount.name === volume)),
              `${name}: nobody mounts ${volume}`,
            ),
          ),
          ...pod.volumes.flatMap(({ persistentVolumeClaim }) =>
            holds(
              persistentVolumeClaim === undefined ||
                persistentVolumeClaim.claimName === 'records-of-ours' ||
                cluster.names.has(`PersistentVolumeClaim/${persistentVolumeClaim.claimName}`),
              `${name}: nobody makes ${persistentVolumeClaim?.claimName}`,
            ),
          ),
        ];
      }),
      ...cluster.services.flatMap(({ selector }) =>
        holds(
          cluster.deployments.filter(({ labels }) => covers(selector, labels)).length === 1,
          'a service leads to no pod, or to two kinds',
        ),
      ),
      ...cluster.scaled.flatMap(({ scaleTargetRef }) =>
        holds(
          cluster.names.has(`Deployment/${scaleTargetRef.name}`),
          `there is no ${scaleTargetRef.name} to scale`,
        ),
      ),
    ],
  },
];

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', '127.0.0.0/8'];
