import { quoted } from '../../dockerfile/text.ts';
import { ignoreRemedy } from '../ignore-remedy.ts';
import { eventsOf, failuresFor, placeOf, quotedValue, unreadableInstruction } from '../queries.ts';
import { defineRule } from '../rule.ts';

/** What makes a WORKDIR name another folder than it seems to. */
const slip = (written: string): 'comment' | 'backslash' | 'tilde' | 'wrong' => {
  if (/\s#/.test(written)) return 'comment';
  if (/\w\\\w/.test(written)) return 'backslash';
  return written.trim().startsWith('~') ? 'tilde' : 'wrong';
};

const partly = { hidden: 'partlyHidden', notLetIn: 'partlyNotLetIn' } as const;

export const managePyFound = defineRule({
  id: 'ManagePyFound',
  severity: 'error',
  aim: 'project-directory',
  url: 'https://docs.docker.com/reference/dockerfile/#workdir',
  reads: 'the folder in which the start command runs, and whether manage.py is in it',
  texts: {
    title: 'The container starts in the folder of manage.py',
    why: 'The start script calls `manage.py` without a path, so Python looks for it in the folder that the last WORKDIR has set.',
    missing:
      'The container starts in {{folder}}, but {{manage}} is in {{where}}: the start ends with “can’t open file”. Change to that folder with WORKDIR below the COPY of your code.',
    wrong:
      'This sets the folder to {{folder}}, where there is no {{manage}}: it is in {{where}}. The start ends with “can’t open file”. Correct the path.',
    comment:
      'Docker takes all that stands here for the folder: {{folder}}. Put the comment on a line of its own.',
    backslash:
      'This sets the folder to {{folder}}: in a Dockerfile folders are parted by /, and a backslash only disappears. Write {{where}}.',
    tilde:
      'This sets the folder to {{folder}}: Docker takes the `~` as it stands, not for a home folder. Write {{where}}.',
    broken:
      'Docker cannot read `{{written}}`, so the folder is not changed. A folder is set with WORKDIR, for all steps below.',
    nowhere:
      'The container starts in {{folder}}, and {{manage}} is nowhere in the image: no step copies your code. Copy it, then change to its folder with WORKDIR.',
    hidden:
      'The container starts in {{folder}}, and {{manage}} is nowhere in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides your code from Docker. Take that pattern out.',
    notLetIn:
      'The container starts in {{folder}}, and {{manage}} is nowhere in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides your code, and no line below lets it in again. Write `!{{code}}` on a line below.',
    partly:
      '{{path}} is not in the image: {{folder}} holds only a part of your code, so the start ends with an error. Copy the whole folder, with what is below it.',
    partlyHidden:
      '{{path}} is not in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker, so the start ends with an error. Take that pattern out.',
    partlyNotLetIn:
      '{{path}} is not in the image: line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again, so the start ends with an error. Write `!{{path}}` on a line below.',
    script:
      'This line runs {{manage}} in {{folder}}, but it is in {{where}}: the start ends with “can’t open file”. Change to that folder with WORKDIR in the Dockerfile.',
    cd: 'This line changes to {{path}}, and there is no such folder in the image (from {{folder}}). The script ends here.',
    cdRun:
      '`cd` lasts only for its own RUN step: the next one, and the container, start in {{folder}} again, where there is no {{manage}}. Use WORKDIR instead.',
    unknown: 'I cannot tell in which folder the container starts.',
  },
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
    const file = context.names.dockerfile;
    if (final === null) return [];
    const manage = context.project.manage;
    const found = final.files.find(
      (entry, path) => entry.kind === 'file' && path.endsWith(`/${manage}`),
    )[0]?.[0];
    const where = quoted(found?.slice(0, found.lastIndexOf('/')) ?? '');
    const cd = failuresFor(context, 'project-directory').find(({ code }) => code === 'folder-not-found');
    if (cd !== undefined) {
      return [
        {
          ...placeOf(cd),
          message: report('cd', { path: quotedValue(cd, 'path'), folder: quotedValue(cd, 'folder') }),
          status: 'wrong',
        },
      ];
    }
    const at = (folder: string, line: number | null, ownScript: boolean) => {
      const values = { folder: quoted(folder), manage, where };
      const pattern = context.buildContext.ignoredBy(`${context.project.directory}/${manage}`);
      if (found === undefined && pattern !== null) {
        const code = context.project.directory || manage;
        const ignore = context.names.dockerignore;
        const hidden = {
          ...values,
          ignore,
          code,
          pattern: quoted(pattern.written),
          patternLine: pattern.line,
        };
        return [
          {
            file: context.names.dockerignore,
            line: pattern.line,
            message: report(
              ignoreRemedy(context, pattern.written, code, `${context.project.directory}/${manage}`),
              hidden,
            ),
            status: 'wrong' as const,
          },
        ];
      }
      if (found === undefined)
        return [{ file, line, message: report('nowhere', values), status: 'wrong' as const }];
      const usedCd = context.simulation.steps.find(
        ({ instruction }) => instruction.keyword === 'run' && /(?:^|[;&|]\s*)cd\s/.test(instruction.rest),
      );
      if (usedCd !== undefined && final.workdir === folder) {
        return [
          { file, line: usedCd.instruction.line, message: report('cdRun', values), status: 'wrong' as const },
        ];
      }
      const broken = unreadableInstruction(context, /^\s*(?:cd|(?=\S*work)\S+|w\S*dir)\s/i);
      if (broken !== null && final.workdir === folder) {
        const message = report('broken', { written: broken.written });
        return [{ file, line: broken.line, message, status: 'wrong' as const }];
      }
      if (ownScript)
        return [
          {
            file: context.names.entrypoint,
            line,
            message: report('script', values),
            status: 'wrong' as const,
          },
        ];
      const changed = context.simulation.steps.findLast(
        ({ instruction }) => instruction.keyword === 'workdir',
      );
      const copied = context.simulation.steps.findLast(({ copied: copy }) =>
        copy?.taken.some((path) => path.endsWith(manage)),
      );
      const tried =
        changed !== undefined && copied !== undefined && changed.instruction.line > copied.instruction.line;
      return [
        {
          file,
          line: changed?.instruction.line ?? null,
          message: report(tried ? slip(changed.instruction.rest) : 'missing', values),
          status: tried ? ('wrong' as const) : ('missing' as const),
        },
      ];
    };
    const part = failuresFor(context, 'project-directory').find(({ code }) => code === 'source-missing');
    if (part !== undefined) {
      const values = { path: quotedValue(part, 'path'), folder: quotedValue(part, 'folder') };
      const pattern = context.buildContext.ignoredBy(String(part.values.path));
      if (pattern !== null) {
        const ignore = context.names.dockerignore;
        const hidden = { ...values, ignore, pattern: quoted(pattern.written), patternLine: pattern.line };
        return [
          {
            file: context.names.dockerignore,
            line: pattern.line,
            message: report(partly[ignoreRemedy(context, pattern.written, String(part.values.path))], hidden),
            status: 'wrong',
          },
        ];
      }
      const copied = context.simulation.steps.findLast(({ copied: copy }) =>
        copy?.taken.some((path) => path.endsWith(manage)),
      );
      return [
        { file, line: copied?.instruction.line ?? null, message: report('partly', values), status: 'wrong' },
      ];
    }
    const failure = failuresFor(context, 'project-directory').find(({ code }) => code === 'manage-not-found');
    if (failure !== undefined) {
      const folder = String(failure.values.folder);
      const inScript = failure.at.file !== file && folder !== final.workdir;
      return at(folder, inScript ? failure.at.line : null, inScript);
    }
    const presence = final.files.presence(
      final.workdir === '/' ? `/${manage}` : `${final.workdir}/${manage}`,
    );
    const ran = eventsOf(context, 'django', 'start');
    if (presence === 'file' || ran.some((each) => each.found === true)) return [];
    if (ran.length > 0 || presence === 'unknown') {
      if (eventsOf(context, 'server', 'start').length > 0 && ran.length === 0) return [];
      return [{ file, line: final.workdirLine || null, message: report('unknown'), status: 'unknown' }];
    }
    if (eventsOf(context, 'server', 'start').length > 0) return [];
    return at(final.workdir, null, false);
  },
});
