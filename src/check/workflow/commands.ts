/** A command of a `run`, read as far as questions about Docker need it: words, and what becomes of what it prints. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly line: number;
  /** What it prints goes to another program or a file, and not into the log. */
  readonly isTaken: boolean;
}

/** How many commands of one `run` are looked at. */
const mostCommands = 400;

/** The commands of a script: split at line ends, `;`, `&&`, `||` and `|`. Quotes, and what stands in `${{ … }}`, stay together. */
export function commandsIn(script: string, firstLine: number): readonly ShellCommand[] {
  return new ScriptReader(script, firstLine).read();
}

class ScriptReader {
  readonly #text: string;
  readonly #commands: ShellCommand[] = [];
  #words: string[] = [];
  #word: string | null = null;
  #quote = '';
  #line: number;
  #begins: number;
  #isTaken = false;
  #at = 0;

  constructor(text: string, firstLine: number) {
    this.#text = text;
    this.#line = firstLine;
    this.#begins = firstLine;
  }

  read(): readonly ShellCommand[] {
    while (this.#at < this.#text.length && this.#commands.length < mostCommands) this.#step();
    this.#endCommand(false);
    return this.#commands;
  }

  #step(): void {
    const char = this.#text[this.#at] ?? '';
    const next = this.#text[this.#at + 1] ?? '';
    if (this.#text.startsWith('${{', this.#at)) this.#takeExpression();
    else if (char === '\\' && this.#quote !== "'") this.#takeEscaped(next);
    else if (this.#quote !== '') this.#takeQuoted(char);
    else if (char === '"' || char === "'") {
      this.#quote = char;
      this.#append('');
      this.#at += 1;
    } else if (char === '#' && this.#word === null) this.#skipComment();
    else this.#takePlain(char, next);
  }

  #append(text: string): void {
    if (this.#word === null && this.#words.length === 0) this.#begins = this.#line;
    this.#word = (this.#word ?? '') + text;
  }

  #takeExpression(): void {
    const end = this.#text.indexOf('}}', this.#at);
    const upTo = end < 0 ? this.#text.length : end + 2;
    const written = this.#text.slice(this.#at, upTo);
    this.#append(written);
    this.#line += written.split('\n').length - 1;
    this.#at = upTo;
  }

  #takeEscaped(next: string): void {
    if (next === '\n') this.#line += 1;
    else this.#append(next);
    this.#at += 2;
  }

  #takeQuoted(char: string): void {
    if (char === this.#quote) this.#quote = '';
    else this.#append(char);
    if (char === '\n') this.#line += 1;
    this.#at += 1;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #takePlain(char: string, next: string): void {
    this.#at += 1;
    if (char === ' ' || char === '\t' || char === '\r') this.#endWord();
    else if (char === '>') {
      // `2>` and `>&2` stay in the log.
      const isOutput = this.#word !== '2' && next !== '&';
      if (/^\d$/.test(this.#word ?? '')) this.#word = null;
      this.#isTaken ||= isOutput;
      if (next === '&') this.#at += 2;
      this.#endWord();
    } else if (char === '|' || char === '&' || char === ';' || char === '\n') {
      const isDoubled = next === char && (char === '|' || char === '&');
      if (isDoubled) this.#at += 1;
      this.#endCommand(char === '|' && !isDoubled);
      if (char === '\n') this.#line += 1;
    } else this.#append(char);
  }

  #endWord(): void {
    if (this.#word !== null) this.#words.push(this.#word);
    this.#word = null;
  }

  #endCommand(isPiped: boolean): void {
    this.#endWord();
    if (this.#words.length > 0)
      this.#commands.push({
        words: this.#words,
        line: this.#begins,
        isTaken: this.#isTaken || isPiped,
      });
    this.#words = [];
    this.#isTaken = false;
  }
}

/** The words of a command from its program on: without variables before it, `sudo`, and what opens a block. */
export function programOf({ words }: ShellCommand): readonly string[] {
  const first = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !['sudo', 'time', 'if', 'then', 'do', '!', '{'].includes(word),
  );
  return first < 0 ? [] : words.slice(first);
}
