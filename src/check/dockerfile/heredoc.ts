import { wordsOf } from './variables.ts';

/** Parses a word such as `<<EOF`, `<<-"EOF"` or `0<<EOF` that announces a heredoc; null for any other word. */
export function parseHeredocWord(
  word: string,
): { readonly name: string; readonly expand: boolean; readonly chomp: boolean } | null {
  const match = /^\d*<<(-?)([^<]*)$/.exec(word);
  const rest = (match?.[2] ?? '').trimStart();
  if (match === null || rest === '') return null;
  const bare = wordsOf(rest, { rawQuotes: false, rawEscapes: false });
  const name = bare[0];
  if (bare.length !== 1 || name === undefined) return null;
  const quotes = (text: string): number => text.replace(/[^'"]/g, '').length;
  const raw = wordsOf(rest, { rawQuotes: true, rawEscapes: false });
  return { name, expand: quotes(name) === quotes(raw[0] ?? ''), chomp: match[1] === '-' };
}
