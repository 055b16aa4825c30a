/** The words of a start command in shell form, if they are simple. */
export const wordsOfShellLine = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^exec\s+/, '')
    .split(/\s+/);

/**
 * Whether the words of a start command begin with a command. The program may be given by another path: `absolute` resolves a path
 * in the container's working directory.
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
