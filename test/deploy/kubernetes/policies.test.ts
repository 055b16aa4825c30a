import { describe, expect, test } from '@jest/globals';
import { helmIsHere, manifestsOf, needed } from './chart.ts';
import { clusterOf, type Manifest } from './manifest.ts';
import { policies } from './policies.ts';

const suite = helmIsHere ? describe : describe.skip;

type Place = readonly (string | number)[];
const podOf = (part: 'bot' | 'worker'): readonly [string, Place] => [
  `Deployment/class-dockhand-${part}`,
  ['spec', 'template', 'spec'],
];
const worker = podOf('worker');
const bot = podOf('bot');
const egressContainer = ['initContainers', 0] as const;
const boxContainer = ['initContainers', 1] as const;
const main = ['containers', 0] as const;

/** Copies of manifests with one value replaced; undefined removes it. */
function changed(
  manifests: readonly Manifest[],
  [name, before]: readonly [string, Place],
  place: Place,
  value: unknown,
): readonly Manifest[] {
  const copies = structuredClone(manifests);
  const path = [...before, ...place];
  const last = path.pop();
  let at: unknown = copies.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name);
  for (const key of path) at = (at as Record<string | number, unknown> | undefined)?.[key];
  if (at === undefined || last === undefined) throw new Error(`there is no ${name} ${path.join('.')}`);
  (at as Record<string | number, unknown>)[last] = value;
  return JSON.parse(JSON.stringify(copies)) as readonly Manifest[];
}

/** Each fault with the policy's report. */
const violations: readonly (readonly [says: RegExp, readonly [string, Place], Place, unknown])[] = [
  [/is in the node’s own namespaces/, worker, ['hostNetwork'], true],
  [/is in the node’s own namespaces/, worker, ['hostPID'], true],
  [/is in the node’s own namespaces/, bot, ['hostIPC'], true],
  [
    /mounts the node’s files/,
    worker,
    ['volumes', 0],
    { name: 'boxes', hostPath: { path: '/var/run/docker.sock' } },
  ],
  [/worker\/box is privileged/, worker, [...boxContainer, 'securityContext', 'privileged'], true],
  [/takes a port of the node/, bot, [...main, 'ports', 0, 'hostPort'], 80],
  [/bot\/bot keeps capabilities/, bot, [...main, 'securityContext', 'capabilities'], undefined],
  [
    /worker\/box has other capabilities/,
    worker,
    [...boxContainer, 'securityContext', 'capabilities', 'add'],
    ['SYS_ADMIN'],
  ],
  [
    /worker\/worker has other capabilities/,
    worker,
    [...main, 'securityContext', 'capabilities', 'add'],
    ['NET_ADMIN'],
  ],
  [/may gain privileges/, worker, [...egressContainer, 'securityContext', 'allowPrivilegeEscalation'], true],
  [/is root of its node’s users/, worker, ['hostUsers'], undefined],
  [/worker\/egress does not say which user/, worker, [...egressContainer, 'securityContext', 'runAsUser'], 0],
  [/worker\/worker does not say which user/, worker, [...main, 'securityContext', 'runAsNonRoot'], undefined],
  [
    /worker\/box writes to its root/,
    worker,
    [...boxContainer, 'securityContext', 'readOnlyRootFilesystem'],
    false,
  ],
  [
    /worker\/box has no seccomp/,
    worker,
    [...boxContainer, 'securityContext', 'seccompProfile', 'type'],
    'Unconfined',
  ],
  [/has no memory in its limits/, worker, [...boxContainer, 'resources', 'limits', 'memory'], undefined],
  [/has no cpu in its requests/, bot, [...main, 'resources', 'requests', 'cpu'], undefined],
  [/boxes has no bound/, worker, ['volumes', 0, 'emptyDir', 'sizeLimit'], undefined],
  [/never asked whether it lives/, worker, [...egressContainer, 'livenessProbe'], undefined],
  [/is ready unasked/, worker, [...main, 'readinessProbe'], undefined],
  [/the pod waits for box to end/, worker, [...boxContainer, 'restartPolicy'], undefined],
  [/killed before its job is handed back/, worker, ['terminationGracePeriodSeconds'], 30],
  [/has a token of Kubernetes/, worker, ['automountServiceAccountToken'], undefined],
  [/told of the namespace’s services/, bot, ['enableServiceLinks'], undefined],
  [/an account that the chart does not make/, bot, ['serviceAccountName'], 'default'],
  [/stands in the environment/, bot, [...main, 'env', 0], { name: 'DISCORD_TOKEN', value: 'x' }],
  [
    /is a secret/,
    bot,
    [...main, 'env', 0],
    { name: 'X', valueFrom: { secretKeyRef: { name: 'dockhand', key: 'DISCORD_TOKEN' } } },
  ],
  [/is told DISCORD_GUILD_ID/, worker, [...main, 'env', 0], { name: 'DISCORD_GUILD_ID', value: '1' }],
  [
    /worker\/box sees secrets/,
    worker,
    [...boxContainer, 'volumeMounts', 0],
    { name: 'secrets', mountPath: '/secrets', readOnly: true },
  ],
  [
    /reaches private networks/,
    ['NetworkPolicy/class-dockhand-worker', ['spec']],
    ['egress', 1, 'to', 0, 'ipBlock'],
    { cidr: '0.0.0.0/0' },
  ],
  [
    /a rule is for everybody/,
    ['NetworkPolicy/class-dockhand-bot', ['spec']],
    ['ingress', 0, 'from'],
    undefined,
  ],
  [
    /a rule is for every port/,
    ['NetworkPolicy/class-dockhand-worker', ['spec']],
    ['egress', 2, 'ports'],
    undefined,
  ],
  [
    /worker is under no network policy/,
    ['NetworkPolicy/class-dockhand-worker', ['spec']],
    ['policyTypes'],
    ['Ingress'],
  ],
  [
    /bot is under no network policy/,
    ['NetworkPolicy/class-dockhand-bot', ['spec']],
    ['podSelector', 'matchLabels', 'app.kubernetes.io/component'],
    'bots',
  ],
  [/bot has no budget/, ['PodDisruptionBudget/class-dockhand-bot', ['spec']], ['maxUnavailable'], 0],
  [/worker\/box is docker.io/, worker, [...boxContainer, 'image'], 'docker.io/dockhand/box:latest'],
  [
    /does not find its own pods/,
    ['Deployment/class-dockhand-bot', ['spec']],
    ['selector', 'matchLabels', 'app.kubernetes.io/component'],
    'web',
  ],
  [/has no volume box-disk/, worker, ['volumes', 4, 'name'], 'disk'],
  [
    /leads to no pod/,
    ['Service/class-dockhand-web', ['spec']],
    ['selector', 'app.kubernetes.io/component'],
    'web',
  ],
  [/nobody makes gone/, bot, ['volumes', 1, 'persistentVolumeClaim', 'claimName'], 'gone'],
  [
    /there is no worker to scale/,
    ['ScaledObject/class-dockhand-worker', ['spec']],
    ['scaleTargetRef', 'name'],
    'worker',
  ],
];

suite('each policy for pods', () => {
  const good = manifestsOf({ ...needed, worker: { autoscaling: { enabled: true } } });
  const problemsOf = (manifests: readonly Manifest[]) =>
    policies.flatMap(({ problems }) => problems(clusterOf(manifests)));

  test.each(
    violations.map(
      ([says, [name], place, value]) => [says.source, name, place.join('.'), { says, place, value }] as const,
    ),
  )('refuses a chart whose fault is “%s” (%s %s)', (_, name, __, { says, place, value }) => {
    const before = violations.find(([each, , where]) => each === says && where === place)?.[1] ?? [name, []];
    expect(problemsOf(changed(good, before, place, value))).toContainEqual(expect.stringMatching(says));
  });

  test('refuses at least one planted fault of every policy', () => {
    const caught = policies.filter(({ problems }) =>
      violations.some(
        ([, at, place, value]) => problems(clusterOf(changed(good, at, place, value))).length > 0,
      ),
    );
    expect(caught.map(({ title }) => title)).toEqual(policies.map(({ title }) => title));
  });
});
