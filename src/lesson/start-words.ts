/** The words of a start in shell form, as far as they are plain. */
export const wordsOfShellLine = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^exec\s+/, '')
    .split(/\s+/);

/**
 * Whether the words of a start begin with a command. A program may be named by another path: `absolute` says what a path is in the
 * folder in which the container starts.
 */
export const isStartedBy = (
  command: readonly string[],
  words: readonly string[],
  absolute: (path: string) => string,
): boolean =>
  command.every(
    (word, index) =>
      word === words[index] ||
      (index === 0 && word.includes('/') && absolute(words[0] ?? '') === absolute(word)),
  );
