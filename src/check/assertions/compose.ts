import { type BrokenKey, brokenText } from '../../lesson/manifest/assertion-wording.ts';
import type { AssertionOf, ComposeAssertion } from '../../lesson/manifest/assertions.ts';
import { projectPath } from '../compose/project-path.ts';
import type { ComposeFile } from '../compose/read-compose.ts';
import type { ComposeService } from '../compose/service.ts';
import { isAllowed } from '../dockerfile/images/reference.ts';
import { quoted } from '../dockerfile/text.ts';
import type { BrokenAssertion } from './judgement.ts';

/** A service of the file, with a function that reports why it breaks the assertion. */
interface JudgedService {
  readonly file: ComposeFile;
  readonly service: ComposeService;
  readonly broken: (
    status: BrokenAssertion['status'],
    key: BrokenKey,
    line: number | null,
    values?: Readonly<Record<string, string | number>>,
  ) => BrokenAssertion;
}

/** Why a Compose file breaks an assertion; null when the assertion holds. */
export function judgeCompose(file: ComposeFile, assertion: ComposeAssertion): BrokenAssertion | null {
  const { path } = file;
  if (file.yamlProblems.length > 0)
    return { status: 'unknown', message: brokenText(assertion, 'unknown'), file: path, line: null };
  const broken: JudgedService['broken'] = (status, key, line, values = {}) => ({
    status,
    message: brokenText(assertion, key, { service: assertion.service, ...values }),
    file: path,
    line,
  });
  const service = file.services.find(({ name }) => name === assertion.service);
  if (service === undefined) return broken('missing', 'compose-service', null);
  const judged = judgeService({ file, service, broken }, assertion);
  // What is missing here may be in the service that it extends.
  return judged !== null && service.extendsOther ? broken('unknown', 'unknown', judged.line) : judged;
}

function judgeService(judged: JudgedService, assertion: ComposeAssertion): BrokenAssertion | null {
  switch (assertion.assert) {
    case 'compose-service':
      return judgeSource(judged, assertion);
    case 'compose-port':
      return judgePort(judged, assertion);
    case 'compose-volume':
      return judgeVolume(judged, assertion);
    case 'compose-environment':
      return judgeVariable(judged, assertion);
    case 'compose-depends':
      return judgeDependency(judged, assertion);
    case 'compose-healthcheck': {
      const { service, broken } = judged;
      const { healthcheck } = service;
      if (healthcheck !== null && !healthcheck.disabled) return null;
      // A service with `build` may get a healthcheck from its own image.
      if (healthcheck === null && service.build !== null) return broken('unknown', 'unknown', null);
      return broken('missing', 'compose-healthcheck', healthcheck?.line ?? service.line);
    }
  }
}

function judgeSource(
  { service, broken }: JudgedService,
  { image, builds }: AssertionOf<'compose-service'>,
): BrokenAssertion | null {
  if (builds !== undefined) {
    const { build } = service;
    if (build?.place?.folder !== projectPath(builds))
      return broken('wrong', 'compose-builds', build?.line ?? service.line, { folder: builds });
  }
  if (image === undefined) return null;
  if (service.image === null) return broken('missing', 'compose-no-image', service.line, { image });
  return isAllowed(service.image.name, [image])
    ? null
    : broken('wrong', 'compose-image', service.image.line, { found: quoted(service.image.name, 80), image });
}

function judgePort(
  { service, broken }: JudgedService,
  { port, published }: AssertionOf<'compose-port'>,
): BrokenAssertion | null {
  const found = service.ports.filter(({ target }) => target === port);
  const [first] = found;
  if (first === undefined)
    return broken('missing', 'compose-port', service.ports[0]?.line ?? service.line, { port });
  if (published === undefined || found.some((each) => each.published === published)) return null;
  return broken('wrong', 'compose-published', first.line, {
    port,
    published,
    found: first.published ?? '?',
  });
}

function judgeVolume(
  { service, broken }: JudgedService,
  { path, kind }: AssertionOf<'compose-volume'>,
): BrokenAssertion | null {
  // A volume for a parent folder contains this folder, too.
  const found = service.mounts.filter(
    ({ target }) => target === path || path.startsWith(`${target.replace(/\/$/, '')}/`),
  );
  const [first] = found;
  if (first === undefined) return broken('missing', 'compose-volume', service.line, { path });
  if (kind === 'any' || found.some((each) => each.kind === kind)) return null;
  const key = kind === 'named' ? 'compose-volume-named' : 'compose-volume-bind';
  return broken('wrong', key, first.line, { path });
}

function judgeVariable(
  { service, broken }: JudgedService,
  { name, value }: AssertionOf<'compose-environment'>,
): BrokenAssertion | null {
  const found = service.environment.find((each) => each.name === name);
  if (found === undefined) {
    if (service.envFiles.length > 0) return broken('unknown', 'unknown', service.envFiles[0]?.line ?? null);
    return broken('missing', 'compose-environment', service.line, { name });
  }
  if (value === undefined || found.value === value) return null;
  const shown = quoted(found.value ?? '', 60);
  return broken('wrong', 'compose-environment-value', found.line, { name, value, found: shown });
}

function judgeDependency(
  { service, broken }: JudgedService,
  { on, condition }: AssertionOf<'compose-depends'>,
): BrokenAssertion | null {
  const found = service.dependsOn.find((each) => each.service === on);
  if (found === undefined) return broken('missing', 'compose-depends', service.line, { on });
  // Every other condition also waits for the start.
  if (condition === 'service_started' || found.condition === condition) return null;
  return broken('wrong', 'compose-condition', found.line, { on, condition, found: found.condition });
}
