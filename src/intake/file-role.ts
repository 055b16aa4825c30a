import { maxLines, type Role } from './intake-result.ts';
import { isIgnorePattern, isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';

export type { Role } from './intake-result.ts';

/** The name of a file without its folders. */
export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** What browsers, editors and file managers add to a name: `Dockerfile (1).txt`, `Copy of Dockerfile`, `Dockerfile - Copy`. */
function bareName(name: string): string {
  let bare = baseName(name.slice(-200)).trim().toLowerCase();
  while (/\.(txt|text|log)$/.test(bare)) bare = bare.slice(0, bare.lastIndexOf('.'));
  return bare
    .replace(/^(copy of|kopie von|copie de|copia de|copia di) /, '')
    .replace(/[ _-]{0,3}(copy|copie|kopie|copia)(?=$|[ _.(])/, '')
    .replace(/[ _]?\(\d{1,3}\)/, '')
    .replace(/[ _-]\d{1,3}$/, '')
    .trim();
}

/** What a file is by its name; null when the name does not tell. Discord drops a leading dot and writes `_` for a space. */
export function roleByName(name: string): Role | null {
  const bare = bareName(name);
  if (/^[._]?(dockerfile\.)?docker[ _-]?ignore$/.test(bare)) return 'dockerignore';
  if (
    /\.(py|ya?ml|json|toml|md|html?|docx?|odt|rtf|pdf|png|jpe?g|gif|webp|zip|js|css|lock|cfg|ini)$/.test(bare)
  )
    return null;
  if (/^(dockerfile|containerfile|docker[ _-]file)([._-].*)?$/.test(bare) || /\.dockerfile$/.test(bare))
    return 'dockerfile';
  if (/\.(sh|bash|ash)$/.test(bare) || /^(docker[-_])?entry[-_ ]?point$/.test(bare)) return 'entrypoint';
  return null;
}

/** What a fence's label says; null when it says nothing about these three. */
export function roleByLabel(label: string): Role | null {
  const word = label.toLowerCase();
  if (/^(dockerfile|docker|containerfile)$/.test(word)) return 'dockerfile';
  if (/^\.?(dockerignore|gitignore|ignore)$/.test(word)) return 'dockerignore';
  if (/^(sh|bash|shell|zsh|shellscript|shell-script|ash)$/.test(word)) return 'entrypoint';
  return roleByName(label);
}

/** What the lines of a text come to, whatever they are called. */
export interface RecognisedContent {
  readonly role: Role;
  /** A Dockerfile with FROM, or a script with its `#!`: that outweighs a label, because students label everything `bash`. */
  readonly sure: boolean;
  /** A whole file, as far as a text can tell: not some lines of one. */
  readonly whole: boolean;
}

/** Names that stand in a list of what a folder holds, and that nobody keeps out of an image. */
const listed = /^(Dockerfile|entrypoint\.sh|manage\.py|pyproject\.toml|uv\.lock|core\/?|total \d+)$/;

/** How lines of Python and JavaScript begin, which share words with a shell script. */
const ofAnotherLanguage =
  /^\s*(def \w+\(|class \w+[(:{]|import [\w{*'"]|from [\w.]+ import |@\w+|(const|let|var) \w+ ?=|export (default|const|function) |(async )?function \w+\(|return [\w.]+\()/;

/** What a text is by its content; null when that does not tell. */
export function roleByContent(content: string): RecognisedContent | null {
  const lines = content.split('\n', maxLines).map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const counts = count(lines);
  if (kindOfLine(first) === 'shebang') {
    return /python|node|perl|ruby|php/.test(first.slice(0, 80))
      ? null
      : { role: 'entrypoint', sure: true, whole: counts.telling > 0 };
  }
  const { telling, instructions, shouted, froms, strong, patterns } = counts;
  if (telling === 0) return null;
  if (froms > 0 && instructions * 2 >= telling) {
    return {
      role: 'dockerfile',
      sure: instructions > 1 || kindOfLine(first) === 'from',
      whole: true,
    };
  }
  if (instructions * 2 > telling && shouted > 0) return { role: 'dockerfile', sure: false, whole: false };
  if (patterns === telling && strong > 0 && (telling > 1 || /[*/]$|^[*!]/.test(first.trim()))) {
    const folder = counts.listed > 0 && strong * 2 < telling;
    return folder ? null : { role: 'dockerignore', sure: false, whole: strong > 1 };
  }
  if (counts.atTheShell > 0 || counts.otherLanguage > 0) return null;
  return counts.shell * 2 >= telling && counts.shell > 0
    ? { role: 'entrypoint', sure: false, whole: counts.shell > 1 && counts.starts }
    : null;
}

function count(lines: readonly string[]) {
  const found = {
    telling: 0,
    instructions: 0,
    shouted: 0,
    froms: 0,
    strong: 0,
    patterns: 0,
    listed: 0,
    shell: 0,
    atTheShell: 0,
    otherLanguage: 0,
    starts: false,
  };
  let goesOn = false;
  for (const line of lines) {
    const kind = kindOfLine(line);
    const told = !goesOn && kind !== 'blank' && kind !== 'comment' && kind !== 'shebang';
    if (kind !== 'blank' && kind !== 'comment') goesOn = line.trimEnd().endsWith('\\');
    if (!told) continue;
    found.telling += 1;
    if (kind === 'from' || kind === 'instruction') {
      found.instructions += 1;
      if (/^\s*[A-Z]{2,}\s/.test(line.slice(0, 200)) || kind === 'from') found.shouted += 1;
      if (kind === 'from') found.froms += 1;
    }
    if (kind === 'pattern') found.strong += 1;
    if (isIgnorePattern(line)) found.patterns += 1;
    if (listed.test(line.slice(0, 80).trim())) found.listed += 1;
    if (kind === 'shell') found.shell += 1;
    if (kind !== 'shell' && isTerminalCommand(line)) found.atTheShell += 1;
    if (ofAnotherLanguage.test(line.slice(0, 300))) found.otherLanguage += 1;
    if (
      kind === 'shell' &&
      /^\s*(set -|exec\s)|\b(runserver|gunicorn|uvicorn|daphne)(\s|$)/.test(line.slice(0, 300))
    )
      found.starts = true;
  }
  return found;
}

/** Whether any line starts as a Dockerfile's instruction does. */
export const hasInstruction = (content: string): boolean => content.split('\n', maxLines).some(isInstruction);
