/** Which of a lesson's three files something is. */
export type Role = 'dockerfile' | 'dockerignore' | 'entrypoint';

const instruction =
  /^\s*(FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|EXPOSE|ENTRYPOINT|CMD|USER|LABEL|VOLUME|HEALTHCHECK|SHELL|ONBUILD|STOPSIGNAL|MAINTAINER)(\s|$)/i;
/** Shouted, or in lower case with nothing but an image and perhaps a name: "from my point of view" is no instruction. */
const from = /^\s*(FROM\s+\S|from\s+(--\S+\s+)*\S+(\s+as\s+\S+)?\s*$)/;
const comment = /^\s*#/;
/** Commands that students type at their own shell, around Docker: not what a container runs. */
const atTheShell = /^\s*(\$\s*)?(sudo\s+)?(docker|git|cd|curl)\s/;

/** What a file is by its name; null when the name does not tell. Discord drops a leading dot and adds `.txt` and ` (1)`. */
export function roleByName(name: string): Role | null {
  const bare = (name.split(/[\\/]/).at(-1) ?? '')
    .toLowerCase()
    .replace(/\.txt$/, '')
    .replace(/[ _]?\(\d+\)/, '');
  if (/^\.?(dockerfile\.)?dockerignore$/.test(bare)) return 'dockerignore';
  if (/^(dockerfile|containerfile)([._-].*)?$/.test(bare) || /\.dockerfile$/.test(bare)) return 'dockerfile';
  if (/\.sh$/.test(bare)) return 'entrypoint';
  return null;
}

/** What a fence's label says; null when it says nothing about these three. */
export function roleByLabel(label: string): Role | null {
  const word = label.toLowerCase();
  if (/^(dockerfile|docker|containerfile)$/.test(word)) return 'dockerfile';
  if (/^\.?(dockerignore|gitignore|ignore)$/.test(word)) return 'dockerignore';
  if (/^(sh|bash|shell|zsh|shellscript|ash)$/.test(word)) return 'entrypoint';
  return roleByName(label);
}

/**
 * What a text is by its content. `sure` is a Dockerfile with FROM, or a script with its `#!`:
 * then the content outweighs a label, because students label everything `bash`.
 */
export function roleByContent(content: string): { readonly role: Role; readonly sure: boolean } | null {
  const lines = content.split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (/^\uFEFF?#!/.test(first)) return { role: 'entrypoint', sure: true };
  const telling = withoutContinuations(lines).filter((line) => line.trim() !== '' && !comment.test(line));
  if (telling.length === 0) return null;
  const instructions = telling.filter((line) => instruction.test(line));
  const hasFrom = instructions.some((line) => from.test(line));
  if (hasFrom && instructions.length * 2 >= telling.length) {
    return { role: 'dockerfile', sure: instructions.length > 1 || /^\s*FROM\s/.test(first) };
  }
  const shouted = instructions.filter((line) => /^\s*[A-Z]+\s/.test(line));
  if (shouted.length > 0 && shouted.length * 2 > telling.length) return { role: 'dockerfile', sure: false };
  if (telling.some((line) => atTheShell.test(line))) return null;
  if (telling.every((line) => /^!?[\w.*?[\]/@+~-]+\s*$/.test(line))) {
    const patterns = telling.filter((line) => /[*/.]/.test(line));
    if (patterns.length > 0 && (telling.length > 1 || /^[*.!]|\/$/.test(telling[0] ?? ''))) {
      return { role: 'dockerignore', sure: false };
    }
  }
  const commands = telling.filter((line) =>
    /^\s*(set\s+-|exec\s|python3?\s|uv\s|gunicorn\s|\.\s|export\s|echo\s|if\s|while\s|until\s|sleep\s)/.test(
      line,
    ),
  );
  return commands.length * 2 >= telling.length && commands.length > 0
    ? { role: 'entrypoint', sure: false }
    : null;
}

/** Whether a pattern matches any line. Asked of the whole text with `m`, `^\s*` looks at each run of line ends again and again. */
export const someLine = (content: string, pattern: RegExp): boolean =>
  content.split('\n').some((line) => pattern.test(line));

/** Whether any line starts as a Dockerfile's instruction does. */
export const hasInstruction = (content: string): boolean => someLine(content, instruction);

/** Lines that go on from one ending in `\` say nothing of their own. */
function withoutContinuations(lines: readonly string[]): readonly string[] {
  return lines.filter((_, i) => {
    const before = lines[i - 1];
    return before === undefined || !/\\\s*$/.test(before);
  });
}

/** Cuts what a student wrote above an unfenced Dockerfile ("hi, what is wrong here?"). */
export function withoutGreeting(content: string): string {
  const lines = content.split('\n');
  const start = lines.findIndex((line) => instruction.test(line) && /^\s*[A-Za-z]+\s+\S/.test(line));
  if (start <= 0) return content;
  let from = start;
  while (from > 0 && comment.test(lines[from - 1] ?? '')) from -= 1;
  return lines.slice(from).join('\n');
}
