import { roleByName } from './file-role.ts';
import { isBlank } from './line-kind.ts';

/** What a file is called in JSON, and where its text stands: `{ "path": "Dockerfile", "content": "FROM …" }`. */
const nameKeys: readonly string[] = ['path', 'name', 'filename', 'file', 'file_path', 'filePath', 'title'];
const textKeys: readonly string[] = ['content', 'contents', 'text', 'code', 'body', 'data', 'source'];
/** Nobody nests files deeper. */
const mostLevels = 4;
const mostFiles = 20;

interface FileInJson {
  readonly name: string;
  readonly text: string;
}

/** The files of a JSON text, each below a heading, as programs, pages and models write them: `{ "Dockerfile": "FROM …\\nRUN …" }`. */
export function openJsonFiles(lines: readonly string[]): readonly string[] {
  const first = lines.find((line) => !isBlank(line))?.trim() ?? '';
  if (!/^[{[]/.test(first)) return lines;
  const files = filesIn(parsed(lines.join('\n')), mostLevels).slice(0, mostFiles);
  if (!files.some(({ name }) => roleByName(name) !== null)) return lines;
  return files.flatMap(({ name, text }) => [`=== ${name} ===`, ...text.trimEnd().split('\n'), '']);
}

function parsed(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json.replace(/,\s{0,20}$/, ''));
    return value;
  } catch {
    return null;
  }
}

function filesIn(value: unknown, levels: number): readonly FileInJson[] {
  if (typeof value !== 'object' || value === null || levels === 0) return [];
  if (Array.isArray(value)) return value.slice(0, mostFiles).flatMap((each) => filesIn(each, levels - 1));
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value).slice(0, 100);
  const name = entries.find(([key, held]) => nameKeys.includes(key) && typeof held === 'string')?.[1];
  const text = textOf(entries.find(([key]) => textKeys.includes(key))?.[1]);
  if (typeof name === 'string' && text !== null) return [{ name, text }];
  return entries.flatMap(([key, held]) => {
    const own = isFileName(key) ? textOf(held) : null;
    return own === null ? filesIn(held, levels - 1) : [{ name: key, text: own }];
  });
}

const isFileName = (key: string): boolean =>
  roleByName(key) !== null || /^[\w./-]{1,100}\.\w{1,8}$/.test(key);

/** A text of several lines, as one string or as a list of its lines. A single line is more likely a path. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.includes('\n') ? value : null;
  if (!Array.isArray(value) || value.length < 2) return null;
  return value.every((line) => typeof line === 'string') ? value.join('\n') : null;
}
