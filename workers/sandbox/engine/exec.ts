import type Docker from 'dockerode';
import { sleep } from '../../../src/timing/sleep.ts';
import { BoundedText } from '../bounded-text.ts';
import { LogDemultiplexer } from './demultiplex.ts';

/** How a program in a container ended, and what it printed. */
export interface ExecResult {
  /** -1 where it did not end, such as one that printed too much. */
  readonly code: number;
  readonly text: string;
}

/** Of what a program prints no more is kept. */
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
 * The output ends when the program does, and the engine hears of it a moment later, on a crowded machine some seconds: until
 * then it says that the program runs and has no code.
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
