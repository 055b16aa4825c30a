import type { BoxCounters } from '../../../deploy/box/protocol.ts';
import { sayCause } from '../../../src/submission/wording/causes.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { RunningContainer } from '../../sandbox/containers/container.ts';
import type { Listener } from '../../sandbox/containers/listeners.ts';
import { decisiveLines, excerptOf } from '../../sandbox/excerpt.ts';
import { type PhaseFailure, portOf, type Work } from '../phase.ts';
import { badFormat, crlf, noInterpreter } from '../run.ts';
import { unlocated } from './build-failure.ts';
import { findExhausted, sayExhausted } from './exhausted-limit.ts';
import { containerMessages, networkAtStart, noTable } from './known/container-messages.ts';
import { type RecognisedMessage, recognise } from './known/recognise.ts';
import { printsAtOnce, sayNoTable, startFile } from './start-command.ts';

export interface FailedStart {
  readonly why: 'exited' | 'silent' | 'flooded';
  readonly before: BoxCounters;
  readonly listeners: readonly Listener[] | null;
  readonly seconds: number;
}

/** Explains why a started container does not serve. */
export async function explainStartFailure(
  work: Work,
  running: RunningContainer,
  silence: FailedStart,
): Promise<PhaseFailure> {
  const { manifest, limits } = work;
  const { files } = manifest;
  const port = portOf(work);
  const after = await work.box.counters();
  const state = await running.state();
  const lines = running.log.tail(80);
  const text = lines.join('\n');
  const excerpt = excerptOf(lines, 12);
  const base = { ...unlocated, excerpt };

  const spent = findExhausted(silence.before, after, silence.why === 'exited' ? text : '', state.exitCode);
  if (spent !== null) return { ...base, reason: spent, explanation: sayExhausted(spent, after, limits) };
  if (silence.why === 'flooded') {
    const explanation = sayReason.later('too-much-output', { megabytes: limits.logReadMegabytes });
    return { ...base, reason: 'too-much-output', explanation };
  }

  const script = String(work.student[files.entrypoint] ?? '');
  if (silence.why === 'exited' && /exec format error/.test(text))
    return { ...base, ...badFormat(files.entrypoint, `/${files.entrypoint}`) };
  if (silence.why === 'exited' && /^[^\n]*\r\n/.test(script) && /\r|not found|no such file/i.test(text))
    return { ...base, ...crlf(files.entrypoint, `/${files.entrypoint}`) };
  // The script itself exists (the engine found it), so the interpreter in its first line is missing.
  const unrunnable = /exec (\S+): no such file or directory/.exec(text)?.[1];
  if (silence.why === 'exited' && unrunnable !== undefined)
    return { ...base, ...noInterpreter(files.entrypoint, unrunnable) };

  if (networkAtStart.test(text)) {
    return {
      ...base,
      reason: 'needs-network-at-start',
      explanation: sayReason.later('needs-network-at-start'),
      aims: ['dependencies-installed'],
      file: files.dockerfile,
      excerpt: decisiveLines(lines, networkAtStart),
    };
  }
  const known = projectModule(work, recognise(containerMessages, text));
  const waits = known?.reason === 'waits-for-a-database';
  if (known !== null && (silence.why === 'exited' || waits)) {
    return {
      ...base,
      reason: known.reason,
      explanation: known.explanation,
      aims: known.aims,
      file: known.file === 'entrypoint' ? files.entrypoint : files.dockerfile,
      line: known.file === 'entrypoint' ? scriptLine(lines, known.when, files.entrypoint) : null,
      excerpt: decisiveLines(lines, known.when),
    };
  }
  if (silence.why === 'exited') {
    if (noTable.test(text)) {
      return {
        ...base,
        reason: 'did-not-migrate',
        explanation: sayNoTable(work),
        aims: ['entrypoint-script'],
        file: startFile(work),
      };
    }
    return { ...base, ...ended(work, state.exitCode ?? 0, text.trim() === '') };
  }
  const elsewhere = heardElsewhere(silence, port);
  const explanation =
    elsewhere.reason === 'never-listened' && text.trim() === '' && !printsAtOnce(work)
      ? sayCause.later('silent-python', { port, seconds: silence.seconds })
      : elsewhere.explanation;
  return { ...base, aims: ['entrypoint-script'], file: startFile(work), ...elsewhere, explanation };
}

/** The container exited by itself, and nothing it printed is known. */
function ended(
  work: Work,
  code: number,
  silent: boolean,
): Pick<PhaseFailure, 'reason' | 'explanation' | 'aims' | 'file'> {
  const reason = 'exited';
  if (silent && code === 0 && !ownStart(work))
    return {
      reason,
      explanation: sayCause.later('nothing-to-run'),
      aims: ['entrypoint-used', 'entrypoint-script'],
      file: work.manifest.files.dockerfile,
    };
  const aims = ['entrypoint-script', 'project-directory'] as const;
  const file = startFile(work);
  if (code === 0) return { reason, explanation: sayCause.later('exited-zero'), aims, file };
  const explanation =
    silent && !printsAtOnce(work)
      ? sayCause.later('exited-silently', { code })
      : sayReason.later('exited', { code });
  return { reason, explanation, aims, file };
}

/** Whether the image starts a program of the student's; a base image's own, such as Python's prompt, exits at once. */
const ownStart = ({ image }: Work): boolean =>
  image !== null &&
  (image.entrypoint !== null || (image.command ?? []).some((word) => !/^python[\d.]*$/.test(word)));

/**
 * A module that is missing because a start command or a variable names it wrongly (`gunicorn confg.wsgi`), not because a package was not
 * installed.
 */
function projectModule(work: Work, known: RecognisedMessage | null): RecognisedMessage | null {
  if (known === null || known.explanation.key !== 'module-missing') return known;
  const name = String(known.explanation.values.word ?? '');
  const { entrypoint, dockerfile } = work.manifest.files;
  const texts = [
    ['entrypoint', String(work.student[entrypoint] ?? '')],
    ['dockerfile', dockerfile in work.student ? work.dockerfile : ''],
  ] as const;
  for (const [file, text] of texts)
    for (const [word, module = '', kind] of text.matchAll(
      /(?<![\w.])\.*(\w[\w.]*)\.(wsgi|asgi|settings)\b/g,
    )) {
      if (module !== name && !module.startsWith(`${name}.`)) continue;
      const cause = kind === 'settings' ? 'settings-missing' : 'app-missing';
      const aims = kind === 'settings' ? [] : (['entrypoint-script', 'project-directory'] as const);
      return { ...known, file, aims, explanation: sayCause.later(cause, { word }) };
    }
  return known;
}

/** `/entrypoint.sh: 4: exec: gunicorn: not found`, and bash's `line 4:`: the shell reports the line itself. */
function scriptLine(lines: readonly string[], when: RegExp, entrypoint: string): number | null {
  const decisive = lines.findLast((each) => when.test(each)) ?? '';
  const [, script = '', line] = /(?<!\S)(\S+): (?:line )?(\d+): /.exec(decisive) ?? [];
  return script.endsWith(entrypoint) ? Number(line) || null : null;
}

/** The container runs and does not serve on the port: explains where it listens, if anywhere. */
function heardElsewhere(
  { listeners, seconds }: FailedStart,
  port: number,
): Pick<PhaseFailure, 'reason' | 'explanation'> {
  const onPort = listeners?.find((each) => each.port === port);
  if (onPort?.on === 'loopback') {
    const explanation = sayReason.later('listened-on-localhost', { port });
    return { reason: 'listened-on-localhost', explanation };
  }
  const elsewhere = listeners?.find((each) => each.port !== port);
  if (onPort === undefined && elsewhere !== undefined) {
    const explanation = sayReason.later('wrong-port', { port, found: elsewhere.port });
    return { reason: 'wrong-port', explanation };
  }
  return { reason: 'never-listened', explanation: sayReason.later('never-listened', { port, seconds }) };
}
