import { type TranslatableText, words } from '../../wording/wording.ts';
import { type Assertion, isOfWorkflow } from './assertions.ts';
import { holdsInWorkflow } from './workflow-wording.ts';

/** Sentences for assertions that do not hold. They name no tool that the lesson does not name itself. */
const sayBroken = words('assertion-broken', {
  en: {
    own: '{{text}}',
    file: '{{path}} is not in the image. A step has to copy or make it.',
    'file-present': '{{path}} is in the image and does not belong there.',
    'file-not-executable': '{{path}} is in the image, but it may not be executed. `chmod +x` makes it so.',
    step: 'No step of the build runs `{{runs}}`. Add a RUN with it.',
    'step-unused':
      '`{{runs}}` is in a stage that the image takes nothing from, so Docker leaves that stage out. Bring over what it makes with `COPY --from`.',
    'step-lacks': '`{{runs}}` needs {{words}} with it here.',
    'step-before': '`{{runs}}` runs before {{file}} is there. Copy {{file}} in a step above.',
    'step-depends':
      '`{{runs}}` runs again after every change of {{file}}, because {{file}} is copied above it. Copy it below.',
    copies: 'The last stage does not copy `{{path}}`. Add a COPY for it.',
    'copies-from': 'The last stage does not copy `{{path}}` out of another stage. `COPY --from` does that.',
    base: 'This stage is built on {{found}}, and the lesson wants {{image}}. Correct the FROM.',
    stages: 'The build has {{found}} stages that count, and the lesson wants {{min}}. Each FROM begins one.',
    'user-root':
      'The container runs as root. Name another user with USER, so that whoever breaks in has few rights.',
    user: 'The container runs as {{found}}, and the lesson wants {{name}}. Set it with USER.',
    workdir: 'The container starts in {{found}}, and the lesson wants {{path}}. Set it with WORKDIR.',
    environment: 'The container has no variable {{name}}. Set it with ENV.',
    'environment-value': '{{name}} is “{{found}}”, and the lesson wants “{{value}}”. Set it with ENV.',
    'start-nothing': 'The image does not say what to start. It needs an ENTRYPOINT or a CMD.',
    'start-absent': 'The container starts `{{command}}`, which is not in the image.',
    'start-broken': 'Docker cannot read this as a list of words. Write ["word", "word"], with double quotes.',
    'start-other': 'The container starts `{{command}}`, and the lesson wants `{{wanted}}`.',
    'start-shell':
      'A shell runs around `{{command}}`, so it does not hear when Docker asks it to stop. Write it as a list: ["word", "word"].',
    exposes: 'The image does not say that its server listens on port {{port}}. EXPOSE {{port}} does.',
    listens: 'Nothing listens on port {{port}}.',
    'listens-local':
      'The server listens on {{host}}, which only the container itself can reach. Let it listen on 0.0.0.0.',
    'listens-background':
      '{{program}} goes to the background, and the container ends with its first program. Let {{program}} stay in the foreground.',
    'listens-port': 'The server listens on port {{found}}, and the lesson wants port {{port}}.',
    exits: 'The container ended with exit code {{found}}, and the lesson wants {{code}}.',
    'exits-silent': 'The container did its work, but it has not printed “{{text}}”.',
    'stops-late': 'The container took {{found}} s to stop, and the lesson allows {{within}} s.',
    'size-large': 'The image is {{found}} MB, and the lesson allows {{max}} MB.',
    'size-small': 'The image is {{found}} MB, and the lesson expects {{min}} MB at least: is all in it?',
    'compose-service': 'The Compose file has no service `{{service}}`. Add it below `services:`.',
    'compose-image': '`{{service}}` runs {{found}}, and the lesson wants {{image}}. Correct its `image:`.',
    'compose-no-image': '`{{service}}` names no image. Add `image: {{image}}`.',
    'compose-builds': '`{{service}}` is not built from `{{folder}}`. Add `build: {{folder}}`.',
    'compose-port': '`{{service}}` does not publish its port {{port}}. Add it to its `ports:`.',
    'compose-published':
      'Port {{port}} of `{{service}}` is published as {{found}}, and the lesson wants {{published}}. The machine’s port comes first.',
    'compose-volume':
      'Nothing keeps `{{path}}` of `{{service}}`: what it writes there is gone with the container. Mount a volume there.',
    'compose-volume-named':
      '`{{path}}` of `{{service}}` is in a volume without a name of yours. Give it a name, and declare that under `volumes:`.',
    'compose-volume-bind': '`{{path}}` of `{{service}}` is in no folder of your machine. Mount one there.',
    'compose-environment': '`{{service}}` has no variable {{name}}. Set it under its `environment:`.',
    'compose-environment-value':
      '{{name}} of `{{service}}` is “{{found}}”, and the lesson wants “{{value}}”.',
    'compose-depends': '`{{service}}` does not wait for `{{on}}`. Add it to its `depends_on:`.',
    'compose-condition':
      '`{{service}}` waits until `{{on}}` has `{{found}}`, and the lesson wants `{{condition}}`. Give it that `condition:`.',
    'compose-healthcheck': '`{{service}}` has no healthcheck, so nobody knows when it is ready. Add one.',
    'data-lost':
      'What was written is gone in a fresh container: {{path}} does not have it any more. A volume with a name keeps it.',
    'data-kept': 'What was written is still at {{path}} in a fresh container, and the lesson wants it gone.',
    unknown: 'I cannot tell this from the files alone. A verification shows it.',
  },
});
export type BrokenKey = Parameters<typeof sayBroken>[1];

/** The sentence for an assertion that does not hold: the lesson's own if it has one. */
export const brokenText = (
  assertion: Pick<Assertion, 'say'>,
  key: BrokenKey,
  values: Readonly<Record<string, string | number>> = {},
): TranslatableText =>
  assertion.say !== undefined && key !== 'unknown'
    ? sayBroken.later('own', { text: assertion.say })
    : sayBroken.later(key, values);

/** Sentences for assertions that hold. */
const sayHolds = words('assertion-holds', {
  en: {
    file: '{{path}} is in the image.',
    absent: '{{path}} is not in the image.',
    step: 'The build runs `{{runs}}`.',
    stepKept: 'The build runs `{{runs}}`, and its layer stays in the cache while your code changes.',
    copies: 'The last stage copies `{{path}}`.',
    base: 'It is built on {{image}}.',
    stages: 'The build has stages.',
    user: 'The container does not run as root.',
    userNamed: 'The container runs as {{name}}.',
    workdir: 'The container starts in {{path}}.',
    environment: 'The container has {{name}}.',
    start: 'The container starts your program.',
    exposes: 'The image names port {{port}}.',
    listens: 'The server listens for everybody.',
    answers: 'The server answers {{path}}.',
    exits: 'The container does its work and ends.',
    stops: 'The container stops in time.',
    'keeps-data': 'What is written stays.',
    'loses-data': 'What is written goes with its container.',
    size: 'The image is as small as it has to be.',
    'compose-service': 'The service `{{service}}` is there.',
    'compose-port': 'Port {{port}} of `{{service}}` is published.',
    'compose-volume': '`{{path}}` of `{{service}}` is in a volume.',
    'compose-environment': '`{{service}}` has {{name}}.',
    'compose-depends': '`{{service}}` waits for `{{on}}`.',
    'compose-healthcheck': '`{{service}}` has a healthcheck.',
  },
});

/** The sentence for an assertion that holds. */
export function holdsText(assertion: Assertion): TranslatableText {
  if (isOfWorkflow(assertion)) return holdsInWorkflow(assertion);
  switch (assertion.assert) {
    case 'file':
      return sayHolds.later(assertion.absent ? 'absent' : 'file', { path: assertion.path });
    case 'step':
      return sayHolds.later(assertion.independentOf.length > 0 ? 'stepKept' : 'step', {
        runs: assertion.runs,
      });
    case 'copies':
    case 'workdir':
    case 'answers':
      return sayHolds.later(assertion.assert, { path: assertion.path });
    case 'keeps-data':
      return sayHolds.later(assertion.kept ? 'keeps-data' : 'loses-data');
    case 'base':
      return sayHolds.later('base', { image: assertion.image });
    case 'user':
      return assertion.name === undefined
        ? sayHolds.later('user')
        : sayHolds.later('userNamed', { name: assertion.name });
    case 'environment':
      return sayHolds.later('environment', { name: assertion.name });
    case 'exposes':
      return sayHolds.later('exposes', { port: assertion.port });
    case 'compose-service':
    case 'compose-healthcheck':
      return sayHolds.later(assertion.assert, { service: assertion.service });
    case 'compose-port':
      return sayHolds.later('compose-port', { service: assertion.service, port: assertion.port });
    case 'compose-volume':
      return sayHolds.later(assertion.assert, { service: assertion.service, path: assertion.path });
    case 'compose-environment':
      return sayHolds.later('compose-environment', { service: assertion.service, name: assertion.name });
    case 'compose-depends':
      return sayHolds.later('compose-depends', { service: assertion.service, on: assertion.on });
    default:
      return sayHolds.later(assertion.assert);
  }
}
