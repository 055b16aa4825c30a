import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { type Manifest, manifestSchema } from './manifest.ts';

const root = join(import.meta.dirname, '../../..');
const state = process.env.DOCKHAND_STATE ?? join(root, '.state');
const helm =
  [join(state, 'bin/helm'), join(root, '.state/bin/helm')].find((path) => existsSync(path)) ?? 'helm';

/** Values of the chart, as an operator writes them. */
export type Values = Readonly<Record<string, unknown>>;

/** The minimum values that the chart needs. */
export const needed: Values = {
  images: { repository: 'registry.example.org/class/dockhand' },
  secrets: { existingSecret: 'dockhand' },
  networkPolicies: { redis: { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }] } },
};

/** Whether Helm is available on this machine: the package with it is for one kind of processor. */
export const helmIsHere = process.arch === 'x64' || spawnSync(helm, ['version']).status === 0;

export type Rendering =
  | { readonly kind: 'rendered'; readonly manifests: readonly Manifest[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Renders the chart with Helm itself, for a cluster of the oldest version that the chart supports. */
export function render(values: Values): Rendering {
  const { status, stdout, stderr, error } = spawnSync(
    helm,
    ['template', 'class', 'deploy/helm', '--namespace', 'lab', '--kube-version', '1.33.0', '--values', '-'],
    { cwd: root, encoding: 'utf8', input: JSON.stringify(values), timeout: 60_000 },
  );
  if (error !== undefined) throw error;
  if (status !== 0) return { kind: 'refused', message: stderr };
  const documents = parseAllDocuments(stdout).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as unknown;
  });
  return {
    kind: 'rendered',
    manifests: documents.filter((each) => each !== null).map((each) => manifestSchema.parse(each)),
  };
}

/** The manifests for values that the chart accepts. */
export function manifestsOf(values: Values): readonly Manifest[] {
  const rendering = render(values);
  if (rendering.kind === 'refused') throw new Error(rendering.message);
  return rendering.manifests;
}

const schemaFile = (name: string): object =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'schemas', name), 'utf8')) as object;
const kubernetes = schemaFile('kubernetes-1.33.json') as { readonly kinds: Readonly<Record<string, string>> };
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv
  .addSchema(kubernetes, 'kubernetes')
  .addSchema(schemaFile('keda.json'), 'keda')
  .addSchema(schemaFile('prometheus-operator.json'), 'monitoring');

/** Kinds that are not part of a cluster by itself, by API group and version. */
const customKinds: Readonly<Record<string, string>> = {
  'keda.sh': 'keda',
  'monitoring.coreos.com': 'monitoring',
};

/** The errors of a manifest by the published schema of its kind; a field that the kind does not have is an error. */
export function schemaErrors(manifest: Manifest): readonly string[] {
  const { apiVersion, kind } = manifest;
  const group = apiVersion.split('/')[0] ?? '';
  const place =
    group in customKinds
      ? `${customKinds[group]}#/$defs/${kind}`
      : `kubernetes#/$defs/${kubernetes.kinds[kind]}`;
  const validate = ajv.getSchema(place);
  if (validate === undefined) return [`there is no schema of ${apiVersion} ${kind}`];
  validate(manifest);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
