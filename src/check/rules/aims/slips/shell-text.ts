import type { TranslatableText } from '../../../../wording/wording.ts';
import { swallowedBy } from '../../../dockerfile/swallowed.ts';
import { quoted } from '../../../dockerfile/text.ts';
import type { FailedLine, Slip } from './failed-line.ts';
import { say } from './sentences.ts';

/** Text that a shell cannot parse, and characters that do not belong to a command. */

const htmlSigns: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

const html: Slip = ({ command }) => {
  const found = Object.entries(htmlSigns).find(([code]) => command.includes(code));
  return found === undefined ? null : say.later('html', { code: found[0], sign: found[1] });
};

/** Prompts that terminals show before a command; only those that cannot be part of one. */
const prompts =
  /^(?:\(\.?[\w.-]{1,40}\)\s{1,4}(?:[$#%>]\s{1,4})?|[$%❯]\s{1,4}|>\s{1,4}(?=[a-z])|PS\s[^>]{1,80}>\s{0,4})(?=\S)/;

/** A terminal's prompt at the beginning of a line. */
const prompt: Slip = ({ command }) => {
  const sign = prompts.exec(command)?.[0].trim();
  return sign === undefined ? null : say.later('prompt', { sign: quoted(sign, 40) });
};

/** The operator at the end of a command that joins it to another one, ignoring a trailing backslash. */
function joiningSign(command: string): string | undefined {
  const bare = command.trimEnd().replace(/\\$/, '').trimEnd();
  return ['&&', '||', '|'].find((sign) => bare.endsWith(sign));
}

/** An instruction that a backslash has made part of this command. */
function swallowed({ context, failure, text }: FailedLine): TranslatableText | null {
  const lines = (context.student.files[context.names.dockerfile] ?? '').split('\n');
  const by = context.dockerfile.instructions.find(({ line }) => line === failure.at.line);
  const found =
    by === undefined || failure.at.file !== context.names.dockerfile ? null : swallowedBy(by, lines);
  if (found === null) return null;
  const sign = joiningSign(text.split(new RegExp(`\\s${found.word}\\s`))[0] ?? '');
  const values = { word: found.word, line: found.line };
  return sign === undefined
    ? say.later('swallowedPlain', values)
    : say.later('swallowed', { ...values, sign });
}

/** A quotation that is never closed. */
function quotation({ text }: FailedLine): TranslatableText {
  const apostrophe = /[\p{L}]{1,30}'[\p{L}]{1,30}/u.exec(text)?.[0];
  const single = text.split("'").length % 2 === 0;
  if (apostrophe !== undefined && single) return say.later('apostrophe', { word: quoted(apostrophe, 40) });
  return say.later('quote', { sign: single && text.split('"').length % 2 === 1 ? "'" : '"' });
}

const closings: Readonly<Record<string, string>> = { fi: 'if', done: 'do', esac: 'case' };

const syntax: Slip = (line) => {
  const { failure, command } = line;
  if (failure.kind !== 'shell-refused' || !/^Syntax error/i.test(failure.phrase)) return null;
  const lost = swallowed(line);
  if (lost !== null) return lost;
  const { phrase } = failure;
  const [before] = /^(?:&&|\|\||\||;)/.exec(command) ?? [];
  if (before !== undefined) return say.later('nothingBefore', { sign: before });
  const after = joiningSign(command);
  if (after !== undefined) return say.later('nothingAfter', { sign: after });
  if (/Unterminated quoted string/.test(phrase)) return quotation(line);
  if (/expecting "then"/.test(phrase) || (/"then" unexpected/.test(phrase) && !/;\s*then\b/.test(command)))
    return say.later('ifThen');
  const [, word] = /expecting "(fi|done|esac)"/.exec(phrase) ?? [];
  if (word !== undefined) return say.later('closing', { word, begin: closings[word] ?? '' });
  return /expecting "}"/.test(phrase) && /[^;\s&]\s*}\s*$/.test(command) ? say.later('brace') : null;
};

const printf: Slip = ({ failure }) =>
  'phrase' in failure && /^printf: %.{0,20}: invalid directive/.test(failure.phrase)
    ? say.later('percent')
    : null;

export const textSlips: readonly Slip[] = [html, prompt, syntax, printf];
