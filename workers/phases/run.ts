import { askedPorts } from '../../src/lesson/manifest/lesson-assertions.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import { sayDetail } from '../../src/submission/wording/phases.ts';
import { sayReason } from '../../src/submission/wording/reasons.ts';
import { type RunningContainer, start } from '../sandbox/containers/container.ts';
import type { RunOptions } from '../sandbox/containers/run-options.ts';
import { cleanLine, excerptOf } from '../sandbox/excerpt.ts';
import { InfrastructureError } from '../sandbox/failures.ts';
import { unlocated } from './explain/build-failure.ts';
import { isEngineTrouble } from './explain/engine-trouble.ts';
import { failed, type PhaseFailure, type PhaseOutcome, passed, type Work } from './phase.ts';

/** Starts a container as the lesson's `docker run -p` does. From here on nothing in the box can reach the network. */
export async function runPhase(
  work: Work,
  image: string,
  surroundings: Pick<RunOptions, 'environment' | 'network'> = {},
): Promise<PhaseOutcome<RunningContainer>> {
  await work.box.egress(false);
  const { limits, signal } = work;
  const started = await start(work.box.engine, {
    image,
    port: work.manifest.port,
    otherPorts: askedPorts(work.manifest).slice(1),
    limits,
    signal,
    ...containerOptions(work.manifest, surroundings.environment ?? []),
    ...networkOf(surroundings.network ?? work.network),
  });
  if (started.running === null) return failed(explainRefusal(work, started.refused));
  return passed(started.running, sayDetail.later('started'));
}

const networkOf = (network: string | null) => (network === null ? {} : { network });

/** The options of the lesson's `docker run`, with those that the phase adds. */
function containerOptions(
  { run }: Manifest,
  added: readonly string[],
): Pick<RunOptions, 'environment' | 'command' | 'user' | 'volumes'> {
  const own = Object.entries(run.environment).map(([name, value]) => `${name}=${value}`);
  const environment = [...own, ...added];
  return {
    ...(environment.length === 0 ? {} : { environment }),
    ...(run.arguments.length === 0 ? {} : { command: run.arguments }),
    ...(run.user === null ? {} : { user: run.user }),
    ...(run.volumes.length === 0 ? {} : { volumes: run.volumes }),
  };
}

/** Explains why the engine could not start the container: the program of ENTRYPOINT or CMD is absent, not executable or not runnable. */
export function explainRefusal(work: Work, refused: string): PhaseFailure {
  const { files } = work.manifest;
  const program =
    /exec: "([^"]+)"|exec (\/[^:\s]+)/.exec(refused)?.slice(1).find(Boolean) ?? files.entrypoint;
  const excerpt = excerptOf([refused.replace(/^start: \(HTTP code \d+\) [^-]*- /, '')], 4);
  const base = { ...unlocated, excerpt, file: files.dockerfile };
  const isScript = program.endsWith(files.entrypoint);
  const text =
    typeof work.student[files.entrypoint] === 'string' ? String(work.student[files.entrypoint]) : '';

  if (/permission denied/i.test(refused))
    return {
      ...base,
      reason: 'not-executable',
      explanation: sayReason.later('not-executable', { file: program }),
      aims: isScript ? ['entrypoint-script'] : ['entrypoint-used'],
    };
  const nobody = /unable to find (?:user|group) ([^:\s]+)/.exec(refused)?.[1];
  if (nobody !== undefined)
    return {
      ...base,
      reason: 'exited',
      explanation: sayCause.later('no-such-user', { user: nobody }),
      aims: [],
    };
  if (/no command specified/i.test(refused))
    return {
      ...base,
      reason: 'exited',
      explanation: sayCause.later('no-command'),
      aims: ['entrypoint-used'],
    };
  if (/exec format error/i.test(refused)) return { ...base, ...badFormat(files.entrypoint, program) };
  if (isScript && /no such file/i.test(refused) && /^#![^\n]*\r/.test(text))
    return { ...base, ...crlf(files.entrypoint, program) };
  // Without `stat`: the kernel found the script but not its interpreter.
  if (isScript && /exec \/\S+: no such file/i.test(refused))
    return { ...base, ...noInterpreter(files.entrypoint, program) };
  if (/no such file|executable file not found|not found in \$PATH/i.test(refused))
    return {
      ...base,
      reason: 'exited',
      explanation: sayCause.later('entrypoint-missing', { file: program }),
      aims: isScript ? ['entrypoint-script', 'entrypoint-used'] : ['entrypoint-used'],
    };
  // Any other error is the engine's or unknown: neither counts against the student.
  if (isEngineTrouble(refused) || !ofImage.test(refused))
    throw new InfrastructureError('engine-away', cleanLine(refused, 300));
  return {
    ...base,
    reason: 'exited',
    explanation: sayReason.later('exited', { code: 127 }),
    aims: ['entrypoint-used'],
  };
}

/** A refusal about something that the image specifies: the program, its folder or its user. */
const ofImage =
  /exec: "|exec \/|chdir to cwd|mkdir |not a directory|is a directory|too many levels of symbolic links|file name too long|argument list too long|invalid argument|working directory|no matching entries|invalid|HTTP code 400/i;

export const crlf = (file: string, program: string) =>
  ({
    reason: 'no-such-interpreter',
    explanation: sayCause.later('entrypoint-crlf', { file: program }),
    aims: ['entrypoint-script'],
    file,
    line: 1,
  }) as const;

export const noInterpreter = (file: string, program: string) =>
  ({
    reason: 'no-such-interpreter',
    explanation: sayReason.later('no-such-interpreter', { file: program }),
    aims: ['entrypoint-script'],
    file,
    line: 1,
  }) as const;

export const badFormat = (file: string, program: string) =>
  ({
    reason: 'no-such-interpreter',
    explanation: sayCause.later('entrypoint-format', { file: program }),
    aims: ['entrypoint-script'],
    file,
    line: 1,
  }) as const;
