import { isInstruction } from './line-kind.ts';
import { promptEnd } from './shell-prompt.ts';

/*
 * What a terminal adds to a file that it prints: a prompt right behind a last line without a line break, zsh's `%` in place of that
 * break, the signs of `cat -A`. Each function looks at every line a fixed number of times.
 */

/** A prompt this short may be a part of any line. */
const leastPrompt = 4;

/**
 * Puts `$ ` in place of a prompt of any form that a text shows before a command, and parts it from the end of a file that has no
 * line break there: `exec gunicorn …ada@laptop:~/shop$ `.
 */
export function plainPrompts(lines: readonly string[]): readonly string[] {
  const prompt = firstPrompt(lines);
  if (prompt === null) return lines;
  const isZsh = prompt.endsWith('%');
  return lines.flatMap((line, index) => {
    const at = line.indexOf(prompt);
    // fish shows that the line break is missing.
    if (line.endsWith('⏎')) return [line.slice(0, -1)];
    if (at === 0) return [plainPrompt(line, prompt)];
    if (at > 0 && line.slice(0, at).trim() !== '')
      return [line.slice(0, at), plainPrompt(line.slice(at), prompt)];
    const before = line.trimEnd();
    const next = lines[index + 1];
    const endsFile = next === undefined || next.startsWith(prompt);
    return isZsh && endsFile && at < 0 && /[^\s%]%$/.test(before.slice(-2)) ? [before.slice(0, -1)] : [line];
  });
}

const plainPrompt = (line: string, prompt: string): string => `$ ${line.slice(prompt.length).trimStart()}`;

/** A command by which a prompt gives itself away, whatever it looks like. */
const shown =
  /^(?:cat|bat|type|gc|get-content|less|more|head|tail|nl|ls|dir|nano|vim?|docker|git) ?(?:-\S{1,20} )?["']?[\w./\\ :-]{0,120}["']?\s*$/i;

/** The same of one that writes a file: `cat <<EOF > Dockerfile`. */
const written = /^(?:sudo )?(?:cat|tee) [^|;&]{0,160}<<-?\s?["']?[A-Za-z_]/;

/** The prompt before the first such command. */
function firstPrompt(lines: readonly string[]): string | null {
  for (const line of lines.slice(0, 40)) {
    const start = line.slice(0, 300);
    const end =
      promptEnd(start) ??
      /^\S[^$%❯➜✗]{0,60}(?:[➜❯] [^$%❯✗]{0,80})?[$%❯✗] +(?=\S)/u.exec(start)?.[0].length ??
      null;
    const command = start.slice(end ?? 0).trim();
    if (end === null || !(shown.test(command) || written.test(command))) continue;
    const prompt = start.slice(0, end).trim();
    return prompt.length < leastPrompt || isInstruction(prompt) ? null : prompt;
  }
  return null;
}

/** In a prompt of two lines, as starship draws it, the upper one shows the location: `backend on  main [!] via v3.12`. */
export function stripPromptInfo(lines: readonly string[]): readonly string[] {
  const isInfo = (line: string): boolean =>
    line.length < 160 && /^\S{1,80} (?:on|via|in) [^\w\s]?\s?[\w./-]{1,60}(?: |$)/u.test(line);
  return lines.filter((line, at) => !isInfo(line) || !/^[❯➜λ»›](?:\s|$)/u.test(lines[at + 1] ?? ''));
}

/** The signs of `cat -A` and `cat -e`: `$` ends every line, `^M` is a carriage return, `^I` a tab. */
export function stripLineEndSigns(lines: readonly string[]): readonly string[] {
  const own = lines.filter((line) => line.trim() !== '' && promptEnd(line) === null);
  if (own.length < 3 || !own.every((line) => line.endsWith('$'))) return lines;
  return lines.map((line) =>
    line.endsWith('$') ? line.slice(0, -1).replace(/\^M$/, '\r').replaceAll('^I', '\t') : line,
  );
}

/** What zsh shows in front of each line of a file that is being written: `heredoc> FROM python`, `pipe heredoc> `. */
export const stripContinuationPrompts = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/^(?:[a-z]{2,10} ){0,3}heredoc> ?/, ''));
