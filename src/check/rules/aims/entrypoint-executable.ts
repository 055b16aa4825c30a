import {
  eventsOf,
  failuresFor,
  instructionAt,
  placeOf,
  quotedValue,
  unreadableInstruction,
} from '../queries.ts';
import { defineRule } from '../rule.ts';

export const entrypointExecutable = defineRule({
  id: 'EntrypointExecutable',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the executable bit of the file that the container starts by',
  texts: {
    title: 'The start script is executable',
    why: 'Linux starts a file as a program only when its executable bit is set. Files arrive in the image without it.',
    broken:
      'Docker cannot read `{{written}}`, so the script is not made executable. A command that runs in the image begins with RUN.',
    again:
      'This copies {{path}} once more, without the executable bit, over the one that line {{line}} has made executable: “permission denied”. Move the chmod below the last COPY.',
    others:
      'The container runs as {{user}}, who may not execute {{path}}: “permission denied”. Only its owner may. Use chmod 755.',
    taken:
      'This takes the executable bit of {{path}} away, so the container cannot start by it: “permission denied”. Write chmod +x.',
    copiedSo:
      'With this --chmod nobody may execute {{path}}, so the container cannot start by it: “permission denied”. Write --chmod=755.',
    not: 'The container starts by {{path}}, which is not executable: “permission denied”. Add a RUN step with chmod +x after the COPY, or copy it with --chmod=755.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile: 'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  find: (context, report) => {
    for (const failure of failuresFor(context, 'entrypoint-script')) {
      if (failure.code !== 'not-executable') continue;
      const broken = unreadableInstruction(context, /^\s*(?:\S+\s+)?chmod\b/);
      if (broken !== null) {
        const message = report('broken', { written: broken.written });
        return [{ file: context.names.dockerfile, line: broken.line, message, status: 'wrong' }];
      }
      const path = String(failure.values.path);
      const entry = context.simulation.final?.files.get(String(failure.values.resolved ?? '')) ?? null;
      const made = eventsOf(context, 'chmod').find(
        (each) => each.path === failure.values.resolved && each.at.line < (entry?.line ?? 0),
      );
      if (entry !== null && made !== undefined) {
        const message = report('again', { path: quotedValue(failure, 'path'), line: made.at.line });
        return [{ file: context.names.dockerfile, line: entry.line, message, status: 'wrong' }];
      }
      const taken = eventsOf(context, 'chmod').findLast(
        (each) => each.path === failure.values.resolved && each.at.line > (entry?.line ?? 0),
      );
      if (taken !== undefined && !('user' in failure.values)) {
        const message = report('taken', { path: quotedValue(failure, 'path') });
        return [{ ...placeOf(taken), message, status: 'wrong' }];
      }
      const copy = entry === null ? undefined : instructionAt(context, entry.line);
      if (copy?.options.has('chmod') === true && !('user' in failure.values)) {
        const message = report('copiedSo', { path: quotedValue(failure, 'path') });
        return [{ file: context.names.dockerfile, line: copy.line, message, status: 'wrong' }];
      }
      return [
        {
          file: context.names.dockerfile,
          line: entry?.line ?? placeOf(failure).line,
          message: report('user' in failure.values ? 'others' : 'not', {
            path: quotedValue(failure, 'path'),
            user: quotedValue(failure, 'user'),
          }),
          status: path === '' ? 'unknown' : 'wrong',
        },
      ];
    }
    return [];
  },
});
