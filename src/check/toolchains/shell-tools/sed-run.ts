import { readReplacement, replaced } from './edits.ts';
import { isCheap, match } from './patterns/pattern.ts';
import type { SedAddress, SedCommand } from './sed-script.ts';

/** sed's output for a text, and its exit code. */
export interface SedResult {
  readonly text: string;
  readonly exitCode: number;
}

/** Limit on commands; longer scripts are not simulated. */
const mostCommands = 60;
const followed = /^[{}sdpqQ=iac]$/;

/** Runs a script line by line; null when it uses an unsupported feature. */
export function runSed(commands: readonly SedCommand[], text: string, quiet: boolean): SedResult | null {
  if (commands.length > mostCommands || !commands.every((command) => isFollowed(command, text))) return null;
  return new SedRun(commands, quiet).run(text);
}

function isFollowed({ addresses, name, substitution }: SedCommand, text: string): boolean {
  const isKnownAddress = (address: SedAddress): boolean =>
    address.kind === 'pattern'
      ? address.pattern !== null && isCheap(address.pattern, text)
      : address.kind !== 'unfollowed' && (address.kind === 'last' || address.number > 0);
  if (!followed.test(name) || !addresses.every(isKnownAddress)) return false;
  if (name === 'c' && addresses.length > 1) return false;
  if (substitution === null) return true;
  const { pattern, replacement, flags } = substitution;
  return (
    pattern !== null &&
    isCheap(pattern, text) &&
    /^[gpiI]*$/.test(flags) &&
    readReplacement(replacement, false) !== null
  );
}

class SedRun {
  readonly #commands: readonly SedCommand[];
  readonly #quiet: boolean;
  /** Commands within an active range of lines, each with the last line that the range can have. */
  readonly #open = new Map<SedCommand, number>();
  readonly #printed: string[] = [];
  #exitCode: number | null = null;

  constructor(commands: readonly SedCommand[], quiet: boolean) {
    this.#commands = commands;
    this.#quiet = quiet;
  }

  run(text: string): SedResult {
    const ends = text.endsWith('\n');
    const lines = text === '' ? [] : (ends ? text.slice(0, -1) : text).split('\n');
    for (const [index, line] of lines.entries()) {
      this.#cycle(line, index + 1, index === lines.length - 1);
      if (this.#exitCode !== null) break;
    }
    const wasCut = this.#exitCode !== null;
    const printed =
      this.#printed.length === 0 ? '' : `${this.#printed.join('\n')}${ends || wasCut ? '\n' : ''}`;
    return { text: printed, exitCode: this.#exitCode ?? 0 };
  }

  /** Runs all commands on one line. */
  #cycle(line: string, number: number, isLast: boolean): void {
    let now = line;
    let prints = !this.#quiet;
    const behind: string[] = [];
    for (let at = 0; at < this.#commands.length; at += 1) {
      const command = this.#commands[at];
      if (command === undefined || command.name === '}') continue;
      const isFor = this.#selects(command, now, number, isLast) !== command.negated;
      if (command.name === '{' && !isFor) at = this.#endOfGroup(at);
      if (!isFor) continue;
      const { name, text, substitution } = command;
      if (substitution !== null) {
        const before = now;
        const { pattern, replacement, flags } = substitution;
        if (pattern !== null)
          now = replaced(pattern, now, readReplacement(replacement, false) ?? '', flags.includes('g'));
        if (flags.includes('p') && now !== before) this.#printed.push(now);
      } else if (name === 'p') this.#printed.push(now);
      else if (name === '=') this.#printed.push(String(number));
      else if (name === 'i') this.#printed.push(text);
      else if (name === 'a') behind.push(text);
      else if (name === 'c') this.#printed.push(text);
      if (/[qQ]/.test(name)) this.#exitCode = Number(text);
      if (/[dcQ]/.test(name)) prints = false;
      if (/[dcqQ]/.test(name)) break;
    }
    if (prints) this.#printed.push(now);
    this.#printed.push(...behind);
  }

  #endOfGroup(from: number): number {
    let depth = 0;
    for (let at = from; at < this.#commands.length; at += 1) {
      const name = this.#commands[at]?.name;
      if (name === '{') depth += 1;
      if (name === '}') depth -= 1;
      if (depth === 0) return at;
    }
    return this.#commands.length;
  }

  #selects(command: SedCommand, line: string, number: number, isLast: boolean): boolean {
    const [first, second] = command.addresses;
    if (first === undefined) return true;
    if (second === undefined) return matches(first, line, number, isLast);
    const open = this.#open.get(command);
    if (open === undefined) {
      if (!matches(first, line, number, isLast)) return false;
      const end = second.kind === 'line' ? second.number : Number.POSITIVE_INFINITY;
      if (end > number) this.#open.set(command, end);
      return true;
    }
    if (number > open) {
      this.#open.delete(command);
      return matches(first, line, number, isLast);
    }
    if (number === open || (second.kind !== 'line' && matches(second, line, number, isLast)))
      this.#open.delete(command);
    return true;
  }
}

function matches(address: SedAddress, line: string, number: number, isLast: boolean): boolean {
  if (address.kind === 'line') return address.number === number;
  if (address.kind === 'last') return isLast;
  return address.kind === 'pattern' && address.pattern !== null && match(address.pattern, line) !== null;
}
