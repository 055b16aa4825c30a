import { isKnown } from '../dockerfile/unknown-text.ts';
import type { Redirect } from '../shell/syntax.ts';
import { wordText } from './expand.ts';
import { plainFile, resolvePath } from './files.ts';
import type { Machine } from './machine.ts';

/** What a command prints, for the few whose output ends up in files. */
export function printed(words: readonly string[], input: string | null): string | null {
  const [name, ...args] = words;
  if (name === 'echo') {
    const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
    const rest = flags < 0 ? [] : args.slice(flags);
    const options = args.slice(0, flags < 0 ? args.length : flags).join('');
    // dash's echo always reads escapes, and prints -e.
    const text = rest.join(' ').replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    return options.includes('n')
      ? text
      : `${options.includes('e') ? '-e ' : ''}${text}\n`.replace(/^-e /, '');
  }
  if (name === 'printf') {
    const [format = '', ...values] = args;
    const plain = format.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\r', '\r');
    if (!plain.includes('%')) return plain;
    if (!/^(?:[^%]|%s|%b|%%)*$/.test(plain)) return null;
    const rows = values.length === 0 ? [''] : values;
    return rows
      .map((value) => plain.replace(/%[sb]/, value.replaceAll('\\n', '\n')).replaceAll('%%', '%'))
      .join('');
  }
  if (name === 'cat' && args.length === 0) return input;
  return null;
}

/** Files that redirections make. */
export function redirect(
  machine: Machine,
  redirects: readonly Redirect[],
  text: string | null,
  tool: string | null = null,
): void {
  for (const { operator, target } of redirects) {
    if (!/^(?:1?>|1?>>|&>|>\||[12]?>&|2>|2>>)$/.test(operator) || operator.endsWith('&')) continue;
    const name = wordText(machine, target);
    if (!isKnown(name) || name === '' || name.startsWith('/dev/')) continue;
    const path = resolvePath(machine.cwd, name);
    const before = machine.stage.files.get(path);
    const content = operator.startsWith('2') ? null : text;
    const whole = operator.endsWith('>>')
      ? before?.text != null && content !== null
        ? before.text + content
        : null
      : content;
    machine.stage.files.put(path, {
      ...plainFile,
      executable: before?.executable ?? false,
      text:
        whole !== null && isKnown(whole)
          ? whole
          : before === null && operator.endsWith('>>')
            ? content
            : null,
      owner: machine.user === '' ? 'root' : machine.user,
      line: machine.place.line,
      named: true,
      tool,
      certain: machine.certain,
    });
  }
}

/** `uv export`, which prints requirements with their exact versions. */
export const isExport = (words: readonly string[]): boolean =>
  words[0] === 'uv' && words.find((word, index) => index > 0 && !word.startsWith('-')) === 'export';
