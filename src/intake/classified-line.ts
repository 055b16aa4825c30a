import { isPageChrome } from './decorations.ts';
import { maxLines, type Role } from './intake-result.ts';
import { kindOfLine, type LineKind } from './line-kind.ts';

/** A line, its kind, and what follows it. */
export interface ClassifiedLine {
  readonly text: string;
  readonly kind: LineKind;
  /** The kind of the next line that is neither blank, a comment nor a divider. */
  readonly next: LineKind | null;
}

export function classifyLines(texts: readonly string[]): readonly ClassifiedLine[] {
  const lines: ClassifiedLine[] = [];
  let next: LineKind | null = null;
  for (let at = texts.length - 1; at >= 0; at -= 1) {
    const text = texts[at] ?? '';
    const kind = at < maxLines ? kindOfLine(text) : 'other';
    lines.push({ text, kind, next });
    // A divider may be the line under a heading.
    if (kind !== 'blank' && kind !== 'comment' && kind !== 'divider' && !isPageChrome(text)) next = kind;
  }
  return lines.reverse();
}

/** The delimiter of a heredoc that the line opens. */
export function heredocDelimiter(line: string, role: Role | 'output' | null): string | null {
  if (role !== 'dockerfile' && role !== 'entrypoint') return null;
  return /<<-?\s?["']?([A-Za-z_]\w{0,40})["']?/.exec(line.slice(0, 300))?.[1] ?? null;
}

/** Whether a pattern below another file is the first line of a .dockerignore. */
export function beginsDockerignore({ text, next }: ClassifiedLine, role: Role | 'output' | null): boolean {
  if (role === 'dockerfile') return next !== 'instruction' && next !== 'from';
  return role === 'entrypoint' && /[*]|\/\s*$/.test(text.slice(-60)) && next !== 'shell';
}

/** Whether the line below a heading can be the first one of the file that it names. */
export function canFollow(role: Role, next: LineKind | null): boolean {
  if (role === 'dockerfile') return next === 'from' || next === 'instruction';
  if (role === 'entrypoint') return next === 'shebang' || next === 'shell';
  return next === 'pattern' || next === 'other';
}

/** Whether a line can only be the first one of a file. */
export const beginsFile = (role: Role, next: LineKind | null): boolean =>
  next === { dockerfile: 'from', entrypoint: 'shebang', dockerignore: 'pattern' }[role];

const dots = /^\s{0,40}[[(<]?\s?(?:\.{3,9}|…{1,3})\s?[\])>]?\s*$/;
/** A comment that stands for lines: `# ...`, `# ... existing code ...`, `# (rest is the same)`. */
const remarkForLines =
  /^\s{0,40}(?:#|\/\/) ?(?:[[(<]?(?:\.{3,9}|…)|[([]?(?:the |le |der )?(?:rest|remaining|remainder|reste|suite) (?:of |is |stays |remains |du |de |est |ne |bleibt |wie |inchang|unchanged|as |goes )|[([]?(?:same as (?:before|above)|unchanged|inchangé|(?:everything|all) else (?:is |stays )?(?:the same|unchanged)))/i;

/** `...`, `[…]`, `(...)`, `# ...`: lines that the student left out. */
export const standsForLines = (text: string): boolean => {
  const start = text.slice(0, 120);
  return dots.test(start) || remarkForLines.test(start);
};
