import type Docker from 'dockerode';
import { BoundedText } from './bounded-text.ts';
import { LogDemultiplexer } from './demultiplex.ts';

/** How a program in a container ended, and what it printed. */
export interface ExecResult {
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
  const { ExitCode } = await exec.inspect();
  return { code: ExitCode ?? -1, text: text.text() };
}
