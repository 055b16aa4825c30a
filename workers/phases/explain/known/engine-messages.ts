import { type KnownMessage, parseLine, said, word } from './recognise.ts';

/** Messages of BuildKit itself: errors in the Dockerfile, before or between its steps. */
export const engineMessages: readonly KnownMessage[] = [
  {
    when: /unknown instruction: (\S+)/,
    reason: 'build-failed',
    cause: 'unknown-instruction',
    values: word,
    line: parseLine,
  },
  { when: /no build stage in current context/, reason: 'build-failed', cause: 'no-from', line: parseLine },
  {
    when: /Dockerfile[^\n]{0,200}cannot be empty|file with no instructions/,
    reason: 'build-failed',
    cause: 'empty-dockerfile',
  },
  { when: /can't find = in "#/, reason: 'build-failed', cause: 'comment-in-env', line: parseLine },
  {
    when: /[Uu]nknown flag:? (\S+)/,
    reason: 'build-failed',
    cause: 'unknown-flag',
    values: (m) => ({ flag: m[1] ?? '' }),
    line: parseLine,
  },
  {
    when: /(COPY|ADD) requires at least two arguments/,
    reason: 'build-failed',
    cause: 'copy-arguments',
    values: word,
    line: parseLine,
  },
  {
    when: /When using (COPY|ADD) with more than one source file, the destination must be a directory/,
    reason: 'build-failed',
    cause: 'copy-directory',
    values: word,
    line: parseLine,
  },
  {
    when: /invalid from flag value (\S+?):? /,
    reason: 'build-failed',
    cause: 'no-such-stage',
    values: (m) => ({ stage: m[1] ?? '' }),
    line: parseLine,
  },
  {
    when: /illegal exclusion pattern: ("!")|dockerignore[^\n]{0,300}(syntax error in pattern)/,
    reason: 'build-failed',
    cause: 'ignore-pattern',
    values: (m) => ({ said: m[1] ?? m[2] ?? '' }),
    file: 'dockerignore',
  },
  {
    when: /no match for platform in manifest|no matching manifest for/,
    reason: 'base-image-not-found',
    cause: 'platform-missing',
  },
  {
    when: /parse error (?:on )?line \d+: ([^\n]+)/,
    reason: 'build-failed',
    cause: 'parse-error',
    values: said,
    line: parseLine,
  },
];
