import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { startSlip } from '../aims/start-slips.ts';
import { hasNodeSentence, nodeSentences } from '../node-sentences.ts';
import { failuresFor, placeOf } from '../queries.ts';
import { reachOf } from '../reach.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';

const texts = {
  title: 'The container starts',
  why: 'A container whose main program ends is stopped, and nobody answers on the port.',
  found: 'The container ends here.',
  readOnly:
    'The container runs as {{user}}, but {{folder}} belongs to {{owner}}, so the database file cannot be written: “unable to open database file”. Write `RUN chown -R {{user}} {{folder}}` above the USER line.',
  waits:
    '`DATABASE_HOST` is set to {{what}}, so the start waits for a database server that is not there. Leave it out here; Compose sets it later.',
  permission:
    'The container runs as {{user}}, who has no home folder to write to, so uv cannot write its cache: “Permission denied”. Create the user with useradd -m, and give them a folder that was there before with chown.',
  settings:
    'The settings are set to {{written}}, and there is no module {{module}} in the image: the start ends with “No module named {{module}}”. Correct `DJANGO_SETTINGS_MODULE`, or leave it out: manage.py knows its settings.',
  cache:
    'The container runs as {{user}}, who may not write to {{folder}}, where uv keeps its cache: “Permission denied”. Give them the folder with chown -R, or take out the line that names it.',
  ends: 'The container starts `{{command}}`, and ends when that is done: nothing serves on the port. Start the server there, or your script that does.',
  host: '{{variable}} allows only {{given}}, so Django answers every request for {{host}} with “400 Bad Request”. Add {{host}} to it, or leave it out.',
  noHost:
    '{{variable}} is empty and DEBUG is off, so Django takes a request for no host: `You must set settings.ALLOWED_HOSTS if DEBUG is False`. Write {{host}} into it, or leave it out.',
  page: 'The server answers {{path}} with {{status}}, because it does not find {{looked}}. Put the pages where it looks, or name their folder in its configuration.',
  status: 'The server answers {{path}} with {{status}}, by this line of its configuration.',
  port: 'The server listens on port {{given}}, and the lesson asks on port {{port}}: your browser gets no answer. Let it listen on {{port}}.',
  local:
    'The server listens on {{host}}, which only the container itself can reach: your browser gets no answer. Let it listen on 0.0.0.0.',
  removed: 'This takes {{path}} out of the image, and the application needs it. Leave it out.',
  absent: 'The container starts `{{command}}`, which is not in the image.',
  command: 'The container ends here: {{command}}: not found. The image has no such program.',
  script: 'The container ends here: {{path}}: not found. No step has put this file into the image.',
  notExecutable: 'The container ends here: {{path}} may not be executed. `chmod +x` makes it so.',
  unrunnable:
    'The container ends here: the system cannot run {{path}}. Check its first line, and that its lines end in LF.',
  file: 'The container ends here: {{command}} does not find {{path}} in the image.',
  folder: 'The container ends here: there is no folder {{path}} in the image (from {{folder}}).',
  module: 'The container ends here: “No module named {{module}}”. Install it while the image is built.',
  application:
    'The container ends here: {{command}} finds no {{module}} in {{folder}}. Check the name, and the folder that the container starts in.',
  phrase: 'The container ends here: “{{phrase}}”.',
  installs:
    'The container ends here: `{{command}}` downloads packages at every start, and the container may have no network. Install them with RUN.',
  ...nodeSentences,
  exitCode: 'The container ends here: `{{command}}` ends with an exit code that is not 0.',
  user: 'The container cannot start: unable to find user {{user}}: no matching entries in passwd file. Create the user with `useradd -m` in a RUN step above, or leave the USER line out.',
  group:
    'The container cannot start: unable to find group {{group}}: no matching entries in group file. Create it with groupadd, or leave it out.',
} as const;

/** The sentence for a failure at start that belongs to no TODO; null if another rule explains it. */
function sentenceFor(failure: SimulatedFailure, report: Reporter<typeof texts>): TranslatableText | null {
  switch (failure.kind) {
    case 'database-read-only': {
      const { user, folder, owner } = failure;
      return report('readOnly', { user: quoted(user), folder: quoted(folder), owner: quoted(owner) });
    }
    case 'waits-for-database':
      return report('waits', { what: quoted(failure.host) });
    case 'never-ends':
      return report('waits', { what: quoted(failure.awaited ?? '') });
    case 'not-permitted': {
      const user = quoted(failure.user);
      const { kind, path } = failure.what;
      return kind === 'cache' && !path.startsWith('~')
        ? report('cache', { user, folder: quoted(path) })
        : report('permission', { user });
    }
    case 'settings-not-found':
      return report('settings', { written: quoted(failure.written), module: quoted(failure.module) });
    case 'user-not-found':
      return report('user', { user: quoted(failure.user) });
    case 'group-not-found':
      return report('group', { group: quoted(failure.group) });
    case 'host-refused': {
      const { variable, given, host } = failure;
      if (given === '') return report('noHost', { variable: quoted(variable), host: quoted(host) });
      return report('host', { variable: quoted(variable), given: quoted(given), host: quoted(host) });
    }
    case 'page-not-served': {
      const { path, status, looked } = failure;
      const values = { path: quoted(path), status };
      return looked === '' ? report('status', values) : report('page', { ...values, looked: quoted(looked) });
    }
    case 'source-not-found':
      return report('removed', { path: quoted(failure.path) });
    default:
      return null;
  }
}

/** The sentence for lessons without a TODO about the container's start. */
function plainSentenceFor(
  failure: SimulatedFailure,
  report: Reporter<typeof texts>,
): TranslatableText | null {
  switch (failure.kind) {
    case 'command-not-found':
    case 'tool-missing':
      return report('command', { command: quoted(failure.command) });
    case 'script-not-found':
      return report('script', { path: quoted(failure.path) });
    case 'script-not-executable':
      return report('notExecutable', { path: quoted(failure.path) });
    case 'exec-format':
    case 'interpreter-not-found':
    case 'interpreter-arguments':
    case 'windows-line-endings':
    case 'not-python':
      return report('unrunnable', { path: quoted(failure.path) });
    case 'file-not-found':
    case 'python-file-not-found':
      return report('file', { command: quoted(failure.command), path: quoted(failure.path) });
    case 'folder-not-found':
      return report('folder', { path: quoted(failure.path), folder: quoted(failure.folder) });
    case 'module-not-found':
    case 'other-python':
    case 'outside-project':
      return report('module', { module: quoted(failure.module) });
    case 'application-not-found': {
      const { command, module, folder } = failure;
      return report('application', {
        command: quoted(command),
        module: quoted(module),
        folder: quoted(folder),
      });
    }
    case 'refused-with-advice':
      return report(hasNodeSentence(failure.advice) ? failure.advice : 'phrase', {
        phrase: quoted(failure.phrase, 140),
      });
    case 'needs-network':
      return failure.download.kind === 'command'
        ? report('installs', { command: quoted(failure.download.command) })
        : null;
    case 'server-refused':
      return report('phrase', { phrase: quoted(failure.phrase, 140) });
    case 'exit-code':
      return report('exitCode', { command: quoted(failure.command) });
    default:
      return 'phrase' in failure ? report('phrase', { phrase: quoted(failure.phrase) }) : null;
  }
}

/** Whether the image causes the failure. Another rule explains a script that waits, unless the image sets what it waits for. */
const isOfImage = ({ kind, at }: SimulatedFailure, context: RuleContext): boolean =>
  (kind !== 'never-ends' && kind !== 'waits-for-database') ||
  at.file === context.names.dockerfile ||
  context.simulation.final?.env.get('DATABASE_HOST') !== undefined;

/** Whether another rule reports the failure: a script calls a program that does not exist. */
const isOfScript = ({ kind }: SimulatedFailure, { manifest }: RuleContext): boolean =>
  kind === 'command-not-found' && asksForScript(manifest);

const asksForScript = (manifest: RuleContext['manifest']): boolean =>
  manifest?.todos.some(({ aims }) => aims.includes('entrypoint-script')) === true;

/** Whether the program that the container starts is missing, in a lesson without a TODO about it. */
const startsNothing = ({ manifest, simulation }: RuleContext): boolean =>
  manifest !== null &&
  simulation.start?.state === 'absent' &&
  !manifest.todos.some(
    ({ aims, assertions }) =>
      aims.includes('entrypoint-used') || assertions.some(({ assert }) => assert === 'start'),
  );

/** The server listens at another address or port, in a lesson without a TODO about that. */
function missesRequests(context: RuleContext, report: Reporter<typeof texts>): Violation | null {
  const reach = reachOf(context);
  const asks = context.manifest?.todos.some(({ assertions }) =>
    assertions.some(({ assert }) => assert === 'listens'),
  );
  if (reach.kind !== 'missed' || asks === true || asksForScript(context.manifest)) return null;
  const { host, port: given } = reach.server;
  const port = context.manifest?.port ?? null;
  const message =
    given === port
      ? report('local', { host: quoted(host ?? '') })
      : report('port', { given: given ?? '', port: port ?? '' });
  return { ...placeOf(reach.server), message };
}

export const startFails = defineRule({
  id: 'StartFails',
  severity: 'error',
  reads: 'what the container finds when it starts',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\nWORKDIR /app/core\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENV DATABASE_HOST=db\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  find: (context, report) => {
    // In Compose, a service gets its variables, command and neighbours from the Compose file, so this start is not the real one.
    if (context.compose !== null && context.manifest !== null) return [];
    const { start, failures, events } = context.simulation;
    if (startsNothing(context)) {
      const command = quoted((start?.words ?? []).join(' '), 60);
      const at = { file: context.names.dockerfile, line: start?.command?.line ?? null };
      return [{ ...at, message: report('absent', { command }) }];
    }
    const missed = missesRequests(context, report);
    if (missed !== null) return [missed];
    const explained = failures.length > 0 || events.some(({ kind }) => kind === 'script');
    const hasToServe = context.manifest === null || context.manifest.port !== null;
    if (
      hasToServe &&
      start?.outcome === 'ends' &&
      start.state === 'runs' &&
      !explained &&
      startSlip(context) === null &&
      context.student.complete
    ) {
      const at = { file: context.names.dockerfile, line: start.command?.line ?? null };
      return [{ ...at, message: report('ends', { command: quoted((start.words ?? []).join(' ')) }) }];
    }
    return failuresFor(context, null)
      .filter(
        (failure) =>
          failure.phase === 'start' && isOfImage(failure, context) && !isOfScript(failure, context),
      )
      .flatMap((failure): readonly Violation[] => {
        const message = sentenceFor(failure, report) ?? plainSentenceFor(failure, report);
        if (message !== null) return [{ ...placeOf(failure), message }];
        // If a TODO is about the script, another rule explains a failure in it.
        const isOfTodo = asksForScript(context.manifest) && failure.at.file !== context.names.dockerfile;
        return isOfTodo ? [] : [{ ...placeOf(failure), message: report('found') }];
      })
      .slice(0, 1);
  },
});
