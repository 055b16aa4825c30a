/** Commands that students type at a prompt. A `$` or `#` before anything else may belong to a file. */
const command =
  /^(sudo\s+)?(cat|bat|batcat|type|gc|get-content|less|more|head|tail|nl|ls|ll|dir|pwd|cd|docker|docker-compose|git|vim?|nano|code|notepad|echo|touch|chmod|mkdir|curl|wget|clear|exit|history|python3?|uv|pip3?|npm|npx|brew|open|tree|whoami|cp|mv|rm|source|\.\/\S+|sh|bash)(\.exe)?(\s|$)/i;

/** Whether a line begins with one of the commands that students type in their own terminal. */
export const beginsWithCommand = (line: string): boolean => command.test(line.slice(0, 60));

/** What themes draw before a prompt: the lower edge of a frame, and a mark for how the last command ended. */
const ornament = /^(?:\s*[╰└┗][─━]{0,4}|[●○◉] )/u;
/** More than one of each is no prompt but a text made of them. */
const mostOrnaments = 2;

/**
 * The index at which the command after a shell prompt begins: `$ `, `(venv) PS C:\app> `, `anna@mac backend % `, `➜  backend git:(main) ✗ `.
 * Null if the line has no prompt; the line's length if it has nothing else.
 */
export function promptEnd(line: string): number | null {
  let at = 0;
  for (let seen = 0; seen <= mostOrnaments; seen += 1) {
    const rest = line.slice(at);
    const start = rest.slice(0, 20);
    if (/^\s*[╭┌┏]/u.test(start)) return isUpperLine(rest) ? line.length : null;
    const [drawn] = ornament.exec(start) ?? [];
    if (drawn === undefined) {
      const end = plainPromptEnd(rest);
      return end === null ? null : at + end;
    }
    at += drawn.length;
  }
  return null;
}

/** A frame is drawn around a prompt of two lines: `╭─ ~/shop/backend  main`, `╰─❯ cat Dockerfile`. */
const isUpperLine = (line: string): boolean =>
  line.length < 160 && /[~/(@]/.test(line) && !/[╮┐┓─━]\s*$/u.test(line.slice(-20));

/** The same without what a theme draws before it. */
function plainPromptEnd(line: string): number | null {
  const start = line.slice(0, 200);
  // Git Bash prints its prompt on a line of its own.
  if (/^\s*\S{1,60}@\S{1,60} (MINGW|MSYS|UCRT|CLANG)\S{0,12} \S{1,80}( \([^)]{1,60}\))?\s*$/.test(start))
    return line.length;
  if (!/[$%#>❯➜λ»›✗]/u.test(start)) return null;
  const bare = /^\s*(\([\w .-]{1,40}\)\s*)*([$%❯➜λ»›]|\$>|#>|PS>)(\s+|$)/u.exec(start);
  if (bare !== null) return afterThemedPrompt(start, bare[0].length);
  const root = /^\s*(\([\w .-]{1,40}\)\s*)*[#>]\s+/.exec(start);
  if (root !== null && command.test(start.slice(root[0].length)))
    return /^\s*#/.test(start) && !/^\s*#\s+(cat|type|get-content)\s/i.test(start) ? null : root[0].length;
  const windows = /^\s*(\([\w .-]{1,40}\)\s*)*(PS )?[A-Za-z]:\\[^>]{0,100}>\s*/.exec(start);
  if (windows !== null) return windows[0].length;
  const shown =
    /^\s*(\([\w .-]{1,40}\)\s*)*(\[?[\w.-]{1,40}@[\w.-]{1,60}[^$#%>❯]{0,80}|PS [A-Za-z]:[^>]{0,100}|PS \/[^>]{0,100}|[A-Za-z]:\\[^>]{0,100}|~[\w/.-]{0,80}|\/[\w/.-]{0,80}|(ba|z|da)?sh-[\d.]{1,6}|MINGW\S{0,20}\s[^$]{0,60})\s?[$#%>❯]+(\s+|$)/u.exec(
      start,
    );
  if (shown !== null) return shown[0].length;
  // The folder, and perhaps the branch, before the prompt's sign: `backend git:(main) ✗ cat Dockerfile`.
  const folder =
    /^\s*[\w.~/-]{1,60}(\s+(git:\([^)]{1,60}\)|on \S{1,60}|\([\w./-]{1,60}\)))?\s*[$%❯➜✗#>]\s+/u.exec(start);
  return folder !== null && command.test(start.slice(folder[0].length)) ? folder[0].length : null;
}

/** Skips the folder and the branch that themed prompts print between the arrow and the command. */
function afterThemedPrompt(start: string, at: number): number {
  const rest = /^([\w.~/-]{1,60}\s+)?(git:\([^)]{1,60}\)\s*)?(✗(\s+|$))?/u.exec(start.slice(at));
  const skipped = rest?.[0].length ?? 0;
  if (skipped > 0 && start.slice(at + skipped).trim() === '' && /git:|✗/u.test(start.slice(at)))
    return at + skipped;
  return skipped > 0 && !command.test(start.slice(at)) && command.test(start.slice(at + skipped))
    ? at + skipped
    : at;
}

/** The command after a prompt; null if the line has no prompt, or no command follows it. */
export function commandAtPrompt(line: string): string | null {
  const at = promptEnd(line);
  if (at === null) return null;
  const rest = line.slice(at, 300).trim();
  const host = at > 3 || rest === '';
  return rest === '' || command.test(rest) || host || /^\s*[$%]/.test(line) ? rest : null;
}
