import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { type CommandLine, lastValue } from './server-arguments.ts';

/** Settings that decide what gunicorn serves and on which address, with their options. All others only affect how it serves. */
const options: Readonly<Record<string, string>> = {
  bind: '--bind',
  chdir: '--chdir',
  worker_class: '--worker-class',
  user: '--user',
  group: '--group',
  pythonpath: '--pythonpath',
  raw_env: '--env',
  certfile: '--certfile',
};

/** Expressions without side effects: the number of processors, and arithmetic with it. */
const harmless = /^(?:(?:multiprocessing|os)\.cpu_count\(\)|True|False|None|[\d.\s()*+])+$/;
const text = /^(["'])([^"'\\]*)\1$/;

/** The settings of a configuration file, as words of a command line. */
interface GunicornConfig {
  readonly words: readonly string[];
  /** The application that the file itself names; null when it names none. */
  readonly application: string | null;
}

const longest = 8_000;

/** Reads a `gunicorn.conf.py` that only assigns simple values; null when it contains anything else. */
function readConfig(code: string): GunicornConfig | null {
  if (code.length > longest || !isKnown(code)) return null;
  const words: string[] = [];
  let application: string | null = null;
  for (const raw of code.split('\n')) {
    const line = raw.replace(/(?:^|\s)#[^\n]*/, '').trimEnd();
    if (line === '' || /^import (?:multiprocessing|os)$/.test(line)) continue;
    const [, name, value = ''] = /^(\w+)\s*=\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined) return null;
    const values = valuesOf(value);
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (name === 'daemon' && value === 'True') words.push('--daemon');
    if (values === null) {
      if (option !== undefined || name === 'wsgi_app' || !harmless.test(value)) return null;
    } else if (name === 'wsgi_app') application = values.at(-1) ?? null;
    else if (option !== undefined) words.push(...values.map((each) => `${option}=${each}`));
  }
  return { words, application };
}

/** The values of a string or a list of strings; null for any other expression. */
function valuesOf(value: string): readonly string[] | null {
  const one = text.exec(value);
  if (one !== null) return [one[2] ?? ''];
  const inside = /^[[(](.*)[\])]$/.exec(value)?.[1];
  if (inside === undefined) return null;
  const items = inside.split(',').map((each) => each.trim());
  const texts = items.filter((each) => each !== '').map((each) => text.exec(each)?.[2] ?? null);
  return texts.some((each) => each === null) ? null : texts.flatMap((each) => each ?? []);
}

/** The settings of the configuration file that gunicorn reads; `absent` when there is none, null when they are unknown. */
export function configOf({ stage, cwd }: Machine, line: CommandLine): GunicornConfig | 'absent' | null {
  const written = lastValue(line, '-c', '--config');
  const name = written ?? './gunicorn.conf.py';
  if (!isKnown(name) || name.startsWith('python:')) return null;
  const path = resolvePath(cwd, name.replace(/^file:/, ''));
  const entry = stage.files.get(path);
  if (entry?.text != null && entry.certain) return readConfig(entry.text);
  return stage.files.presence(path) === 'absent' ? 'absent' : null;
}
