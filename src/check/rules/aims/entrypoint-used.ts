import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { nameOf } from '../../simulation/image/files.ts';
import type { Start } from '../../simulation/start.ts';
import {
  eventsOf,
  failureFor,
  failuresFor,
  failuresOf,
  scriptsInImage,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { preparedScripts, startsSomething } from './entrypoint-in-image.ts';
import { oddSign } from './slips/odd-character.ts';
import { handoverToCommand } from './start-queries.ts';
import { type StartSlip, startSlip } from './start-slips.ts';

/** Why a line that looks like a JSON array is not one. */
function jsonFlaw(
  written: string,
): 'braces' | 'curly' | 'single' | 'bare' | 'open' | 'comma' | 'behind' | 'sign' | 'broken' {
  const text = written.trim();
  if (text.startsWith('{')) return 'braces';
  if (/^[=:]/.test(text)) return 'sign';
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(text)) return 'curly';
  if (!text.includes('"')) return text.includes("'") ? 'single' : 'bare';
  if (!text.includes(']')) return 'open';
  if (/,\s*\]$/.test(text)) return 'comma';
  return text.slice(text.lastIndexOf(']') + 1).trim() !== '' ? 'behind' : 'broken';
}

type MissingFile = SimulatedFailure<'file-not-found' | 'python-file-not-found'>;

const isMissingFile = (failure: SimulatedFailure): failure is MissingFile =>
  failure.kind === 'file-not-found' || failure.kind === 'python-file-not-found';

const texts = {
  title: 'The container starts with the script',
  why: 'ENTRYPOINT says which program a container runs. Without it the container runs what its base image says, here a Python prompt that ends at once.',
  never:
    'The image names no ENTRYPOINT, so the container runs the base image’s own command and ends at once. Add ENTRYPOINT with the path of your script, in square brackets and double quotes.',
  curly:
    'These quotes are curly ones (“ ”), as word processors make them, so Docker hands the line to a shell as it is: “not found”. Type them again, as plain double quotes.',
  single:
    'With single quotes this is not a JSON array, so Docker hands the line to a shell as it is: “not found”. Use double quotes.',
  bare: 'Without quotes this is not a JSON array, so Docker hands the line to a shell as it is: “not found”. Put each word into double quotes.',
  open: 'The closing bracket is missing, so Docker hands the line to a shell as it is: “not found”. End it with ]',
  comma:
    'The comma before the closing bracket is one too many, so Docker hands the line to a shell as it is: “not found”. Delete it.',
  behind:
    'Something follows the closing bracket, so Docker hands the line to a shell as it is: “not found”. Put comments on a line of their own.',
  broken:
    'This is not a JSON array, so Docker hands the line to a shell as it is: “not found”. Write ["{{where}}"], with double quotes and a comma between words.',
  words:
    'Docker looks for one program with the name `{{path}}`, space and all. Each word is an element of its own: "sh", "/entrypoint.sh".',
  folder:
    '{{path}} is a folder, and a container cannot start with a folder: “permission denied”. Name your script: {{where}}.',
  notHandedOn:
    'In this form ENTRYPOINT runs in a shell that does not hand CMD on to your script: its `"$@"` is empty, and the container ends. Write ENTRYPOINT ["{{where}}"].',
  path: 'The container starts with {{path}}, but no such file is in the image: your script is {{where}}. Use the same path here and in the COPY.',
  noPath:
    '`{{path}}` has no slash, so it is looked for on the PATH and not found. Write the script’s whole path: {{where}}.',
  starter:
    'The container starts with {{path}}, which is not in the image, so nothing starts your script. Install it in the Dockerfile and write the path it then has, or leave it out: ["{{where}}"].',
  python:
    'This has Python read {{path}}, which is written for a shell: “SyntaxError”. Start the script by its path alone.',
  braces:
    'With braces this is not a JSON array, so Docker hands the line to a shell as it is: “not found”. Write square brackets: ["{{where}}"].',
  sign: 'The sign before the bracket does not belong there, so Docker hands the line to a shell as it is: “not found”. Delete it.',
  otherStage:
    'The ENTRYPOINT is in another build stage than the last one, so the image does not have it. Move it to the last stage.',
  apart:
    '`sh -c` takes only the next word for its command, here `{{word}}`. Put the whole command into one pair of quotes, or start your script: ["{{where}}"].',
  noOption:
    'Without -c the shell takes `{{word}}` for the name of a file, and there is none: “cannot open”. Add "-c" before it, or start your script: ["{{where}}"].',
  replaced:
    'Only the last {{word}} of a file counts, so this one replaces the one on line {{earlier}} that starts your script. Delete this line.',
  notScript:
    'The container starts `{{command}}` and not your script, so nothing migrates: “no such table”. Name {{where}} here.',
  odd: 'A character on this line ({{sign}}) cannot be seen, so Docker looks for a program with another name than {{path}}. Type the line again.',
  blank:
    'There is a space inside the quotes, next to {{path}}, so Docker looks for a file with that name. Delete the space.',
  inRun:
    'RUN starts {{where}} while the image is built, and a container does not start with it. Write ENTRYPOINT here, with square brackets and double quotes.',
  other:
    'The container runs `{{command}}` and not your script: the server never starts. Name the script here.',
  unreadable: 'Docker cannot read `{{written}}`, so the image has no entrypoint.',
  unknown: 'I cannot tell what the container starts with.',
} as const;

export const entrypointUsed = defineRule({
  id: 'EntrypointUsed',
  severity: 'error',
  aim: 'entrypoint-used',
  url: 'https://docs.docker.com/reference/dockerfile/#entrypoint',
  reads: 'ENTRYPOINT and CMD of the last stage, and whether the program that they name is in the image',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile:
      "FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ['/entrypoint.sh']\n",
  },
  find: (context, report) => {
    const { start } = context.simulation;
    if (start === null) return [];
    const at = {
      file: context.names.dockerfile,
      line: start.command?.line ?? null,
      status: 'wrong',
    } as const;
    const where = scriptPath(context);
    const slip = startSlip(context);
    if (slip !== null) return [{ ...at, message: wordSlip(slip, where, report) }];
    switch (start.state) {
      case 'none':
        return [withoutStart(context, report)];
      case 'broken':
        return [{ ...at, message: report(jsonFlaw(start.command?.written ?? ''), { where }) }];
      case 'folder': {
        const [path = ''] = start.words ?? [];
        const own = nameOf(path) === nameOf(context.names.entrypoint);
        if (own && scriptsInImage(context).some(([each]) => each.startsWith(`${path}/`))) return [];
        return [{ ...at, message: report('folder', { path: quoted(path), where }) }];
      }
      case 'unknown':
        return [{ ...at, message: report('unknown'), status: 'unknown' }];
      case 'absent':
        return programAbsent(context, report, start);
      case 'runs':
        return otherProgram(context, report, start);
    }
  },
});

/** Describes what is wrong with the line that starts the container. */
function wordSlip(slip: StartSlip, where: string, report: Reporter<typeof texts>): TranslatableText {
  switch (slip.key) {
    case 'apart':
    case 'noOption':
      return report(slip.key, { word: slip.word, where });
    case 'replaced':
      return report('replaced', { word: slip.word, earlier: slip.earlier });
    case 'notScript':
      return report('notScript', { command: slip.command, where });
  }
}

/** Path of the student's script in the image. */
const scriptPath = (context: RuleContext): string =>
  quoted(preparedScripts(context)[0]?.[0] ?? '/entrypoint.sh');

/** There is neither ENTRYPOINT nor CMD. */
function withoutStart(context: RuleContext, report: Reporter<typeof texts>): Violation {
  const file = context.names.dockerfile;
  const broken = unreadableInstruction(context, /^\s*\S*(?:entry|cmd|point)/i);
  if (broken !== null) {
    const message = report('unreadable', { written: broken.written });
    return { file, line: broken.line, message, status: 'wrong' };
  }
  const other = context.simulation.stages.find((stage) => stage.entrypoint !== null);
  const where = scriptPath(context);
  const run = context.simulation.steps.find(
    ({ instruction: { keyword, rest } }) => keyword === 'run' && rest.replace(/[[\]"'\s]/g, '') === where,
  );
  if (run !== undefined)
    return { file, line: run.instruction.line, message: report('inRun', { where }), status: 'wrong' };
  if (other === undefined) return { file, line: null, message: report('never'), status: 'missing' };
  return { file, line: other.entrypoint?.line ?? null, message: report('otherStage'), status: 'wrong' };
}

/** The image lacks the program that it starts. */
function programAbsent(
  context: RuleContext,
  report: Reporter<typeof texts>,
  start: Start,
): readonly Violation[] {
  const [word = ''] = start.words ?? [];
  const path = quoted(word);
  // If a chmod of the same path also fails, the COPY is what is wrong.
  const missed = failuresFor(context, 'entrypoint-script').some(
    (failure) => isMissingFile(failure) && failure.resolved === word,
  );
  if (missed) return [];
  // If the image has no script of the student's, then the script is missing, and the way to start it is not the problem.
  if (preparedScripts(context).length === 0 && path.includes('/')) return [];
  const sign = oddSign(word);
  const line = start.command?.line ?? null;
  if (sign !== null)
    return [
      { file: context.names.dockerfile, line, message: report('odd', { sign, path }), status: 'wrong' },
    ];
  const isBlank = word !== word.trim() && !/\s/.test(path);
  const named = /\s/.test(path) ? 'words' : missingProgram(context, start, path);
  const key = isBlank ? 'blank' : named;
  const message = report(key, { path, where: scriptPath(context) });
  return [{ file: context.names.dockerfile, line, message, status: 'wrong' }];
}

/** Key of the sentence for a missing program. It may have been intended to start the script (`tini -- /entrypoint.sh`). */
function missingProgram(context: RuleContext, start: Start, path: string): 'starter' | 'path' | 'noPath' {
  const others = (start.words ?? []).slice(1).map(nameOf);
  const starts = preparedScripts(context).some(([script]) => others.includes(nameOf(script)));
  if (starts) return 'starter';
  return path.includes('/') ? 'path' : 'noPath';
}

/** The container starts an existing program: the script, or another one. */
function otherProgram(
  context: RuleContext,
  report: Reporter<typeof texts>,
  start: Start,
): readonly Violation[] {
  const file = context.names.dockerfile;
  const at = { file, line: start.command?.line ?? null, status: 'wrong' } as const;
  const where = scriptPath(context);
  if (eventsOf(context, 'server', 'start').length === 0 && handoverToCommand(context)?.lost === true) {
    const line = context.simulation.final?.entrypoint?.line ?? at.line;
    return [{ ...at, line, message: report('notHandedOn', { where }) }];
  }
  const unread = failureFor(context, 'entrypoint-used', ['not-python']);
  if (unread !== undefined) return [{ ...at, message: report('python', { path: quoted(unread.path) }) }];
  const notFound = failuresOf(context, ['script-not-found', 'command-not-found'], 'start').find(
    (failure) => failure.at.file === file,
  );
  if (notFound !== undefined && preparedScripts(context).length > 0) {
    const path = quoted(notFound.kind === 'script-not-found' ? notFound.path : notFound.command);
    const isRead = (start.words?.length ?? 0) > 1;
    return [{ ...at, message: report(isRead || path.includes('/') ? 'path' : 'noPath', { path, where }) }];
  }
  if (notFound !== undefined || startsSomething(context)) return [];
  // What the script does only counts if the container really started it.
  if (doesSomething(context) && !start.assumed) return [];
  const command = quoted((start.words ?? []).join(' '), 40);
  return [{ ...at, message: report('other', { command }) }];
}

/** Whether the start runs manage.py, fails, or does something unknown. */
const doesSomething = (context: RuleContext): boolean =>
  eventsOf(context, 'unknown', 'start').length > 0 ||
  eventsOf(context, 'project-command', 'start').length > 0 ||
  context.simulation.failures.some(({ phase }) => phase === 'start');
