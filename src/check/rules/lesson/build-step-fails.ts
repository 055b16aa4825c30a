import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { FailureKind, SimulatedFailure } from '../../simulation/failures.ts';
import { slipIn } from '../aims/slips/slip.ts';
import { isBashWord } from '../bash-words.ts';
import { copySentences, explainCopy } from '../missing-copy.ts';
import { hasNodeSentence, nodeSentences } from '../node-sentences.ts';
import { failuresFor, isSameText, placeOf } from '../queries.ts';
import { defineRule, type Reporter, type RuleContext } from '../rule.ts';

const { comment, hidden, notLetIn, above, flag, words } = copySentences;

const texts = {
  title: 'Every command of the build works',
  why: 'A RUN step that fails ends the build. What a command needs has to be in the image before.',
  found: 'The build stops here.',
  path: 'The build stops here: {{command}}: not found. Line {{line}} sets PATH without the folders of the image’s own programs. End it with `:$PATH`, in double quotes.',
  bash: 'The build stops here: {{command}}: not found. That is a word of bash, and RUN uses /bin/sh. Leave it out, or put SHELL ["/bin/bash", "-c"] above.',
  list: 'The build stops here: {{command}}: not found. The words in brackets are not a JSON array, so a shell reads them as they are. Put each word into double quotes.',
  letters: 'The build stops here: {{command}}: not found. Programs are written in lower case: {{instead}}.',
  command:
    'The build stops here: {{command}}: not found. This image has no such program: install it in a step above, or do without it.',
  source:
    'The build stops here: “source: not found”. That is a word of bash, and RUN uses /bin/sh. What it sets would also end with this step: leave it out, uv finds .venv by itself.',
  sourcePlain:
    'The build stops here: “source: not found”. That is a word of bash, and RUN uses /bin/sh. What it sets would also end with this step.',
  prompt:
    'The build stops here: “$: not found”. The $ is the prompt of a terminal and no part of the command: leave it out.',
  lists:
    'The build stops here: “{{phrase}}”. There are no package lists in the image at this point: run apt-get update before, in the same RUN.',
  package:
    'The build stops here: “{{phrase}}”. The distribution of this image has no package of that name: correct it, or leave it out.',
  packageTypo: 'The build stops here: “{{phrase}}”. Did you mean {{instead}}?',
  file: 'The build stops here: {{command}} does not find {{path}} in the image. Copy it in a step above, or correct the path.',
  removes: 'The build stops here: rm finds no {{path}} to remove. Write rm -f, or leave it out.',
  copy: 'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Check its name and its place.',
  above,
  flag,
  words,
  hidden,
  notLetIn,
  stage:
    'The build stops here: "{{path}}": not found. The stage {{stage}} has no such file. Check the path there.',
  folder: 'The build stops here: there is no folder {{path}} in the image (from {{folder}}).',
  script: 'The build stops here: {{path}}: not found. No step has put this file into the image.',
  notExecutable:
    'The build stops here: {{path}}: “Permission denied”. The file may not be executed: put RUN chmod +x {{path}} above.',
  unrunnable:
    'The build stops here: the system cannot run {{path}}. Check its first line, and that its lines end in LF.',
  permission:
    'The build stops here: {{command}}: “Permission denied” for the user {{user}}. Do it above the USER line.',
  compiled:
    'The build stops here: “{{phrase}}”. {{package}} has to be compiled when it is installed, and this image has nothing to do that with. Leave it out, or install {{instead}}, which needs no compiler.',
  usage: 'The build stops here: “{{phrase}}”.',
  exitCode: 'The build stops here: `{{command}}` ends with an exit code that is not 0.',
  hangs:
    'This starts {{what}} while the image is built, so the build never ends. The server belongs in the start script.',
  manage:
    'The build stops here: there is no {{manage}} in {{folder}}. Copy your code first, and change to its folder.',
  module:
    'The build stops here: “No module named {{module}}”. Put uv run before python, or do this after the dependencies are installed.',
  modulePlain: 'The build stops here: “No module named {{module}}”. Install it in a step above.',
  comment,
  part: 'The build stops here: {{path}} is not in the image, and manage.py needs it. Copy all of your code before this step.',
  user: 'The build stops here: unable to find user {{user}}: no matching entries in passwd file. Create the user with useradd in a RUN step above.',
  group:
    'The build stops here: unable to find group {{group}}: no matching entries in group file. Create it with groupadd in a RUN step above, or leave it out.',
  owner:
    'The build stops here: invalid user index: -1. This image has no list of users, so Docker cannot know who {{owner}} is. Name owners by their numbers, like `--chown=1000:1000`.',
  host: 'The build stops here: there is no host {{host}}. Correct the address, or leave the line out.',
  itself: 'The build stops here: {{path}} runs itself once more, and so on forever. Leave that line out.',
  ...nodeSentences,
} as const;

/** The line that sets a PATH without the folders of the image's own programs; null if there is none. */
function lostPath({ simulation: { final } }: RuleContext): number | null {
  const line = final?.envLines.get('PATH');
  const path = final?.env.get('PATH') ?? '';
  if (line === undefined || !isKnown(path)) return null;
  return path.split(':').some((folder) => /^(?:\/usr)?\/bin\/?$/.test(folder)) ? null : line;
}

/** The sentence for each kind of failure that ends a build step. */
type BuildSentences = {
  readonly [Kind in FailureKind]: (
    failure: SimulatedFailure<Kind>,
    report: Reporter<typeof texts>,
    context: RuleContext,
  ) => TranslatableText;
};

const found = (_: unknown, report: Reporter<typeof texts>): TranslatableText => report('found');
const usage = ({ phrase }: { readonly phrase: string }, report: Reporter<typeof texts>): TranslatableText =>
  report('usage', { phrase: quoted(phrase) });
const module = (
  failure: { readonly module: string },
  report: Reporter<typeof texts>,
  context: RuleContext,
): TranslatableText =>
  report(namesProject(context) ? 'module' : 'modulePlain', { module: quoted(failure.module) });

/** Whether the lesson has a project, so that its tools are known. Without a manifest the project is unknown, and no tool is mentioned. */
const namesProject = ({ manifest }: RuleContext): boolean => manifest !== null && manifest.project !== null;
const file = (
  failure: { readonly command: string; readonly path: string },
  report: Reporter<typeof texts>,
): TranslatableText => report('file', { command: quoted(failure.command), path: quoted(failure.path) });
const noProject = ({ command }: { readonly command: string }, report: Reporter<typeof texts>) =>
  file({ command, path: 'pyproject.toml' }, report);
const ofPath =
  (key: 'script' | 'unrunnable') =>
  ({ path }: { readonly path: string }, report: Reporter<typeof texts>): TranslatableText =>
    report(key, { path: quoted(path) });

const sentences: BuildSentences = {
  'command-not-found': ({ command }, report, context) => {
    if (command === '$') return report('prompt');
    if (command === 'source') return report(namesProject(context) ? 'source' : 'sourcePlain');
    const values = { command: quoted(command) };
    if (/^[[“‘]/.test(command)) return report('list', values);
    if (isBashWord(command)) return report('bash', values);
    const line = lostPath(context);
    if (line !== null) return report('path', { ...values, line });
    const small = command.toLowerCase();
    if (small !== command) return report('letters', { ...values, instead: quoted(small) });
    return report('command', values);
  },
  'tool-missing': ({ command }, report) => report('command', { command: quoted(command) }),
  'script-not-found': ofPath('script'),
  'script-runs-itself': ({ path }, report) => report('itself', { path: quoted(path) }),
  'script-not-executable': ({ path, barred }, report) =>
    barred.who === 'user'
      ? report('permission', { command: quoted(path), user: quoted(barred.user) })
      : report('notExecutable', { path: quoted(path) }),
  'exec-format': ofPath('unrunnable'),
  'interpreter-not-found': ofPath('unrunnable'),
  'interpreter-arguments': ofPath('unrunnable'),
  'windows-line-endings': ofPath('unrunnable'),
  'not-python': found,
  'shell-refused': usage,
  'variable-not-set': usage,
  'command-refused': usage,
  'command-failed': usage,
  'exit-code': ({ command }, report) => report('exitCode', { command: quoted(command) }),
  'redirect-refused': usage,
  'never-ends': ({ awaited }, report) => report('hangs', { what: quoted(awaited ?? '') }),

  'file-not-found': (failure, report) =>
    failure.command === 'rm' ? report('removes', { path: quoted(failure.path) }) : file(failure, report),
  'python-file-not-found': file,
  'sourced-file-not-found': ({ path }, report) => report('file', { command: '.', path: quoted(path) }),
  'folder-not-found': ({ path, folder }, report) =>
    report('folder', { path: quoted(path), folder: quoted(folder) }),
  'chmod-without-file': usage,
  'chmod-mode-refused': usage,
  'not-permitted': ({ command, user }, report) =>
    report('permission', { command: quoted(command), user: quoted(user) }),
  'user-not-found': ({ user }, report) => report('user', { user: quoted(user) }),
  'group-not-found': ({ group }, report) => report('group', { group: quoted(group) }),
  'owner-not-found': ({ owner }, report) => report('owner', { owner: quoted(owner) }),
  'copy-not-found': (failure, report, context) =>
    explainCopy(context, failure, {
      comment: () => report('comment'),
      hidden: (values) => report('hidden', values),
      notLetIn: (values) => report('notLetIn', values),
      stage: (values) => report('stage', values),
      above: (values) => report('above', values),
      flag: (values) => report('flag', values),
      words: (values) => report('words', values),
      notFound: (values) => report('copy', values),
    }),
  'host-not-found': ({ host }, report) => report('host', { host: quoted(host) }),
  'package-lists-missing': ({ phrase }, report) => report('lists', { phrase: quoted(phrase) }),
  'package-not-found': ({ package: name, phrase, similar }, report) => {
    if (similar === null) return report('package', { phrase: quoted(phrase) });
    const values = { package: quoted(name), phrase: quoted(phrase), instead: quoted(similar) };
    return report('packageTypo', values);
  },
  'package-not-built': ({ package: name, phrase, instead }, report) =>
    report('compiled', { package: quoted(name), phrase: quoted(phrase, 100), instead }),
  'install-refused': usage,
  'project-not-installable': usage,
  'requirements-refused': usage,
  'requirements-not-found': ({ path }, report) => report('file', { command: 'pip', path: quoted(path) }),
  'readme-not-found': found,
  'tool-refused': usage,
  'project-refused': usage,
  'only-dev-installed': found,
  'no-virtual-environment': found,
  'project-file-not-found': noProject,
  'project-elsewhere': noProject,
  'lock-not-found': found,
  'lock-outdated': found,
  'needs-network': found,

  'module-not-found': module,
  'other-python': module,
  'outside-project': module,
  'settings-not-found': module,
  'application-not-found': module,
  'project-command-not-found': ({ path, folder }, report) =>
    report('manage', { manage: quoted(path), folder: quoted(folder) }),
  'source-not-found': ({ path }, report) => report('part', { path: quoted(path) }),
  'application-refused': usage,
  'server-refused': ({ phrase }, report) => report('usage', { phrase: quoted(phrase, 140) }),
  'refused-with-advice': ({ phrase, advice }, report) =>
    report(hasNodeSentence(advice) ? advice : 'usage', { phrase: quoted(phrase, 140) }),
  'host-refused': found,
  'page-not-served': found,
  'waits-for-database': found,
  'database-read-only': found,
};

const sentenceFor = <Kind extends FailureKind>(
  failure: SimulatedFailure<Kind>,
  report: Reporter<typeof texts>,
  context: RuleContext,
): TranslatableText => sentences[failure.kind](failure, report, context);

export const buildStepFails = defineRule({
  id: 'BuildStepFails',
  severity: 'error',
  reads: 'what each command of RUN finds in the image',
  texts,
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get update && apt-get install -y curl\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN apt-get install -y curl\n' },
  find: (context, report) =>
    failuresFor(context, null)
      .filter(({ phase }) => phase === 'build')
      .slice(0, 3)
      .concat(firstOfAims(context))
      .map((failure) => ({
        ...placeOf(failure),
        message: slipIn(context, failure) ?? sentenceFor(failure, report, context),
      }))
      // A single cause, such as a SHELL that cannot run anything, is reported once.
      .filter(({ message }, at, all) => all.findIndex((each) => isSameText(each.message, message)) === at),
});

/** The first failed step, if it belongs to a TODO: the TODO reports another line if the cause is elsewhere. */
function firstOfAims(context: RuleContext): readonly SimulatedFailure[] {
  const first = context.simulation.failures.find(({ phase }) => phase === 'build');
  // A missing tool is explained where it should have been installed.
  if (first?.kind === 'tool-missing') return [];
  if (first === undefined || context.aims.get(first) === null) return [];
  // The TODO's own rule says more than these generic sentences.
  const isSaid = [found, noProject].some((sentence) => sentence === sentences[first.kind]);
  return isSaid ? [] : [first];
}
