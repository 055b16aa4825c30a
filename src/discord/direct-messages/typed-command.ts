import { asking, fillers, hintWords, otherNames, taskWords, thanking, wordsOf } from './spoken-words.ts';

/** A command that was typed as a message: its name and the text after it. */
export interface TypedCommand {
  readonly name: string;
  readonly rest: string;
}

/** Longer texts are treated as files or questions. Characters. */
const maxLength = 1_200;
/** Without a leading sign, only a short message that contains nothing else is a command. Characters. */
const maxBareLength = 80;

const signed = /^[/!\\.]\s?(\p{L}[\p{L}-]{1,31})(?:\s([\s\S]*)|[:#]?(\d{1,4}))?$/u;
/** A command mention as Discord's clients write it. */
const mentioned = /^<\/([a-z][a-z-]{1,31})(?: [a-z -]{1,70})?:\d{1,21}>([\s\S]*)$/;

/**
 * Parses a message as a command: `/hint 3`, `!hint 3`, `hint 3 pls`, "I am stuck on todo 3", a pasted command mention. `known`:
 * whether a command of that name exists. Without a leading sign, the message must contain nothing else. Returns null for any
 * other message.
 */
export function typedCommand(text: string, known: (name: string) => boolean): TypedCommand | null {
  const said = text.trim();
  if (said === '' || said.length > maxLength) return null;
  const [, name, rest = '', number = rest] = mentioned.exec(said) ?? signed.exec(said) ?? [];
  if (name !== undefined) {
    // A path is not a command: `/app`, `./start.sh`, `.dockerignore`.
    return known(name.toLowerCase()) ? { name: name.toLowerCase(), rest: number.trim() } : null;
  }
  if (said.length > maxBareLength || said.includes('\n')) return null;
  return spokenCommand(said, known);
}

/** Recognizes a command phrased in conversational words. */
function spokenCommand(said: string, known: (name: string) => boolean): TypedCommand | null {
  const words = wordsOf(said);
  if (words === null || thanking.has(words[0] ?? '')) return null;
  const left = words.filter((word) => !fillers.has(word));
  const numbers = left.filter((word) => /^\d/.test(word));
  if (numbers.length > 0) return hintFor(left, numbers);
  const name = otherNames.get(words.join(' ')) ?? otherNames.get(left.join(' ')) ?? left[0];
  if (name === undefined || !known(name)) return null;
  if (left.length === 1 && name === left[0]) {
    // "How do I verify?" does not ask to run it.
    return words.some((word) => asking.has(word)) ? null : { name, rest: '' };
  }
  return otherNames.get(words.join(' ')) === name || otherNames.get(left.join(' ')) === name
    ? { name, rest: '' }
    : null;
}

/** "Hint for todo 4", "stuck at step 4": exactly one number, and otherwise only words for a hint or a task. */
function hintFor(words: readonly string[], [number = '', ...more]: readonly string[]): TypedCommand | null {
  const others = words.filter((word) => word !== number);
  const isHint = others.length > 0 && others.every((word) => hintWords.has(word) || taskWords.has(word));
  return isHint && more.length === 0 && number.length <= 4 ? { name: 'hint', rest: number } : null;
}
