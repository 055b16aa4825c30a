import { readEnvFile } from '../../../src/check/compose/interpolate.ts';
import { isInline } from '../../../src/check/compose/project-path.ts';
import { type ComposeFile, readCompose, variablesBeside } from '../../../src/check/compose/read-compose.ts';
import { refusedParts } from '../../../src/check/compose/sandbox-policy.ts';
import type { ComposeService } from '../../../src/check/compose/service.ts';
import { startOrder } from '../../../src/check/compose/start-order.ts';
import { isAllowed } from '../../../src/check/dockerfile/images/reference.ts';
import { composePathIn } from '../../../src/lesson/manifest/compose-file.ts';
import type { Manifest } from '../../../src/lesson/manifest/manifest.ts';
import { sayCause } from '../../../src/submission/wording/causes.ts';
import type { TranslatableText } from '../../../src/wording/wording.ts';
import { type BuildContextFile, projectFiles } from '../../sandbox/build/context.ts';
import { cleanLine } from '../../sandbox/excerpt.ts';
import { composeFailure } from '../../verdict/todos.ts';
import type { Verification } from '../../verification/prepare.ts';
import { unlocated } from '../explain/build-failure.ts';
import { failed, type PhaseFailure } from '../phase.ts';

/** A Compose file whose services may be started. */
export interface AdmittedCompose {
  readonly file: ComposeFile;
  /** The services that a plain `docker compose up` starts, dependencies first. */
  readonly services: readonly ComposeService[];
  /** Every file of the project. */
  readonly files: readonly BuildContextFile[];
  /** The environment of each service, as `NAME=value`. */
  readonly environments: ReadonlyMap<string, readonly string[]>;
}

/**
 * Judges a Compose file before an engine sees it: whether Compose can read it, whether the sandbox can carry out everything it asks for,
 * and whether the lesson has its images. The check's findings come first, because they say more.
 */
export function admitCompose(
  verification: Verification,
): AdmittedCompose | { readonly failure: PhaseFailure } {
  const { report, lesson, backend, student } = verification;
  const foretold = composeFailure(report);
  if (foretold !== null) return failed(foretold);
  const files = projectFiles(backend, student);
  const text = (path: string): string | null => {
    const found = files.find((each) => each.path === path);
    return found === undefined ? null : Buffer.from(found.bytes).toString('utf8');
  };
  const path = composePathIn(lesson.manifest, (each) => files.some((file) => file.path === each));
  const written = path === null ? null : text(path);
  if (path === null || written === null)
    return refuse(path, null, sayCause.later('compose-missing', { file: path ?? 'compose.yaml' }));
  const variables = variablesBeside(path, text);
  const file = readCompose(path, written, variables);
  const broken = firstProblem(file) ?? firstRefusal(file, lesson.manifest, (place) => text(place) !== null);
  if (broken !== null) return refuse(path, broken.line, broken.explanation);
  const { order, circle } = startOrder(file.services.filter(({ profiles }) => profiles.length === 0));
  const [stuck] = circle;
  if (stuck !== undefined || order.length === 0)
    return refuse(path, stuck?.line ?? 1, sayCause.later('compose-unreadable'));
  const environments = new Map<string, readonly string[]>();
  for (const service of order) {
    const environment = environmentOf(service, variables, text);
    if ('absent' in environment)
      return refuse(
        path,
        environment.line,
        sayCause.later('env-file-missing', { path: cleanLine(environment.absent, 80) }),
      );
    environments.set(service.name, environment.all);
  }
  return { file, services: order, files, environments };
}

const refuse = (file: string | null, line: number | null, explanation: TranslatableText) =>
  failed({ ...unlocated, reason: 'compose-unusable', explanation, file, line });

interface LocatedExplanation {
  readonly line: number;
  readonly explanation: TranslatableText;
}

/** Errors that keep Compose from reading the file. */
function firstProblem({
  yamlProblems,
  schemaProblems,
  variableProblems,
  services,
}: ComposeFile): LocatedExplanation | null {
  const [problem] = [
    ...yamlProblems,
    ...schemaProblems,
    ...variableProblems.filter(({ key }) => key !== 'unset'),
    ...services.flatMap(({ ports }) => ports.filter(({ target }) => target === null)),
  ];
  return problem === undefined
    ? null
    : { line: problem.line, explanation: sayCause.later('compose-unreadable') };
}

/** Settings that the sandbox cannot carry out, and images that the lesson does not allow. */
function firstRefusal(
  file: ComposeFile,
  { compose, baseImages }: Manifest,
  isThere: (place: string) => boolean,
): LocatedExplanation | null {
  const [part] = refusedParts(file);
  if (part !== undefined)
    return {
      line: part.line,
      explanation: sayCause.later(`compose-${part.kind}`, { what: cleanLine(part.what, 80) }),
    };
  for (const { build } of file.services)
    if (build !== null && (isInline(build) || build.place === null))
      return {
        line: build.line,
        explanation: sayCause.later('compose-outside', { what: cleanLine(build.context, 80) }),
      };
  for (const { name, place, line } of file.services.flatMap(({ givenFiles }) => givenFiles))
    if (place === null || !isThere(place))
      return {
        line,
        explanation: sayCause.later('given-file-missing', { name: cleanLine(name, 80) }),
      };
  const allowed = [...compose.images, ...baseImages];
  for (const { image, build, line } of file.services) {
    if (build !== null || (image !== null && isAllowed(image.name, allowed))) continue;
    const some = allowed.slice(0, 4).map((each) => `\`${each}\``);
    return {
      line: image?.line ?? line,
      explanation: sayCause.later('compose-image', {
        image: cleanLine(image?.name ?? '', 80),
        allowed: some.join(', '),
      }),
    };
  }
  return null;
}

type ServiceEnvironment =
  | { readonly all: readonly string[] }
  | { readonly absent: string; readonly line: number };

/** A service's environment: its `env_file` entries first, overridden by what the Compose file itself sets. */
function environmentOf(
  { envFiles, environment }: ComposeService,
  shell: Readonly<Record<string, string>>,
  text: (path: string) => string | null,
): ServiceEnvironment {
  const values = new Map<string, string>();
  for (const { path, place, required, line } of envFiles) {
    const content = place === null ? null : text(place);
    if (content === null && required) return { absent: path, line };
    for (const [name, value] of Object.entries(readEnvFile(content ?? ''))) values.set(name, value);
  }
  for (const { name, value } of environment) {
    const given = value ?? (Object.hasOwn(shell, name) ? shell[name] : undefined);
    if (given !== undefined) values.set(name, given);
  }
  return { all: [...values].map(([name, value]) => `${name}=${value}`) };
}
