import { z } from 'zod';

const probe = z.looseObject({}).optional();
const amounts = z.record(z.string(), z.union([z.string(), z.number()])).default({});

const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  restartPolicy: z.string().optional(),
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  env: z
    .array(
      z.looseObject({ name: z.string(), value: z.string().optional(), valueFrom: z.unknown().optional() }),
    )
    .default([]),
  ports: z.array(z.looseObject({ name: z.string().optional(), hostPort: z.number().optional() })).default([]),
  securityContext: z
    .looseObject({
      privileged: z.boolean().optional(),
      allowPrivilegeEscalation: z.boolean().optional(),
      readOnlyRootFilesystem: z.boolean().optional(),
      runAsNonRoot: z.boolean().optional(),
      runAsUser: z.number().optional(),
      runAsGroup: z.number().optional(),
      procMount: z.string().optional(),
      capabilities: z
        .object({ drop: z.array(z.string()).default([]), add: z.array(z.string()).default([]) })
        .optional(),
      seccompProfile: z.looseObject({ type: z.string() }).optional(),
    })
    .default({}),
  resources: z.object({ requests: amounts, limits: amounts }).default({ requests: {}, limits: {} }),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  volumeMounts: z
    .array(
      z.looseObject({
        name: z.string(),
        mountPath: z.string(),
        subPath: z.string().optional(),
        readOnly: z.boolean().optional(),
      }),
    )
    .default([]),
});
export type Container = z.output<typeof containerSchema>;

const podSchema = z.looseObject({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  enableServiceLinks: z.boolean().optional(),
  hostUsers: z.boolean().optional(),
  hostNetwork: z.boolean().optional(),
  hostPID: z.boolean().optional(),
  hostIPC: z.boolean().optional(),
  runtimeClassName: z.string().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: z
    .looseObject({
      runAsUser: z.number().optional(),
      seccompProfile: z.looseObject({ type: z.string() }).optional(),
    })
    .default({}),
  initContainers: z.array(containerSchema).default([]),
  containers: z.array(containerSchema),
  volumes: z
    .array(
      z.looseObject({
        name: z.string(),
        emptyDir: z.looseObject({ sizeLimit: z.string().optional() }).optional(),
        secret: z
          .looseObject({
            secretName: z.string(),
            items: z.array(z.object({ key: z.string(), path: z.string() })).optional(),
          })
          .optional(),
        persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
      }),
    )
    .default([]),
});
export type Pod = z.output<typeof podSchema>;

const labels = z.record(z.string(), z.string());
/** A rendered manifest; a policy reads its spec as that of its kind. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: labels.default({}) }),
});
export type Manifest = z.output<typeof manifestSchema>;

const selector = z.object({ matchLabels: labels });
const deploymentSpec = z.looseObject({
  selector,
  template: z.looseObject({ metadata: z.looseObject({ labels }), spec: podSchema }),
});
const rule = z.looseObject({
  from: z.array(z.record(z.string(), z.unknown())).optional(),
  to: z.array(z.record(z.string(), z.unknown())).optional(),
  ports: z.array(z.unknown()).optional(),
});
const policySpec = z.looseObject({
  podSelector: selector,
  policyTypes: z.array(z.string()),
  ingress: z.array(rule).nullish(),
  egress: z.array(rule).nullish(),
});
const budgetSpec = z.looseObject({
  selector,
  maxUnavailable: z.union([z.number(), z.string()]).optional(),
});
const serviceSpec = z.looseObject({ selector: labels });
const scaledSpec = z.looseObject({ scaleTargetRef: z.looseObject({ name: z.string() }) });

/** The rendered manifests, by kind. All are copies, which a test may change. */
export interface Cluster {
  readonly deployments: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly selector: Readonly<Record<string, string>>;
    readonly pod: Pod;
  }[];
  readonly networkPolicies: readonly z.output<typeof policySpec>[];
  readonly budgets: readonly z.output<typeof budgetSpec>[];
  readonly services: readonly z.output<typeof serviceSpec>[];
  readonly scaled: readonly z.output<typeof scaledSpec>[];
  /** Names of the other objects, as `Kind/name`. */
  readonly names: ReadonlySet<string>;
}

export function clusterOf(manifests: readonly Manifest[]): Cluster {
  const specs = <Spec extends z.ZodType>(kind: string, schema: Spec): readonly z.output<Spec>[] =>
    manifests.filter((each) => each.kind === kind).map((each) => schema.parse(each.spec));
  return {
    deployments: manifests
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => {
        const { selector: chosen, template } = deploymentSpec.parse(spec);
        return {
          name: metadata.name,
          labels: template.metadata.labels,
          selector: chosen.matchLabels,
          pod: template.spec,
        };
      }),
    networkPolicies: specs('NetworkPolicy', policySpec),
    budgets: specs('PodDisruptionBudget', budgetSpec),
    services: specs('Service', serviceSpec),
    scaled: specs('ScaledObject', scaledSpec),
    names: new Set(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)),
  };
}
