import { quoted } from '../../dockerfile/text.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { ignoreRemedy } from '../ignore-remedy.ts';
import {
  eventsOf,
  failuresFor,
  isFiller,
  placeOf,
  quotedValue,
  scriptsInImage,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule, type RuleContext } from '../rule.ts';

/** Whether a program of the student's starts, by a script or directly. */
export const startsSomething = (context: RuleContext): boolean =>
  context.simulation.start?.state === 'runs' &&
  !context.simulation.start.assumed &&
  (eventsOf(context, 'script', 'start').length > 0 || eventsOf(context, 'server', 'start').length > 0);

/** Scripts that a COPY put in place by name, or that were made ready to run. */
export const preparedScripts = (context: RuleContext): ReturnType<typeof scriptsInImage> =>
  scriptsInImage(context).filter(([, { named, executable }]) => named || executable === true);

export const entrypointInImage = defineRule({
  id: 'EntrypointInImage',
  severity: 'error',
  aim: 'entrypoint-script',
  url: 'https://docs.docker.com/reference/dockerfile/#copy',
  reads: 'the files in the image that come from the start script',
  texts: {
    title: 'The start script is in the image',
    why: 'A file of your folder is in the image only when a COPY puts it there. A container cannot start by a script that it does not have.',
    never:
      'No step copies {{script}} to a place of its own and makes it executable, so the container has no script to start by. COPY it and run chmod +x on it.',
    noFile:
      'There is no file {{script}} in your folder, so there is nothing to copy. Create it with the lines that the lesson gives.',
    hidden:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker. Take that pattern out.',
    notLetIn:
      'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again. Write `!{{path}}` on a line below.',
    notFound:
      'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Create it, or correct the name.',
    above:
      'The build stops here: "/{{path}}": not found. Paths begin in the folder that you build, so leave its name out: write {{instead}}.',
    otherFile:
      'The build stops here: {{command}} cannot access {{path}}, because in this folder it means {{resolved}} and no step has put a file there. Give it the path that COPY uses.',
    otherPlace:
      'The build stops here: {{command}} cannot access {{path}}, because the COPY has put your script at {{where}}. Use the same path in both.',
    early:
      'The build stops here: {{command}} cannot access {{path}}, because the COPY that brings it comes only on line {{line}}. Docker works from top to bottom: move this step below it.',
    typo: 'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Did you mean {{meant}}?',
    filler:
      'The build stops here: "/{{path}}": not found. Docker takes each word of COPY for a file. Write only what to copy and where to; a second COPY goes on a line of its own.',
    backslash:
      'The build stops here: "/{{path}}": not found. In a Dockerfile folders are parted by /, and a backslash only disappears: write ./{{script}}.',
    folder:
      'The slash at the end makes {{path}} a folder with your script in it, and a container cannot start by a folder: “permission denied”. Leave the slash out.',
    comment:
      'The build stops here: "/#": not found. Docker takes a comment behind COPY for more files. Put it on a line of its own.',
    operand: 'This chmod names no file, so it stops the build. Write the path of the script after +x.',
    mode: 'The build stops here: “{{phrase}}”. To make the script executable write chmod +x, with a plain plus sign.',
    notPermitted:
      'The build stops here: the step runs as {{user}}, and the file belongs to root. Put the chmod above the USER line, or use COPY with --chmod.',
    broken: 'Docker cannot read `{{written}}`, so the script is not copied.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: { Dockerfile: 'FROM python:3.11-slim\nENTRYPOINT ["/entrypoint.sh"]\n' },
  find: (context, report) => {
    const script = context.names.entrypoint;
    const file = context.names.dockerfile;
    const build = failuresFor(context, 'entrypoint-script').filter(({ phase }) => phase === 'build');
    for (const failure of build) {
      const at = placeOf(failure);
      const path = quotedValue(failure, 'path');
      if (failure.code === 'copy-not-found') {
        const values = {
          path,
          script,
          ignore: context.names.dockerignore,
          pattern: quotedValue(failure, 'pattern'),
          patternLine: Number(failure.values.patternLine),
          instead: quotedValue(failure, 'instead'),
          meant: quotedValue(failure, 'meant'),
        };
        if (path === '#') return [{ ...at, message: report('comment'), status: 'wrong' }];
        const noFile = values.pattern === '' && path === script;
        const key =
          values.pattern !== ''
            ? ignoreRemedy(context, values.pattern, values.path)
            : noFile
              ? 'noFile'
              : failure.values.backslash === 1
                ? 'backslash'
                : isFiller(path)
                  ? 'filler'
                  : values.instead !== ''
                    ? 'above'
                    : values.meant !== ''
                      ? 'typo'
                      : 'notFound';
        return [{ ...at, message: report(key, values), status: 'wrong' }];
      }
      if (failure.code === 'file-not-found') {
        const resolved = quotedValue(failure, 'resolved');
        const [script] = scriptsInImage(context).filter(([, { named }]) => named);
        const where = quoted(script?.[0] ?? '');
        const line = script?.[1].line ?? 0;
        const key =
          where === resolved ? 'early' : path === resolved && where !== '' ? 'otherPlace' : 'otherFile';
        const values = { command: quotedValue(failure, 'command'), path, resolved, where, line };
        return [{ ...at, message: report(key, values), status: 'wrong' }];
      }
      if (failure.code === 'not-permitted') {
        return [
          { ...at, message: report('notPermitted', { user: quotedValue(failure, 'user') }), status: 'wrong' },
        ];
      }
      if (failure.code === 'shell-usage') {
        const mode = failure.values.mode !== undefined;
        const message = mode ? report('mode', { phrase: quotedValue(failure, 'phrase') }) : report('operand');
        return [{ ...at, message, status: 'wrong' }];
      }
    }
    const path = context.simulation.start?.words?.[0] ?? '';
    const inside = scriptsInImage(context).find(([each]) => each.startsWith(`${path}/`));
    // A folder by the script's own name comes from a slash too many in the COPY; another one is named in ENTRYPOINT.
    if (
      context.simulation.start?.state === 'folder' &&
      inside !== undefined &&
      nameOf(path) === nameOf(context.names.entrypoint)
    ) {
      return [
        {
          file,
          line: inside[1].line,
          message: report('folder', { path: quoted(path) }),
          status: 'wrong',
        },
      ];
    }
    if (startsSomething(context) || preparedScripts(context).length > 0) return [];
    if (context.simulation.start?.state === 'unknown' || context.simulation.final?.files.isVague === true)
      return [];
    const broken = unreadableInstruction(context, /entrypoint\.sh|chmod/i);
    if (broken !== null)
      return [
        { file, line: broken.line, message: report('broken', { written: broken.written }), status: 'wrong' },
      ];
    if (context.student.complete && !context.buildContext.files.has(script)) {
      return [{ file: script, line: null, message: report('noFile', { script }), status: 'missing' }];
    }
    return [{ file, line: null, message: report('never', { script }), status: 'missing' }];
  },
});
