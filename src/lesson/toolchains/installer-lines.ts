import type { WrittenDockerfile, WrittenInstruction } from '../mutations/written-dockerfile.ts';

/** The lines of a Dockerfile in which the usual mistakes with uv are made. */
interface InstallerLines {
  /** The step that installs the dependencies. */
  readonly sync: WrittenInstruction | undefined;
  /** The instruction that copies the lock file. */
  readonly copy: WrittenInstruction | undefined;
  /** The step that installs uv and nothing else. */
  readonly installer: WrittenInstruction | undefined;
}

export function installerLines({ instructions }: WrittenDockerfile): InstallerLines {
  const first = (keyword: string, fits: (text: string) => boolean): WrittenInstruction | undefined =>
    instructions.find((each) => each.keyword === keyword && fits(each.text));
  return {
    sync: first('RUN', (text) => text.includes('uv sync')),
    copy: first('COPY', (text) => text.includes('uv.lock')),
    installer: first('RUN', (text) => /^RUN pip3? install (?:--no-cache-dir )?uv$/.test(text)),
  };
}

export const withoutLock = (text: string): string => text.replace(' uv.lock', '');
export const withoutExactness = (text: string): string => text.replace(/ --(?:frozen|locked)\b/, '');
