import { maxLines, type Role } from './intake-result.ts';
import { isIgnorePattern, isInstruction, isTerminalCommand, kindOfLine } from './line-kind.ts';

export type { Role } from './intake-result.ts';

/** A file's name without its folders. */
export const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The name without what browsers, editors and file managers add: `Dockerfile (1).txt`, `Copy of Dockerfile`. */
export function originalName(name: string): string {
  let bare = baseName(name.slice(-200)).trim().toLowerCase();
  while (/\.(txt|text|log)$/.test(bare)) bare = bare.slice(0, bare.lastIndexOf('.'));
  return bare
    .replace(/^(copy of|kopie von|copie de|copia de|copia di) /, '')
    .replace(/[ _-]{0,3}(copy|copie|kopie|copia)(?=$|[ _.(])/, '')
    .replace(/[ _]?\(\d{1,3}\)/, '')
    .replace(/[ _-]\d{1,3}$/, '')
    .trim();
}

/** The role that a file's name implies, if any. Discord drops a leading dot and turns spaces into `_`. */
export function roleByName(name: string): Role | null {
  const bare = originalName(name);
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

/** The role that a code block's language implies, if any. */
export function roleByLabel(label: string): Role | null {
  const word = label.toLowerCase();
  if (/^(dockerfile|docker|containerfile)$/.test(word)) return 'dockerfile';
  if (/^\.?(dockerignore|gitignore|ignore)$/.test(word)) return 'dockerignore';
  if (/^(sh|bash|shell|zsh|shellscript|shell-script|ash)$/.test(word)) return 'entrypoint';
  return roleByName(label);
}

/** What a text's lines say about it, regardless of its name. */
export interface RecognisedContent {
  readonly role: Role;
  /** A Dockerfile with FROM, or a script with a shebang. This outweighs a language, because students label everything `bash`. */
  readonly sure: boolean;
  /** Apparently a whole file, and not some lines of one. */
  readonly whole: boolean;
}

/** Names that occur in a directory listing, and that nobody would ignore. */
const listedName = /^(Dockerfile|entrypoint\.sh|manage\.py|pyproject\.toml|uv\.lock|core\/?|total \d+)$/;

/** Line starts of Python and JavaScript, which share keywords with shell scripts. */
const otherLanguage =
  /^\s*(def \w+\(|class \w+[(:{]|import [\w{*'"]|from [\w.]+ import |@\w+|(const|let|var) \w+ ?=|export (default|const|function) |(async )?function \w+\(|return [\w.]+\()/;

/** The role that a text's content implies, if any. */
export function roleByContent(content: string): RecognisedContent | null {
  const lines = content.split('\n', maxLines).map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const counts = count(lines);
  if (kindOfLine(first) === 'shebang') {
    return /python|node|perl|ruby|php/.test(first.slice(0, 80))
      ? null
      : { role: 'entrypoint', sure: true, whole: counts.meaningful > 0 };
  }
  const { meaningful, instructions, upperCase, fromLines, obviousPatterns, patterns } = counts;
  if (meaningful === 0) return null;
  if (fromLines > 0 && instructions * 2 >= meaningful) {
    return {
      role: 'dockerfile',
      sure: instructions > 1 || kindOfLine(first) === 'from',
      whole: true,
    };
  }
  if (instructions * 2 > meaningful && upperCase > 0)
    return { role: 'dockerfile', sure: false, whole: false };
  if (
    patterns === meaningful &&
    obviousPatterns > 0 &&
    (meaningful > 1 || /[*/]$|^[*!]/.test(first.trim()))
  ) {
    const isListing = counts.listed > 0 && obviousPatterns * 2 < meaningful;
    return isListing ? null : { role: 'dockerignore', sure: false, whole: obviousPatterns > 1 };
  }
  if (counts.terminalCommands > 0 || counts.otherLanguage > 0) return null;
  // Variables and nothing else are a file `.env`.
  if (counts.variables > 1 && counts.variables === meaningful) return null;
  return counts.shell * 2 >= meaningful && counts.shell > 0
    ? { role: 'entrypoint', sure: false, whole: counts.shell > 1 && counts.startsServer }
    : null;
}

function count(lines: readonly string[]) {
  const found = {
    meaningful: 0,
    instructions: 0,
    upperCase: 0,
    fromLines: 0,
    obviousPatterns: 0,
    patterns: 0,
    listed: 0,
    shell: 0,
    variables: 0,
    terminalCommands: 0,
    otherLanguage: 0,
    startsServer: false,
  };
  let continued = false;
  for (const line of lines) {
    const kind = kindOfLine(line);
    const counts = !continued && kind !== 'blank' && kind !== 'comment' && kind !== 'shebang';
    if (kind !== 'blank' && kind !== 'comment') continued = line.trimEnd().endsWith('\\');
    if (!counts) continue;
    found.meaningful += 1;
    if (kind === 'from' || kind === 'instruction') {
      found.instructions += 1;
      if (/^\s*[A-Z]{2,}\s/.test(line.slice(0, 200)) || kind === 'from') found.upperCase += 1;
      if (kind === 'from') found.fromLines += 1;
    }
    if (kind === 'pattern') found.obviousPatterns += 1;
    if (isIgnorePattern(line)) found.patterns += 1;
    if (listedName.test(line.slice(0, 80).trim())) found.listed += 1;
    if (kind === 'shell') found.shell += 1;
    if (/^[A-Z][A-Z0-9_]*=\S*\s*$/.test(line.slice(0, 300))) found.variables += 1;
    if (kind !== 'shell' && isTerminalCommand(line)) found.terminalCommands += 1;
    if (otherLanguage.test(line.slice(0, 300))) found.otherLanguage += 1;
    if (
      kind === 'shell' &&
      /^\s*(set -|exec\s)|\b(runserver|gunicorn|uvicorn|daphne)(\s|$)/.test(line.slice(0, 300))
    )
      found.startsServer = true;
  }
  return found;
}

/** Whether any line starts like a Dockerfile instruction. */
export const hasInstruction = (content: string): boolean => content.split('\n', maxLines).some(isInstruction);
