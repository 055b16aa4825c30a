import type { Assertion } from './assertions.ts';
import type { Manifest } from './manifest.ts';
import type { WrittenDockerfile, WrittenInstruction } from './written-dockerfile.ts';

/** A known way to miss an assertion: what is done, and the Dockerfile with it. */
export interface Mistake {
  readonly what: string;
  readonly text: string;
}

/** Whether there is anything in the last stage that commands could be run with. */
export const isScratch = ([from]: readonly WrittenInstruction[]): boolean =>
  from?.text.startsWith('FROM scratch') === true;

/** Ways in which nobody listens where the lesson asks. */
export function listenMistakes(
  dockerfile: WrittenDockerfile,
  places: readonly WrittenInstruction[],
  port: number | null,
): readonly Mistake[] {
  const replaced = (what: string, from: string, to: string): readonly Mistake[] => {
    const at = places.find(({ text }) => text.includes(from));
    return at === undefined ? [] : [{ what, text: dockerfile.replaced(at, at.text.replace(from, to)) }];
  };
  const found = [
    ...replaced('on localhost', '0.0.0.0', '127.0.0.1'),
    ...(port === null ? [] : replaced('on another port', String(port), String(port + 1))),
  ];
  // Where the program itself says where it listens, another one in its place does not.
  return found.length > 0
    ? found
    : [{ what: 'with a program that does not listen', text: dockerfile.starting(['sleep', '600']) }];
}

/** The known ways to miss what a start script says of the server. */
export function scriptMistakes(
  assertion: Assertion,
  script: string,
  port: number | null,
): readonly Mistake[] {
  if (assertion.assert !== 'listens') return [];
  const made = [
    { what: 'on localhost', text: script.replaceAll('0.0.0.0', '127.0.0.1') },
    ...(port === null
      ? []
      : [{ what: 'on another port', text: script.replaceAll(`:${port}`, `:${port + 1}`) }]),
  ];
  return made.filter(({ text }) => text !== script);
}

/** A server that listens where the lesson asks, and has nothing of the lesson's: what the image can run. */
export function answerMistakes(
  dockerfile: WrittenDockerfile,
  final: readonly WrittenInstruction[],
  { port }: Manifest,
): readonly Mistake[] {
  const what = 'with a server that knows nothing';
  const [, image = ''] = (final[0]?.text ?? '').split(' ');
  const last = final.findLast(({ keyword }) => /^(?:COPY|ADD|RUN)$/.test(keyword));
  const runs = (program: string): boolean => new RegExp(`(?:^|/)${program}(?:[:@]|$)`).test(image);
  if (runs('python')) {
    const server = ['python', '-m', 'http.server', String(port), '--directory', '/var/empty'];
    return [{ what, text: dockerfile.starting(server) }];
  }
  if (runs('node')) {
    const answer = '(q, r) => { r.statusCode = 404; r.end(); }';
    const program = `require("http").createServer(${answer}).listen(${port})`;
    return [{ what, text: dockerfile.starting(['node', '-e', program]) }];
  }
  if (runs('nginx') && last !== undefined)
    return [{ what, text: dockerfile.after(last, 'RUN rm -rf /usr/share/nginx/html') }];
  return [{ what: 'with a program that does not answer', text: dockerfile.starting(['sleep', '600']) }];
}

/** The signal to stop reaches PID 1 alone: a shell in front of the program keeps it. */
export function stopMistakes(
  dockerfile: WrittenDockerfile,
  final: readonly WrittenInstruction[],
): readonly Mistake[] {
  const words = ['ENTRYPOINT', 'CMD'].flatMap((keyword) =>
    wordsOf(final.findLast((each) => each.keyword === keyword)?.text ?? ''),
  );
  const line = `${words.join(' ')}; exit $?`;
  return words.length === 0 || isScratch(final)
    ? []
    : [{ what: 'behind a shell that keeps the signal', text: dockerfile.starting(['sh', '-c', line]) }];
}

/** The words of `ENTRYPOINT ["a", "b"]`; none of what is not a list of plain ones. */
function wordsOf(instruction: string): readonly string[] {
  const list = /^\w+ (\[.*\])$/.exec(instruction)?.[1];
  if (list === undefined) return [];
  try {
    const words: unknown = JSON.parse(list);
    return Array.isArray(words) && words.every((word) => /^[\w./:=@%+,-]+$/.test(String(word)))
      ? words.map(String)
      : [];
  } catch {
    return [];
  }
}
