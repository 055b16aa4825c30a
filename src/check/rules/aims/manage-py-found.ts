import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import type { Stage } from '../../simulation/image/stage.ts';
import { inProject } from '../../simulation/project.ts';
import { ignoreRemedy } from '../ignore-remedy.ts';
import { eventsOf, failureFor, placeOf, unreadableInstruction } from '../queries.ts';
import { defineRule, type Reporter, type RuleContext, type Violation } from '../rule.ts';
import { oddSign } from './slips/odd-character.ts';

/** Why a WORKDIR means another folder than it seems to. */
const slip = (
  written: string,
  manage: string,
): 'comment' | 'backslash' | 'brackets' | 'file' | 'tilde' | 'wrong' => {
  if (written.trim().startsWith('[')) return 'brackets';
  if (written.trim().endsWith(`/${manage}`)) return 'file';
  if (/\s#/.test(written)) return 'comment';
  if (/\w\\\w/.test(written)) return 'backslash';
  return written.trim().startsWith('~') ? 'tilde' : 'wrong';
};

const texts = {
  title: 'The container starts in the folder of manage.py',
  why: 'The start script calls `manage.py` without a path, so Python looks for it in the folder that the last WORKDIR has set.',
  missing:
    'The container starts in {{folder}}, but {{manage}} is in {{where}}: the start ends with “can’t open file”. Change to that folder with WORKDIR below the COPY of your code.',
  wrong:
    'This sets the folder to {{folder}}, where there is no {{manage}}: it is in {{where}}. The start ends with “can’t open file”. Correct the path.',
  comment:
    'Docker takes everything on this line for the folder: {{folder}}. Put the comment on a line of its own.',
  backslash:
    'This sets the folder to {{folder}}: in a Dockerfile folders are separated by /, and a backslash only disappears. Write {{where}}.',
  brackets:
    'WORKDIR takes a path as it is, so the brackets become a part of it: {{folder}}. Leave the brackets and the quotes out.',
  odd: 'A character on this line ({{sign}}) cannot be seen, so this sets the folder to another one than {{where}}: there is no {{manage}}. Type the line again.',
  file: 'WORKDIR takes a folder, and this names a file: {{folder}}. Leave {{manage}} out.',
  variable:
    '`{{name}}` has no value on this line, so this sets the folder to {{folder}}, where there is no {{manage}}: it is in {{where}}. ENV and ARG hold below their line and in their own build stage; write the path out.',
  above:
    'This line comes before your code is copied, so the code lands one folder deeper: the container starts in {{folder}}, and {{manage}} is in {{where}}. Move this line below the COPY of your code.',
  tilde:
    'This sets the folder to {{folder}}: Docker takes the `~` as it is, not for a home folder. Write {{where}}.',
  broken:
    'Docker cannot read `{{written}}`, so the folder is not changed. A folder is set with WORKDIR, for all steps below.',
  nowhere:
    'The container starts in {{folder}}, and {{manage}} is nowhere in the image: no step copies your code. Copy it, then change to its folder with WORKDIR.',
  hidden:
    'The container starts in {{folder}}, and {{manage}} is nowhere in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides your code from Docker. Take that pattern out.',
  notLetIn:
    'The container starts in {{folder}}, and {{manage}} is nowhere in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides your code, and no line below lets it in again. Write `!{{code}}` on a line below.',
  partly:
    '{{path}} is not in the image, and the application needs it: {{folder}} holds only a part of your code. Copy the whole folder, with what is below it.',
  partlyHidden:
    '{{path}} is not in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker, and the application needs it. Take that pattern out.',
  partlyNotLetIn:
    '{{path}} is not in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again. The application needs it: write `!{{path}}` on a line below.',
  script:
    'This line runs {{manage}} in {{folder}}, but it is in {{where}}: the start ends with “can’t open file”. Change to that folder with WORKDIR in the Dockerfile.',
  cd: 'This line changes to {{path}}, and there is no such folder in the image (from {{folder}}): the script ends here. Correct the path, or leave the cd out.',
  cdRun:
    '`cd` lasts only for its own RUN step: the next one, and the container, start in {{folder}} again, where there is no {{manage}}. Use WORKDIR instead.',
  unknown: 'I cannot tell in which folder the container starts.',
} as const;

export const managePyFound = defineRule({
  id: 'ManagePyFound',
  severity: 'error',
  aim: 'project-directory',
  url: 'https://docs.docker.com/reference/dockerfile/#workdir',
  reads: 'the folder in which the start command runs, and whether manage.py is in it',
  texts,
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync --frozen\nWORKDIR /app/core\nCMD ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
  },
  bad: {
    Dockerfile:
      'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync --frozen\nCMD ["uv", "run", "python", "manage.py", "runserver", "0.0.0.0:8000"]\n',
  },
  find: (context, report) => {
    const { final } = context.simulation;
    if (final === null) return [];
    const cd = failureFor(context, 'project-directory', ['folder-not-found']);
    if (cd !== undefined) {
      const message = report('cd', { path: quoted(cd.path), folder: quoted(cd.folder) });
      return [{ ...placeOf(cd), message, status: 'wrong' }];
    }
    const part = failureFor(context, 'project-directory', ['source-not-found']);
    if (part !== undefined) return [partMissing(part, context, report)];
    const failure = failureFor(context, 'project-directory', ['project-command-not-found']);
    if (failure !== undefined) {
      const inScript = failure.at.file !== context.names.dockerfile && failure.folder !== final.workdir;
      return [wrongFolder(context, report, final, failure.folder, inScript ? failure.at.line : null)];
    }
    return startsElsewhere(context, report, final);
  },
});

/** No failure concerns the folder, so the folder that the container starts in decides. */
function startsElsewhere(
  context: RuleContext,
  report: Reporter<typeof texts>,
  final: Stage,
): readonly Violation[] {
  const { command: manage } = context.project;
  const presence = final.files.presence(final.workdir === '/' ? `/${manage}` : `${final.workdir}/${manage}`);
  const ran = eventsOf(context, 'project-command', 'start');
  if (presence === 'file' || ran.some((each) => each.found === true)) return [];
  const serves = eventsOf(context, 'server', 'start').length > 0;
  // An unknown command may change to the folder and start what is there.
  const { start } = context.simulation;
  const doubtful =
    start?.state === 'runs' &&
    start.outcome === 'unknown' &&
    eventsOf(context, 'unknown', 'start').some(({ doubt }) => doubt.of === 'command');
  if (ran.length > 0 || presence === 'unknown' || doubtful) {
    if (serves && ran.length === 0) return [];
    const line = final.workdirLine || null;
    return [{ file: context.names.dockerfile, line, message: report('unknown'), status: 'unknown' }];
  }
  return serves ? [] : [wrongFolder(context, report, final, final.workdir, null)];
}

/** Part of the application is missing from the image: excluded by .dockerignore, or not copied. */
function partMissing(
  failure: SimulatedFailure<'source-not-found'>,
  context: RuleContext,
  report: Reporter<typeof texts>,
): Violation {
  const path = quoted(failure.path);
  const pattern = context.buildContext.ignoredBy(failure.path);
  if (pattern === null) {
    const message = report('partly', { path, folder: quoted(failure.folder) });
    const line = copyOfManage(context)?.instruction.line ?? null;
    return { file: context.names.dockerfile, line, message, status: 'wrong' };
  }
  const ignore = context.names.dockerignore;
  const values = { path, ignore, pattern: quoted(pattern.written), patternLine: pattern.line };
  const remedy = ignoreRemedy(context, failure.path);
  const message = report(remedy === 'hidden' ? 'partlyHidden' : 'partlyNotLetIn', values);
  return { file: ignore, line: pattern.line, message, status: 'wrong' };
}

/** The step that last copied manage.py. */
const copyOfManage = (context: RuleContext) =>
  context.simulation.steps.findLast(({ copied }) =>
    copied?.taken.some((path) => path.endsWith(context.project.command)),
  );

/** The folder of manage.py in the image; null if it is not there. */
function folderOfManage(context: RuleContext, final: Stage): string | null {
  const { command: manage } = context.project;
  const [found] = final.files.find((entry, path) => entry.kind === 'file' && path.endsWith(`/${manage}`));
  return found === undefined ? null : found[0].slice(0, found[0].lastIndexOf('/'));
}

/** A command expects manage.py in a folder that does not contain it. `scriptLine` is the script's line that changed to that folder. */
function wrongFolder(
  context: RuleContext,
  report: Reporter<typeof texts>,
  final: Stage,
  folder: string,
  scriptLine: number | null,
): Violation {
  const found = folderOfManage(context, final);
  if (found === null) return nowhere(context, report, folder, scriptLine);
  const file = context.names.dockerfile;
  const values = { folder: quoted(folder), manage: context.project.command, where: quoted(found) };
  const violationAt = (line: number | null, message: TranslatableText): Violation => ({
    file,
    line,
    message,
    status: 'wrong',
  });
  if (final.workdir === folder) {
    const usedCd = context.simulation.steps.find(
      ({ instruction }) => instruction.keyword === 'run' && /(?:^|[;&|]\s*)cd\s/.test(instruction.rest),
    );
    if (usedCd !== undefined) return violationAt(usedCd.instruction.line, report('cdRun', values));
    const broken = unreadableInstruction(context, /^\s*(?:cd\s|(?=\S*work)\S+(?:\s|$)|w\S*dir\s)/i);
    if (broken !== null) return violationAt(broken.line, report('broken', { written: broken.written }));
  }
  if (scriptLine !== null)
    return { ...violationAt(scriptLine, report('script', values)), file: context.names.entrypoint };
  const changed = context.simulation.steps.findLast(({ instruction }) => instruction.keyword === 'workdir');
  const copied = copyOfManage(context);
  const line = changed?.instruction.line ?? null;
  if (changed === undefined || copied === undefined || changed.instruction.line <= copied.instruction.line)
    return changed !== undefined &&
      found.startsWith(`${folder}/`) &&
      folder.endsWith(`/${context.project.directory}`)
      ? violationAt(line, report('above', values))
      : { file, line, message: report('missing', values), status: 'missing' };
  const [unset] = context.simulation.steps.flatMap((each) =>
    each.instruction.line === line ? each.undefinedVariables : [],
  );
  const sign = oddSign(changed.instruction.rest);
  if (sign !== null) return violationAt(line, report('odd', { ...values, sign }));
  const message =
    unset === undefined
      ? report(slip(changed.instruction.rest, values.manage), values)
      : report('variable', { ...values, name: `$${quoted(unset, 40)}` });
  return violationAt(line, message);
}

/** manage.py is nowhere in the image: excluded by .dockerignore, or not copied. */
function nowhere(
  context: RuleContext,
  report: Reporter<typeof texts>,
  folder: string,
  line: number | null,
): Violation {
  const { directory, command: manage } = context.project;
  const path = inProject(context.project, manage);
  const pattern = context.buildContext.ignoredBy(path);
  const values = { folder: quoted(folder), manage };
  if (pattern === null)
    return { file: context.names.dockerfile, line, message: report('nowhere', values), status: 'wrong' };
  const code = directory || manage;
  const ignore = context.names.dockerignore;
  const hidden = { ...values, ignore, code, pattern: quoted(pattern.written), patternLine: pattern.line };
  const message = report(ignoreRemedy(context, code, path), hidden);
  return { file: ignore, line: pattern.line, message, status: 'wrong' };
}
