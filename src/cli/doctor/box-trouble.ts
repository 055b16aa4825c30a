import { SocketRefused } from '../../../workers/sandbox/engine/dial.ts';
import { isError, messageOf } from '../../errors/message-of.ts';
import { TimeLimitExceeded } from '../../timing/time-limit.ts';
import { decimal, operatorLocale, words } from '../../wording/wording.ts';

const say = words('doctor-box-trouble', {
  en: {
    nobody: 'nobody listens at its socket',
    denied: 'this user may not use its socket',
    'open-folder': 'others than its owner may write into its folder',
    link: 'its socket is a link, which is never followed',
    'no-socket': 'what lies in its folder is no socket',
    owner: 'its socket belongs to another user than its folder',
    late: 'no answer came within {{seconds}} s',
    full: 'its disk is full',
    says: 'it says `{{text}}`',
  },
});

const longestQuote = 300;

/** What is wrong with a box, in the reader's language; unknown messages are quoted. */
export function boxTrouble(error: unknown): string {
  const chain = [...causes(error)];
  for (const each of chain) {
    if (each instanceof SocketRefused) return say(operatorLocale, each.why);
    if (each instanceof TimeLimitExceeded)
      return say(operatorLocale, 'late', { seconds: decimal(operatorLocale, each.ms / 1_000, 0) });
    const code = isError(each) && 'code' in each ? each.code : null;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return say(operatorLocale, 'nobody');
    if (code === 'EACCES' || code === 'EPERM') return say(operatorLocale, 'denied');
  }
  return engineTrouble(messageOf(error));
}

/** The same for an engine's answer. */
export const engineTrouble = (text: string): string =>
  /no space left on device|disk quota exceeded/i.test(text)
    ? say(operatorLocale, 'full')
    : say(operatorLocale, 'says', { text: oneLine(text) });

/** On one line, without characters that would end its quotation. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\s`]+/g, ' ')
    .trim()
    .slice(0, longestQuote);

/** An error and its causes, up to a limit. */
function* causes(error: unknown, most = 5): Iterable<unknown> {
  for (let each = error, n = 0; each !== undefined && n < most; n += 1) {
    yield each;
    each = isError(each) ? each.cause : undefined;
  }
}
