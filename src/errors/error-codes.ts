/** Errors that operators and users of the command line see. The codes are stable: scripts and search engines find them. */
export const errorCodes = {
  DOCKHAND_USAGE: {
    means:
      'The arguments are not understood, or name something that is not there: a TODO, a lesson, a folder, a command.',
    todo: 'Read the sentence before the code: it lists what there is. `dockhand help COMMAND` lists the options.',
  },
  DOCKHAND_SETTINGS: {
    means: 'Settings in the environment are absent or cannot be used.',
    todo: 'Correct every line that is listed. docs/settings.md says what each setting means.',
  },
  DOCKHAND_LIMITS: {
    means: 'Limits of the sandbox in the environment cannot be used.',
    todo: 'Run `dockhand limits` for the range of each one.',
  },
  DOCKHAND_LESSON: {
    means: 'A lesson or its manifest cannot be used.',
    todo: 'Go to the file and line that the sentence begins with.',
  },
  DOCKHAND_LESSON_INCOMPLETE: {
    means: 'A lesson cannot be verified: it has no manifest, or a file that the set-up makes is absent.',
    todo: 'Give the lesson a manifest.yaml, or run the set-up.',
  },
  DOCKHAND_STUDENT_FILES: {
    means:
      'The files of a student cannot be read: absent, no text, too large, or reading them took too long.',
    todo: 'Look at the path that the sentence begins with.',
  },
  DOCKHAND_BACKUP: {
    means: 'A backup could not be made or put back. Nothing was replaced.',
    todo: 'Do what the sentence says: name another file, or say --force, or install the tool.',
  },
  DOCKHAND_RECORDS: {
    means:
      'The records cannot be opened: the database does not answer or cannot be written, its tables cannot be brought up to date or are a newer version’s, or somebody else uses them.',
    todo: 'Do what the sentence says and compare `DATABASE_URL`; `dockhand doctor` tries the same again.',
  },
  DOCKHAND_REDIS: {
    means: 'Redis is set up so that work would be lost.',
    todo: 'Do what the sentence says; `dockhand doctor` tries the same again.',
  },
  DOCKHAND_DISCORD: {
    means: 'The bot cannot start, or Discord closed its connection for good.',
    todo: 'Compare the token, the intents and the servers with the Developer Portal.',
  },
  DOCKHAND_PORT: {
    means: 'A port that Dockhand has to listen on is taken, or not allowed.',
    todo: 'Stop what listens there, or set another: `WEB_PORT`, `WORKER_METRICS_PORT` or `--port`.',
  },
  DOCKHAND_MACHINE: {
    means:
      'This machine or its network did not let Dockhand do something: a file, a folder, the disk, a connection.',
    todo: 'Put right what the sentence names. Where nothing is wrong with that, run it again with DEBUG=1 and report what it prints.',
  },
  DOCKHAND_TRY: {
    means: 'The demonstration class of `dockhand try` did not come up, or did not answer as expected.',
    todo: 'Read the log that the sentence names.',
  },
  DOCKHAND_SETUP: {
    means: 'Dockhand is not set up yet, or the set-up cannot go on by itself.',
    todo: 'Do what the sentence says, then run `npm run setup` again. All output is in `.state/log/setup.log`.',
  },
  DOCKHAND_INTERNAL: {
    means: 'A defect of Dockhand itself.',
    todo: 'Run it again with DEBUG=1 and report what it prints.',
  },
} as const satisfies Readonly<Record<string, { readonly means: string; readonly todo: string }>>;

export type ErrorCode = keyof typeof errorCodes;

/** A message as the command line shows it: its code stands at the end, so that `file:line:` stays at the beginning. */
export const withCode = (message: string, code: ErrorCode): string => `${message} [${code}]`;

/** The page that lists all of them: docs/errors.md. */
export function pageOfErrorCodes(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { means, todo }]) => `| \`${code}\` | ${means} | ${todo} |`,
  );
  return [
    '# Errors that you may meet',
    '',
    'Every error that `dockhand` or its set-up prints ends with one of these codes. Exit code 2: it cannot be used like this; 3: the',
    'fault is on our side; `bot` and `register` end with 1. The page is made from `src/errors/error-codes.ts` by `npm run docs`.',
    '',
    '| code | what it means | what to do |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
