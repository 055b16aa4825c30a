import { defineFailure, type Failure } from './failure.ts';

/** The student’s own terminal. */
export const terminalFailures: readonly Failure[] = [
  defineFailure({
    id: 'terminal-command-unknown',
    general: true,
    phase: 'terminal',
    about: 'shell',
    when: [
      "'<word>' is not recognized as an internal or external command",
      "The term '<word>' is not recognized",
      '<word> : The term',
      'is not recognized as the name of a cmdlet',
      'zsh: command not found: <word>',
      'bash: <word>: command not found',
      '-bash: <word>: command not found',
      'fish: Unknown command: <word>',
      "Command '<word>' not found",
      "n'est pas reconnu en tant que commande interne",
      "n'est pas reconnu comme nom d'applet",
      '<word> : commande introuvable',
      '<word>: commande introuvable',
      'Command not found',
    ],
    cause:
      'Your terminal does not know that command: it is not installed, or misspelled. An instruction of a Dockerfile is none, either.',
    cure: 'Check the spelling. What stands in a Dockerfile belongs there, and not into the terminal.',
    next: 'docker build -t {{image}} .',
    examples: [
      "'chmod' is not recognized as an internal or external command,\noperable program or batch file.",
      'zsh: command not found: FROM',
      "touch : The term 'touch' is not recognized as the name of a cmdlet, function, script file, or operable program.",
      'bash: WORKDIR: command not found',
      'python : commande introuvable',
    ],
  }),
  defineFailure({
    id: 'powershell-operator',
    phase: 'terminal',
    about: 'shell',
    when: [
      "The token '&&' is not a valid statement separator",
      'is not a valid statement separator in this version',
      'running scripts is disabled on this system',
      'is not digitally signed',
      'cannot be loaded because running scripts is disabled',
      "Missing expression after unary operator '--'",
      'Missing expression after unary operator',
      "Unexpected token '<word…>' in expression or statement",
      'L’exécution de scripts est désactivée',
    ],
    cause:
      'PowerShell does not read this as a Linux shell does: its older version has no `&&`, its line goes on with a backtick, not a backslash.',
    cure: 'Type the commands one by one, each on one line.',
    next: 'docker build -t {{image}} .',
    examples: [
      "The token '&&' is not a valid statement separator in this version.",
      "At line:2 char:3\n+   -p 8000:8000 `\nMissing expression after unary operator '-'.",
      '.\\activate.ps1 cannot be loaded because running scripts is disabled on this system.',
    ],
  }),
  defineFailure({
    id: 'no-sudo-rights',
    phase: 'terminal',
    about: 'shell',
    when: [
      'is not in the sudoers file',
      'sudo: a password is required',
      'sudo: a terminal is required to read the password',
      'Sorry, try again',
      'sudo: no password was provided',
    ],
    cause: 'The command wants an administrator’s rights, and did not get them.',
    cure: 'Docker Desktop needs no sudo. Else ask whoever looks after the machine.',
    next: 'docker info',
    examples: [
      'ada is not in the sudoers file.  This incident will be reported.',
      'sudo: a terminal is required to read the password; either use the -S option',
    ],
  }),
];
