/** What the interpreter runs: code (`-c`), a module (`-m`), a file, or its standard input. */
type PythonStart =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'input' };

/** A parsed command line of Python: it runs something, only prints information (`--version`), or is refused. */
export type PythonCommandLine =
  | {
      readonly kind: 'starts';
      readonly start: PythonStart;
      readonly args: readonly string[];
      /** An option that changes which modules are found; null when there is none. */
      readonly doubtful: string | null;
    }
  | { readonly kind: 'tells' }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Flags. Those in `doubtful` change which modules Python finds, or skip a line of the program. */
const plain = /[bBdOqRstuvEIiPSx]/;
const doubtful = /[EIiPsSx]/;

/** Parses the interpreter's options, which may be combined in one word (`-um gunicorn`), up to what it runs. */
export function readPythonCommandLine(args: readonly string[]): PythonCommandLine {
  let [tells, doubt]: [boolean, string | null] = [false, null];
  const refuse = (phrase: string): PythonCommandLine => ({ kind: 'refused', phrase });
  const startWith = (start: PythonStart, rest: readonly string[]): PythonCommandLine =>
    tells ? { kind: 'tells' } : { kind: 'starts', start, args: rest, doubtful: doubt };
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (word === '-' || !word.startsWith('-')) break;
    if (word.startsWith('--')) {
      if (/^--(?:version|help(?:-env|-xoptions|-all)?)$/.test(word)) tells = true;
      else if (word === '--check-hash-based-pycs') at += 1;
      else return refuse(`unknown option ${word}`);
      continue;
    }
    for (let index = 1; index < word.length; index += 1) {
      const letter = word[index] ?? '';
      if (/[Vh?]/.test(letter)) tells = true;
      else if (plain.test(letter)) doubt = doubtful.test(letter) ? word : doubt;
      else if (!/[cmWX]/.test(letter)) return refuse(`Unknown option: -${letter}`);
      else {
        const isAttached = index + 1 < word.length;
        const value = isAttached ? word.slice(index + 1) : args[++at];
        if (value === undefined) return refuse(`Argument expected for the -${letter} option`);
        const rest = args.slice(at + 1);
        if (letter === 'c') return startWith({ kind: 'code', code: value }, rest);
        if (letter === 'm') return startWith({ kind: 'module', module: value }, rest);
        break;
      }
    }
  }
  const [path = '-', ...rest] = args.slice(at);
  return startWith(path === '-' ? { kind: 'input' } : { kind: 'file', path }, rest);
}
