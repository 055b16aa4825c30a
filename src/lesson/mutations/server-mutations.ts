import type { TranslatableText } from '../../wording/wording.ts';
import type { Assertion } from '../manifest/assertions.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { called } from './mistake-names.ts';
import type { WrittenDockerfile, WrittenInstruction } from './written-dockerfile.ts';

/** A known mistake: its name, and the Dockerfile that contains it. */
export interface Mistake {
  readonly what: TranslatableText;
  readonly text: string;
}

/** Whether the last stage is `FROM scratch`, which has nothing to run commands with. */
export const isScratch = ([from]: readonly WrittenInstruction[]): boolean =>
  from?.text.startsWith('FROM scratch') === true;

/** Mistakes after which nothing listens where the lesson sends its requests. */
export function listenMistakes(
  dockerfile: WrittenDockerfile,
  places: readonly WrittenInstruction[],
  port: number | null,
): readonly Mistake[] {
  const replaced = (what: TranslatableText, from: string, to: string): readonly Mistake[] => {
    const at = places.find(({ text }) => text.includes(from));
    return at === undefined ? [] : [{ what, text: dockerfile.replaced(at, at.text.replace(from, to)) }];
  };
  const found = [
    ...replaced(called('on-localhost'), '0.0.0.0', '127.0.0.1'),
    ...(port === null ? [] : replaced(called('other-port'), String(port), String(port + 1))),
  ];
  // If the program itself decides where it listens, replacing it with another one breaks that.
  return found.length > 0
    ? found
    : [{ what: called('not-listening'), text: dockerfile.starting(['sleep', '600']) }];
}

/** The known mistakes that violate assertions about a start script's server. */
export function scriptMistakes(
  assertion: Assertion,
  script: string,
  port: number | null,
): readonly Mistake[] {
  if (assertion.assert !== 'listens') return [];
  const made = [
    { what: called('on-localhost'), text: script.replaceAll('0.0.0.0', '127.0.0.1') },
    ...(port === null
      ? []
      : [{ what: called('other-port'), text: script.replaceAll(`:${port}`, `:${port + 1}`) }]),
  ];
  return made.filter(({ text }) => text !== script);
}

/**
 * Mistakes that replace the program by a server that listens in the right place but serves other content, using what the image
 * can run.
 */
export function answerMistakes(
  dockerfile: WrittenDockerfile,
  final: readonly WrittenInstruction[],
  { port }: Manifest,
): readonly Mistake[] {
  const what = called('knows-nothing');
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
  return [{ what: called('not-answering'), text: dockerfile.starting(['sleep', '600']) }];
}

/** Mistakes that hide the stop signal, which reaches PID 1 only: a shell in front of the program does not pass it on. */
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
    : [{ what: called('keeps-signal'), text: dockerfile.starting(['sh', '-c', line]) }];
}

/** The words of `ENTRYPOINT ["a", "b"]`; none for anything but a simple list. */
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
