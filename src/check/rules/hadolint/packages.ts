/** Arguments after a verb that name packages, as opposed to options and their values. */
function packagesAfter(
  words: readonly string[],
  verb: string,
  takesValue: ReadonlySet<string>,
): readonly string[] {
  const from = words.indexOf(verb);
  if (from < 0) return [];
  return words
    .slice(from + 1)
    .filter((word, index, rest) => !word.startsWith('-') && !takesValue.has(rest[index - 1] ?? ''));
}

const aptOptions = new Set(['-o', '--option', '-t', '--target-release', '--default-release', '-c', '-a']);
const apkOptions = new Set(['-t', '--virtual', '-X', '--repository', '-p', '--root', '--keys-dir', '--arch']);

export const isAptInstall = (words: readonly string[]): boolean =>
  words[0] === 'apt-get' && words.includes('install');

/** Packages that an apt-get command installs. */
export const aptPackages = (words: readonly string[]): readonly string[] =>
  words[0] === 'apt-get' ? packagesAfter(words, 'install', aptOptions) : [];

/** Packages that an apk command installs. */
export const apkPackages = (words: readonly string[]): readonly string[] =>
  words[0] === 'apk' ? packagesAfter(words, 'add', apkOptions) : [];
