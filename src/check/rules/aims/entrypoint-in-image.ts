import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { copySentences, explainCopy } from '../missing-copy.ts';
import { eventsOf, failuresFor, placeOf, scriptsInImage, unreadableInstruction } from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { oddSign } from './slips/odd-character.ts';
import { say } from './slips/sentences.ts';
import { slipIn } from './slips/slip.ts';

/** Whether the container starts a program of the student's, through a script or directly. */
export const startsSomething = (context: RuleContext): boolean =>
  context.simulation.start?.state === 'runs' &&
  !context.simulation.start.assumed &&
  (eventsOf(context, 'script', 'start').length > 0 || eventsOf(context, 'server', 'start').length > 0);

/** Scripts that a COPY names or that were made executable. */
export const preparedScripts = (context: RuleContext): ReturnType<typeof scriptsInImage> =>
  scriptsInImage(context).filter(([, { named, executable }]) => named || executable === true);

const texts = {
  title: 'The start script is in the image',
  why: 'A file of your folder is in the image only when a COPY puts it there. A container cannot start with a script that it does not have.',
  never:
    'No step copies {{script}} to a place of its own and makes it executable, so the container has no script to start with. COPY it and run `chmod +x` on it.',
  noFile:
    'There is no file {{script}} in your folder, so there is nothing to copy. Create it with the lines that the lesson gives.',
  hidden: copySentences.hidden,
  notLetIn: copySentences.notLetIn,
  notFound:
    'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Create it, or correct the name.',
  above: copySentences.above,
  flag: copySentences.flag,
  words: copySentences.words,
  otherFile:
    'The build stops here: {{command}} cannot access {{path}}, because in this folder it means {{resolved}} and no step has put a file there. Give it the path that COPY uses.',
  otherPlace:
    'The build stops here: {{command}} cannot access {{path}}, because the COPY has put your script at {{where}}. Use the same path in both.',
  notCopied:
    'The build stops here: {{command}} cannot access {{path}}, because no step copies your script to that place. Add a COPY above that does.',
  early:
    'The build stops here: {{command}} cannot access {{path}}, because the COPY that brings it comes only on line {{line}}. Docker works from top to bottom: move this step below it.',
  typo: copySentences.typo,
  filler: copySentences.filler,
  backslash:
    'The build stops here: "/{{path}}": not found. In a Dockerfile folders are separated by /, and a backslash only disappears: write ./{{script}}.',
  folder:
    'The slash at the end makes {{path}} a folder with your script in it, and a container cannot start with a folder: “permission denied”. Leave the slash out.',
  comment: copySentences.comment,
  operand: 'This chmod names no file, so it stops the build. Write the path of the script after +x.',
  mode: 'The build stops here: “{{phrase}}”. To make the script executable write `chmod +x`, with a plain plus sign.',
  notPermitted:
    'The build stops here: the step runs as {{user}}, and the file belongs to root. Put the chmod above the USER line, or use COPY with `--chmod`.',
  broken: 'Docker cannot read `{{written}}`, so the script is not copied.',
} as const;

export const entrypointInImage = defineRule({
  id: 'EntrypointInImage',
  severity: 'error',
  aim: 'entrypoint-script',
  url: 'https://docs.docker.com/reference/dockerfile/#copy',
  reads: 'the files in the image that come from the start script',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENTRYPOINT ["/entrypoint.sh"]\n' },
  find: (context, report) => {
    for (const failure of failuresFor(context, 'entrypoint-script')) {
      const plain = failure.phase === 'build' ? sentenceFor(failure, context, report) : null;
      if (plain !== null)
        return [{ ...placeOf(failure), message: slipIn(context, failure) ?? plain, status: 'wrong' }];
    }
    return copiedIntoFolder(context, report) ?? notCopied(context, report);
  },
});

/** The sentence for a failed step that should have copied the script or made it executable; null for any other step. */
function sentenceFor(
  failure: SimulatedFailure,
  context: RuleContext,
  report: Reporter<typeof texts>,
): TranslatableText | null {
  switch (failure.kind) {
    case 'copy-not-found':
      return explainCopy(context, failure, {
        comment: () => report('comment'),
        hidden: (values) => report('hidden', values),
        notLetIn: (values) => report('notLetIn', values),
        noScript: (values) => report('noFile', values),
        backslash: (values) => report('backslash', values),
        filler: (values) => report('filler', values),
        above: (values) => report('above', values),
        flag: (values) => report('flag', values),
        words: (values) => report('words', values),
        typo: (values) => report('typo', values),
        notFound: (values) => report('notFound', values),
      });
    case 'file-not-found':
      return missedScript(failure, context, report);
    case 'not-permitted':
      return report('notPermitted', { user: quoted(failure.user) });
    case 'chmod-mode-refused':
      return report('mode', { phrase: quoted(failure.phrase) });
    case 'chmod-without-file':
      return report('operand');
    default:
      return null;
  }
}

/** A command looks for the script in the wrong place, or too early. */
function missedScript(
  failure: SimulatedFailure<'file-not-found'>,
  context: RuleContext,
  report: Reporter<typeof texts>,
): TranslatableText {
  const [script] = scriptsInImage(context).filter(([, { named }]) => named);
  const command = quoted(failure.command);
  const path = quoted(failure.path);
  const resolved = quoted(failure.resolved);
  const [place = '', { line } = { line: 0 }] = script ?? [];
  const where = quoted(place);
  if (place === failure.resolved) return report('early', { command, path, line });
  const sign = where === resolved ? oddSign(place) : null;
  if (sign !== null) return say.later('oddCopy', { line, sign, path });
  if (path === resolved && where === '') return report('notCopied', { command, path });
  return path === resolved
    ? report('otherPlace', { command, path, where })
    : report('otherFile', { command, path, resolved });
}

/** A trailing slash in the COPY created a folder with the script's name, or ENTRYPOINT names some other folder. */
function copiedIntoFolder(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] | null {
  const { start } = context.simulation;
  const path = start?.words?.[0] ?? '';
  const inside = scriptsInImage(context).find(([each]) => each.startsWith(`${path}/`));
  if (start?.state !== 'folder' || inside === undefined) return null;
  if (nameOf(path) !== nameOf(context.names.entrypoint)) return null;
  const message = report('folder', { path: quoted(path) });
  return [{ file: context.names.dockerfile, line: inside[1].line, message, status: 'wrong' }];
}

/** No script of the student's is ready to be started. */
function notCopied(context: RuleContext, report: Reporter<typeof texts>): readonly Violation[] {
  const { entrypoint: script, dockerfile: file } = context.names;
  const { start, final } = context.simulation;
  if (startsSomething(context) || preparedScripts(context).length > 0) return [];
  // The program that starts may do everything needed, such as a Python program instead of a script.
  if (start?.state === 'runs' && start.outcome === 'unknown' && !start.assumed) return [];
  if (start?.state === 'unknown' || final?.files.isVague === true) return [];
  const broken = unreadableInstruction(context, /entrypoint\.sh|chmod/i);
  if (broken !== null) {
    const message = report('broken', { written: broken.written });
    return [{ file, line: broken.line, message, status: 'wrong' }];
  }
  if (context.student.complete && !context.buildContext.files.has(script))
    return [{ file: script, line: null, message: report('noFile', { script }), status: 'missing' }];
  return [{ file, line: null, message: report('never', { script }), status: 'missing' }];
}
