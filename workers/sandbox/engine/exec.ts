import type Docker from 'dockerode';
import { sleep } from '../../../src/timing/sleep.ts';
import { BoundedText } from '../bounded-text.ts';
import { LogDemultiplexer } from './demultiplex.ts';

/** How a program in a container ended, and what it printed. */
export interface ExecResult {
  /** -1 when the program did not end, for instance because it printed too much. */
  readonly code: number;
  readonly text: string;
}

/** At most this much of its output is kept. */
const mostOutputBytes = 64 * 1024;

/** Runs a program in a container, as root. */
export async function execInContainer(
  container: Docker.Container,
  command: readonly string[],
): Promise<ExecResult> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, User: '0' });
  const stream = await exec.start({ Detach: false, Tty: false });
  const text = new BoundedText(mostOutputBytes);
  const frames = new LogDemultiplexer((payload) => text.add(payload));
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      frames.add(chunk);
      if (text.bytes > mostOutputBytes) stream.destroy();
    });
    stream.on('end', resolve);
    stream.on('close', resolve);
    stream.on('error', reject);
  });
  const ended = text.bytes <= mostOutputBytes;
  return { code: ended ? await exitCodeOf(exec) : -1, text: text.text() };
}

/**
 * The output ends with the program, but the engine notices the exit a moment later (seconds later on a crowded machine), and until then
 * reports it as running, without an exit code.
 */
const mostExitMs = 5_000;
const askEveryMs = 50;

async function exitCodeOf(exec: Docker.Exec): Promise<number> {
  const until = performance.now() + mostExitMs;
  for (;;) {
    const { ExitCode } = await exec.inspect();
    if (ExitCode !== null) return ExitCode;
    if (performance.now() > until) return -1;
    await sleep(askEveryMs);
  }
}
