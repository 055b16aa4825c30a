import { defineFailure, type Failure } from '../failure.ts';

/**
 * How shells in other languages report an unknown command. Only people's own shells are localised, never those of an
 * image.
 */
export const commandNotFound: readonly string[] = [
  ' : commande introuvable',
  ': commande introuvable',
  ': Befehl nicht gefunden',
  ': Kommando nicht gefunden',
  ': orden no encontrada',
  ': comando non trovato',
  ': comando não encontrado',
  ': opdracht niet gevonden',
];

/** Tools that a Dockerfile calls from an image that has them; a localised message about one comes from the student's machine. */
const toolsOfImages: readonly string[] = [
  ...['uv', 'pip', 'pip3', 'python', 'python3', 'poetry', 'node', 'npm', 'npx', 'go', 'gunicorn', 'uvicorn'],
];

/** The student’s own terminal. */
export const terminalFailures: readonly Failure[] = [
  defineFailure({
    id: 'tool-not-on-machine',
    phase: 'terminal',
    about: 'path',
    when: [
      ...toolsOfImages.flatMap((tool) => [
        `zsh: command not found: ${tool}`,
        `fish: Unknown command: ${tool}`,
        `'${tool}' is not recognized as an internal or external command`,
        `The term '${tool}' is not recognized`,
        `${tool} : The term`,
        `Command '${tool}' not found`,
        `zsh: commande introuvable : ${tool}`,
        `Le terme '${tool}' n'est pas reconnu`,
        `'${tool}' n'est pas reconnu en tant que commande interne`,
      ]),
      'Python was not found; run without arguments to install',
    ],
    cause: 'Your own terminal does not have that program. This says nothing about the image.',
    cure: 'For Docker you do not need it on your machine: the image has its own. To use it yourself as well, install it and open a new terminal.',
    next: 'docker build -t {{image}} .',
    examples: [
      'zsh: command not found: uv',
      "pip : The term 'pip' is not recognized as the name of a cmdlet, function, script file, or operable program.",
      "'python3' is not recognized as an internal or external command,\noperable program or batch file.",
      'Python was not found; run without arguments to install from the Microsoft Store',
      "Command 'npm' not found, but can be installed with:\nsudo apt install npm",
    ],
  }),
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
      "Commande '<word>' non trouvée",
      "La commande '<word>' n'a pas été trouvée",
      "Der Befehl '<word>' ist entweder falsch geschrieben",
      "Die Benennung '<word>' wurde nicht als Name eines Cmdlet",
      "'<word>' no se reconoce",
      "El término '<word>' no se reconoce",
      "'<word>' non è riconosciuto",
      "'<word>' não é reconhecido",
      "O termo '<word>' não é reconhecido",
      'zsh: commande introuvable : <word>',
      "n'est pas reconnu en tant que commande interne",
      "n'est pas reconnu comme nom d'applet",
      ...commandNotFound.map((said) => `<word>${said}`),
      'Command not found',
    ],
    cause:
      'Your terminal does not know that command: it is not installed, or misspelled. An instruction of a Dockerfile is not a command either.',
    cure: 'Check the spelling. What is in a Dockerfile belongs there, and not in the terminal.',
    next: 'docker build -t {{image}} .',
    examples: [
      "'chmod' is not recognized as an internal or external command,\noperable program or batch file.",
      'zsh: command not found: FROM',
      "touch : The term 'touch' is not recognized as the name of a cmdlet, function, script file, or operable program.",
      'bash: WORKDIR: command not found',
      'python : commande introuvable',
      'bash: make: comando não encontrado',
    ],
  }),
  defineFailure({
    id: 'powershell-operator',
    phase: 'terminal',
    about: 'shell',
    when: [
      "The token '&&' is not a valid statement separator",
      'is not a valid statement separator in this version',
      "Missing expression after unary operator '--'",
      'Missing expression after unary operator',
      "Unexpected token '<word…>' in expression or statement",
      'n’est pas un séparateur d’instruction valide',
      'ist in dieser Version kein gültiges Anweisungstrennzeichen',
      "Jeton inattendu '<word…>' dans l'expression ou l'instruction",
    ],
    among: {
      lines: [
        'Missing expression after unary operator',
        'in expression or statement',
        "dans l'expression ou l'instruction",
      ],
      when: [
        'docker: invalid reference format',
        'invalid reference format',
        '<command> requires at least 1 argument',
      ],
    },
    cause:
      'PowerShell does not read this as a Linux shell does: its older version has no `&&`, its line goes on with a backtick, not a backslash.',
    cure: 'Type the commands one by one, each on one line.',
    next: 'docker build -t {{image}} .',
    examples: [
      "The token '&&' is not a valid statement separator in this version.",
      "At line:2 char:3\n+   -p 8000:8000 `\nMissing expression after unary operator '-'.",
      'Le jeton « && » n’est pas un séparateur d’instruction valide dans cette version.',
    ],
  }),
  defineFailure({
    id: 'scripts-not-allowed',
    phase: 'terminal',
    about: 'shell',
    when: [
      'running scripts is disabled on this system',
      'is not digitally signed',
      'cannot be loaded because running scripts is disabled',
      'exécution de scripts est désactivée sur ce système',
      'exécution de scripts est désactivée',
      'da die Ausführung von Skripts auf diesem System deaktiviert ist',
      'la ejecución de scripts está deshabilitada en este sistema',
    ],
    cause: 'PowerShell may not run scripts on this machine, also not the one that activates an environment.',
    cure: 'Allow it for this window. For Docker you need no environment: the image has its own.',
    next: 'Set-ExecutionPolicy -Scope Process -ExecutionPolicy RemoteSigned',
    examples: [
      '.\\activate.ps1 cannot be loaded because running scripts is disabled on this system.',
      '.\\Activate.ps1 : Impossible de charger le fichier C:\\x\\Activate.ps1, car l’exécution de scripts est désactivée sur ce système.',
    ],
  }),
  defineFailure({
    id: 'no-sudo-rights',
    phase: 'terminal',
    about: 'shell',
    when: [
      'is not in the sudoers file',
      "n'apparaît pas dans le fichier sudoers",
      'no está en el archivo sudoers',
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
