import { type KnownMessage, path, word } from './recognise.ts';

/** Messages of programs in a RUN step. */
export const stepMessages: readonly KnownMessage[] = [
  {
    when: /No `pyproject\.toml` found/,
    reason: 'build-failed',
    cause: 'pyproject-missing',
    aims: ['dependencies-copied-first', 'dependencies-installed'],
  },
  {
    when: /Unable to find lockfile at `uv\.lock`/,
    reason: 'build-failed',
    cause: 'lock-missing',
    aims: ['dependencies-copied-first', 'dependencies-installed'],
  },
  {
    when: /lockfile at `uv\.lock` needs to be updated/,
    reason: 'build-failed',
    cause: 'lock-stale',
    aims: ['exact-versions'],
  },
  {
    when: /(?:Readme file does not exist: |failed to open file `?)\S*README\.md/,
    reason: 'build-failed',
    cause: 'readme-missing',
    aims: ['dependencies-copied-first'],
  },
  {
    when: /No interpreter found for (Python[^\n]{0,200}?) in|requires a different Python: ([^\n]+)|incompatible with the project(?:'s|’s)? Python requirement: ([^\n]+)|does not satisfy Python([^\n]+)/,
    reason: 'build-failed',
    cause: 'python-too-old',
    values: (m) => ({ said: (m.slice(1).find(Boolean) ?? 'requires-python').trim().slice(0, 120) }),
  },
  {
    when: /No matching distribution found for (\S+)/,
    reason: 'build-failed',
    cause: 'package-missing',
    values: word,
    aims: ['installer-available'],
  },
  {
    when: /(?:^|\s|: )uv: (?:command )?not found|exec: "uv": executable file not found/m,
    reason: 'build-failed',
    cause: 'uv-missing',
    aims: ['installer-available'],
  },
  {
    when: /chmod: (?:cannot access|can't access) '?([^':\n]+)'?: No such file/,
    reason: 'build-failed',
    cause: 'chmod-missing',
    values: path,
    aims: ['entrypoint-script'],
  },
  {
    when: /chmod: changing permissions of '?([^'\n]{1,300})'?: Operation not permitted/,
    reason: 'build-failed',
    cause: 'chmod-forbidden',
    aims: ['entrypoint-script'],
  },
  {
    when: /Failed to spawn: `([^`]+)`/,
    reason: 'build-failed',
    cause: 'command-missing',
    values: word,
  },
  {
    when: /(?:linker `?(?:cc|gcc)`?|command '?(?:gcc|cc|x86_64-linux-gnu-gcc)'? failed|(?:gcc|cc): (?:command )?not found|pg_config executable not found|mysql_config|pkg-config[^\n]{0,200}not found)/,
    reason: 'build-failed',
    cause: 'compiler-missing',
  },
  {
    when: /E: Unable to locate package (\S+)|E: Package '(\S+)' has no installation candidate/,
    reason: 'build-failed',
    cause: 'apt-package-missing',
    values: (m) => ({ word: m[1] ?? m[2] ?? '' }),
  },
  {
    when: /(?:sh|bash)(?:: line \d+|: \d+)?: source: not found/,
    reason: 'build-failed',
    cause: 'source-is-bash',
  },
  {
    when: /Failed to initialize cache at|Permission denied \(os error 13\)/,
    reason: 'build-failed',
    cause: 'uv-may-not-write',
  },
  {
    when: /ImproperlyConfigured: |UndefinedValueError: \w+ not found|(?<=(?:settings\.py|environ)[\s\S]{0,300})KeyError: '[A-Z][A-Z0-9_]{2,}'/,
    reason: 'build-failed',
    cause: 'settings-at-build',
  },
  {
    when: /can't open file '?([^'\n]*)\/manage\.py/,
    reason: 'build-failed',
    cause: 'manage-missing',
    values: (m) => ({ folder: m[1] ?? '' }),
    aims: ['project-directory'],
  },
  {
    when: /(?:sh|bash)(?:: line \d+|: \d+)?: ([\w./+-]+): (?:command )?not found/,
    reason: 'build-failed',
    cause: 'command-missing',
    values: word,
  },
  {
    when: /exec: "([^"]+)": (?:executable file not found|stat [^\n]{0,300}no such file)/,
    reason: 'build-failed',
    cause: 'command-missing',
    values: word,
  },
];
