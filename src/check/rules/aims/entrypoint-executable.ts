import { quoted } from '../../dockerfile/text.ts';
import { nameOf } from '../../simulation/image/files.ts';
import { eventsOf, failureFor, instructionAt, placeOf, unreadableInstruction } from '../queries.ts';
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
      'This takes the executable bit of {{path}} away, so the container cannot start with it: “permission denied”. Write `chmod +x`.',
    copiedSo:
      'With this `--chmod` nobody may execute {{path}}, so the container cannot start with it: “permission denied”. Write `--chmod=755`.',
    elsewhere:
      'The container starts with {{path}}, which is not executable: the chmod on line {{line}} changes {{other}}, because that is what its path means in this folder. Write {{path}} there, too.',
    not: 'The container starts with {{path}}, which is not executable: “permission denied”. Add a RUN step with `chmod +x` after the COPY, or copy it with `--chmod=755`.',
  },
  good: {
    Dockerfile:
      'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  bad: {
    Dockerfile: 'FROM python:3.11-slim\nCOPY entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  find: (context, report) => {
    const failure = failureFor(context, 'entrypoint-script', ['script-not-executable']);
    if (failure === undefined) return [];
    const file = context.names.dockerfile;
    const { resolved, barred } = failure;
    const path = quoted(failure.path);
    const broken = unreadableInstruction(context, /^\s*(?:\S+\s+)?chmod\b/);
    if (broken !== null) {
      const message = report('broken', { written: broken.written });
      return [{ file, line: broken.line, message, status: 'wrong' }];
    }
    const entry = context.simulation.final?.files.get(resolved) ?? null;
    const copied = entry?.line ?? 0;
    const changes = eventsOf(context, 'chmod').filter((each) => each.path === resolved);
    const made = changes.find(({ at }) => at.line < copied);
    if (entry !== null && made !== undefined) {
      const message = report('again', { path, line: made.at.line });
      return [{ file, line: entry.line, message, status: 'wrong' }];
    }
    if (barred.who === 'user') {
      const message = report('others', { path, user: quoted(barred.user) });
      return [{ file, line: entry?.line ?? placeOf(failure).line, message, status: 'wrong' }];
    }
    const undone = changes.findLast(({ at }) => at.line > copied);
    if (undone !== undefined)
      return [{ ...placeOf(undone), message: report('taken', { path }), status: 'wrong' }];
    const copy = entry === null ? undefined : instructionAt(context, entry.line);
    if (copy?.options.has('chmod') === true)
      return [{ file, line: copy.line, message: report('copiedSo', { path }), status: 'wrong' }];
    const other = eventsOf(context, 'chmod').findLast(
      (each) => each.path !== resolved && nameOf(each.path) === nameOf(resolved),
    );
    if (other !== undefined) {
      const message = report('elsewhere', { path, line: other.at.line, other: quoted(other.path) });
      return [{ ...placeOf(other), message, status: 'wrong' }];
    }
    const line = entry?.line ?? placeOf(failure).line;
    return [{ file, line, message: report('not', { path }), status: 'wrong' }];
  },
});
