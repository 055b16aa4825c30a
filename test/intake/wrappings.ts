import { readFileSync } from 'node:fs';

/*
 * Ways in which students wrap a file, one by one, so that tests can combine them. Each takes the file's text as it should be
 * recovered, with one line break at its end, and returns what a student would send.
 */
const solution = (name: string): string =>
  readFileSync(new URL(`../../lessons/backend-docker/solution/${name}`, import.meta.url), 'utf8');

export const lessonFiles = {
  Dockerfile: solution('Dockerfile'),
  'entrypoint.sh': solution('entrypoint.sh'),
  '.dockerignore': solution('.dockerignore'),
} as const;
export type Name = keyof typeof lessonFiles;

/** More files of the same kinds, with lines that could be taken for something else. */
export const files: readonly { readonly name: Name; readonly text: string }[] = [
  ...Object.entries(lessonFiles).map(([name, text]) => ({ name: name as Name, text })),
  {
    name: 'Dockerfile',
    text: '# syntax=docker/dockerfile:1\n# Is this the right image?\nFROM python:3.11-slim AS build\nWORKDIR /app\nRUN apt-get update \\\n    # why is this here\n    && apt-get install -y curl\n\nFROM build\nCOPY --from=build /app /app\nRUN <<EOF\nset -e\n#!/bin/sh is not the first line here\necho "what is this?"\nEOF\nCMD ["python", "manage.py", "runserver"]\n',
  },
  {
    name: 'Dockerfile',
    text: 'from python:3.11-slim\nworkdir /app\nrun pip install uv\ncopy . .\nRUNN uv sync\nexpose 8000\n',
  },
  {
    name: 'Dockerfile',
    text: 'FROM python:3.11-slim\nWORKDIR /app\n\n# TODO 1: Install uv (the Python package manager)\n# Hint: Use RUN with pip install\nRUN pip install uv\n\n# Create a file called entrypoint.sh with:\n#   #!/bin/sh\n#   set -e\nRun\n\n# entrypoint.sh\nCOPY entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
  },
  {
    name: 'entrypoint.sh',
    text: '#!/usr/bin/env bash\nset -euo pipefail\n\n# wait for it, please\nuntil nc -z db 5432; do\n  echo "is the database there?"\n  sleep 1\ndone\nif [ "$1" = "x" ]; then\n  echo no\nfi\nexec "$@"\n',
  },
  {
    name: '.dockerignore',
    text: '.git\n.venv\n**/__pycache__\n!core/keep.pyc\nDockerfile\n.dockerignore\nREADME.md\n',
  },
];

type Wrap = (text: string) => string;
const lines = (text: string): readonly string[] => text.trimEnd().split('\n');
const each = (text: string, change: (line: string, n: number) => string): string =>
  lines(text).map(change).join('\n');
const fence =
  (label: string, mark = '```') =>
  (text: string): string =>
    `${mark}${label}\n${text}${mark}`;
const languageOf: Readonly<Record<Name, string>> = {
  Dockerfile: 'dockerfile',
  'entrypoint.sh': 'bash',
  '.dockerignore': 'gitignore',
};

/** Code fences, with everything that may accompany the three backticks. */
export const fences = (name: Name): Readonly<Record<string, Wrap>> => {
  const language = languageOf[name];
  return {
    'no label': fence(''),
    'its language': fence(language),
    'its language in capitals': fence(language.toUpperCase()),
    'a wrong language': fence('yaml'),
    'plain text': fence('text'),
    plaintext: fence('plaintext'),
    'a blank before it': fence(` ${language}`),
    'a colon after it': fence(`${language}:`),
    'a name': fence(name),
    'a path': fence(`backend/${name}`),
    'a path with lines': fence(`1:20:backend/${name}`),
    'a language and a path': fence(`${language}:backend/${name}`),
    'a title': fence(`${language} title="${name}"`),
    'a title in braces': fence(`${language} {title: '${name}'}`),
    'a file name': fence(`${language} filename=${name}`),
    'line ranges': fence(`${language} {1,3-5}`),
    'line ranges at once': fence(`${language}{1,3-5}`),
    'a class': fence(`{.${language}}`),
    'attributes in braces': fence(`{.${language} .numberLines startFrom="1"}`),
    showLineNumbers: fence(`${language} showLineNumbers`),
    'more backticks': fence(language, '````'),
    tildes: fence(language, '~~~'),
    'the end on the last line': (text) => `\`\`\`${language}\n${text.trimEnd()}\`\`\``,
    'the label and the text on one line': (text) => `\`\`\`${language} ${text}\`\`\``,
    'no end': (text) => `\`\`\`${language}\n${text}`,
    'a spoiler around it': (text) => `||\`\`\`${language}\n${text}\`\`\`||`,
    'a zero-width character before it': (text) => `\u200b\`\`\`${language}\n${text}\u200b\`\`\``,
    'blank lines within it': (text) => `\`\`\`${language}\n\n${text}\n\n\`\`\``,
    'Windows line ends': (text) => `\`\`\`${language}\n${text}\`\`\``.replaceAll('\n', '\r\n'),
    'a quote around it': (text) => each(`\`\`\`${language}\n${text}\`\`\``, (line) => `> ${line}`),
    'a quote of all that follows': (text) => `>>> \`\`\`${language}\n${text}\`\`\``,
  };
};

/** Marks before each line or around the text, without a code block. */
export const marks: Readonly<Record<string, Wrap>> = {
  none: (text) => text,
  'a quote': (text) => each(text, (line) => `> ${line}`),
  'a quote without blanks': (text) => each(text, (line) => `>${line}`),
  'a quote of all that follows': (text) => `>>> ${text}`,
  'a quote in a quote': (text) => each(text, (line) => `> > ${line}`),
  'one backtick around it': (text) => `\`${text.trimEnd()}\``,
  'two backticks around it': (text) => `\`\`${text.trimEnd()}\`\``,
  'an indentation': (text) => each(text, (line) => `    ${line}`),
  tabs: (text) => each(text, (line) => (line === '' ? '' : `\t${line}`)),
  'a table': (text) => each(text, (line) => `| ${line} |`),
  'a spoiler': (text) => `||${text.trimEnd()}||`,
};

/** Marks of editors and tools before each line, in a code block. */
export const numberings: Readonly<Record<string, Wrap>> = {
  'cat -n': (text) => each(text, (line, n) => `${String(n + 1).padStart(6)}\t${line}`),
  'a colon': (text) => each(text, (line, n) => `${n + 1}: ${line}`),
  'a bar': (text) => each(text, (line, n) => `${String(n + 1).padStart(3)} | ${line}`.trimEnd()),
  'a drawn bar': (text) => each(text, (line, n) => `${String(n + 1).padStart(4)} │ ${line}`),
  'a full stop': (text) => each(text, (line, n) => `${n + 1}. ${line}`),
  'a parenthesis': (text) => each(text, (line, n) => `${n + 1}) ${line}`),
  blanks: (text) => each(text, (line, n) => `${String(n + 1).padStart(3)}  ${line}`),
  'from a later line on': (text) => each(text, (line, n) => `${n + 14} ${line}`),
  'numbers alone': (text) => each(text, (line, n) => `${n + 1}\n${line}`),
  'all numbers first': (text) =>
    `${lines(text)
      .map((_, n) => n + 1)
      .join('\n')}\n${text}`,
  'plus signs': (text) => each(text, (line) => `+${line}`),
  colours: (text) => each(text, (line) => line.replace(/^(\S+)/, '\u001b[32m$1\u001b[0m')),
  'the frame of bat': (text) =>
    `───────┬──────────\n${each(text, (line, n) => `   ${n + 1}   │ ${line}`)}\n───────┴──────────`,
  'the end of less': (text) => `${text}(END)`,
  'what vim shows': (text) => `${text}~\n~\n~\n"x" 19L, 412B written`,
};

/** The prompt and the command that printed the file, in a code block. */
export const prompts = (name: Name): Readonly<Record<string, string>> => ({
  dollar: `$ cat ${name}`,
  'a path': `$ cat backend/${name}`,
  bash: `user@laptop:~/backend$ cat ${name}`,
  'bash as root': `root@3f2a1b:/app# cat ${name}`,
  brackets: `[user@host backend]$ cat ${name}`,
  zsh: `anna@MacBook backend % cat ${name}`,
  percent: `% cat ${name}`,
  'an arrow': `➜  backend git:(main) ✗ cat ${name}`,
  starship: `❯ cat ${name}`,
  'a virtual environment': `(.venv) $ cat ${name}`,
  'a virtual environment with a host': `(venv) user@laptop:~/backend$ cat ./${name}`,
  PowerShell: `PS C:\\Users\\me\\backend> cat ${name}`,
  'Get-Content': `PS C:\\Users\\me\\backend> Get-Content .\\${name}`,
  'PowerShell with an environment': `(venv) PS C:\\Users\\me\\backend> type ${name}`,
  cmd: `C:\\Users\\me\\backend>type ${name}`,
  'Git Bash': `me@PC MINGW64 ~/backend (main)\n$ cat ${name}`,
  'no prompt': `cat ${name}`,
  'more, in cmd': `C:\\app> more ${name}`,
  'a shell that shows its version': `bash-5.2$ cat ${name}`,
  'a folder': `~/backend $ cat ${name}`,
});

/** Headings that separate several files. */
export const headings: Readonly<Record<string, (name: Name) => string>> = {
  'equals signs': (name) => `=== ${name} ===`,
  dashes: (name) => `--- ${name} ---`,
  'long dashes': (name) => `---------- ${name} ----------`,
  'a comment': (name) => `# ${name}`,
  'a comment with a path': (name) => `# backend/${name}`,
  'a comment with signs': (name) => `# ===== ${name} =====`,
  slashes: (name) => `// ${name}`,
  'a heading of Markdown': (name) => `## ${name}`,
  bold: (name) => `**${name}**`,
  'bold with a colon': (name) => `**${name}:**`,
  backticks: (name) => `\`${name}\``,
  underscores: (name) => `__${name}__`,
  'a colon': (name) => `${name}:`,
  'the bare name': (name) => name,
  'a path': (name) => `backend/${name}`,
  'a list': (name) => `1. ${name}`,
  head: (name) => `==> ${name} <==`,
  'a label': (name) => `File: ${name}`,
  brackets: (name) => `[${name}]`,
  'an angle': (name) => `<!-- ${name} -->`,
  'a folder sign': (name) => `📄 ${name}`,
  'a sentence': (name) => `and this is my ${name}:`,
  'a German sentence': (name) => `hier ist meine ${name}:`,
  'a command': (name) => `$ cat ${name}`,
};

/** Prose above and below a file. */
export const before = [
  'hi, what is wrong here?',
  'This is my file:',
  'can somebody help me please',
  'hello 👋',
  '<@123456789012345678>',
  '🐳',
  'I get an error, here is what I have',
  'Hallo, ich verstehe nicht warum es nicht geht:',
  'salut, voici mon fichier',
  'hola, este es mi archivo',
  'почему это не работает?',
  '为什么不行？',
  '@dockhand check this',
  'Copy code',
  'dockerfile\nCopy code',
  'Raw\nBlame\n19 lines (19 sloc) 412 Bytes',
  'Copier le code',
  'Code kopieren',
  'Copiar código',
  '# Help!',
] as const;
export const after = [
  'what is wrong with it?',
  'is this ok?',
  'thanks!',
  '--\nAnna',
  'I think the last line is wrong',
  'please help me, I do not understand why it fails',
  'merci beaucoup',
  'warum geht das nicht?',
  'это правильно?',
  'it says: ERROR: failed to solve: process "/bin/sh -c uv sync" did not complete successfully: exit code: 2',
  'and then\nERROR: failed to solve: exit code: 1',
  'lol',
  '🙏',
  'TODO 3 is what I am not sure about',
] as const;

/** Messages without any file, and their kind. */
export const messagesWithoutFile: readonly (readonly [kind: string, text: string])[] = [
  ...[
    'if I add another RUN does the cache still work?',
    'while it builds my laptop gets hot, normal?',
    'for TODO 2 do I copy both files?',
    'export does nothing for me',
    'exec what exactly?',
    'echo prints nothing in my container',
    'test it how?',
    'set -e is for what?',
    'cd core or WORKDIR core?',
    'uv run fails with a lock error for me',
    'pip is not found, what did I do wrong?',
    'python3 or python?',
    'when I COPY . . it is so slow',
    'RUN pip install uv is this right?',
    'is it CMD or ENTRYPOINT?',
    'From the docs I do not see it',
    'Run docker compose up and nothing happens',
    'User is root, is that bad?',
    'Env or Arg?',
    'Expose it where?',
    'Workdir is what exactly?',
    'ENTRYPOINT does not find my script',
    'Shell form or exec form?',
    'Copy it to where?',
    'Add or copy, which one is better?',
    'why is `COPY . .` after `RUN uv sync --frozen`?',
    'what does ```RUN uv sync --frozen``` do',
    'warum geht das nicht',
    'pourquoi ça marche pas ?',
    '¿por qué no funciona?',
    'почему не работает',
    '为什么不行',
    'my Dockerfile does not work',
    'where do I put the .dockerignore?',
    'the entrypoint.sh is not executable, what now',
    'I am stuck at TODO 5',
    'what is a layer',
    'FROM is always first, right?',
    'core/ or ./core/ as destination?',
    '!help',
  ].map((text) => ['question', text] as const),
  ...[
    'hi',
    'hello!',
    'Hey there',
    'thanks',
    'thank you so much!',
    'ok',
    '👍',
    'merci',
    'danke!',
    'hola',
    'good morning',
    'lol',
    'спасибо',
    '...',
  ].map((text) => ['greeting', text] as const),
  ...[
    'ERROR: failed to solve: process "/bin/sh -c uv sync --frozen" did not complete successfully: exit code: 2',
    'ERROR: failed to solve: failed to compute cache key: "/uv.lock": not found',
    'exec /entrypoint.sh: exec format error',
    'exec /entrypoint.sh: no such file or directory',
    '/bin/sh: 1: uv: not found',
    'bash: uv: command not found',
    'zsh: command not found: docker',
    "python: can't open file '/app/manage.py': [Errno 2] No such file or directory",
    'docker: Error response from daemon: Conflict. The container name "/x" is already in use.',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'COPY failed: file not found in build context or excluded by .dockerignore: stat uv.lock: file does not exist',
    'dockerfile parse error on line 3: unknown instruction: RUNN',
    'failed to solve: dockerfile parse error on line 3: unknown instruction: RUNN',
    "ModuleNotFoundError: No module named 'django'",
    'django.db.utils.OperationalError: no such table: products_product',
    'Traceback (most recent call last):\n  File "/app/manage.py", line 11, in main\n    from django.core.management import execute_from_command_line\nImportError: Couldn\'t import Django.',
    '#9 [5/9] RUN uv sync --frozen\n#9 0.312 error: No `pyproject.toml` found\n#9 ERROR: process "/bin/sh -c uv sync" did not complete',
    ' => [1/6] FROM docker.io/library/python:3.11-slim\n => ERROR [3/6] RUN pip install uv\n------\n > [3/6] RUN pip install uv:\n0.3 not found',
    "Step 1/9 : FROM python:3.11-slim\n ---> abc\nStep 2/9 : RUN pip install uvv\nThe command '/bin/sh -c pip install uvv' returned a non-zero code: 1",
    'Dockerfile:8\n--------------------\n   6 |     \n   7 |     COPY a b\n   8 | >>> RUN uv sync\n--------------------\nERROR: failed to solve: exit code: 2',
    'Error: That port is already in use.',
    'sh: 1: exec: uv: Permission denied',
    'pull access denied for pyton, repository does not exist',
    'manifest for python:3.11-slimm not found: manifest unknown',
    'permission denied while trying to connect to the Docker daemon socket',
    'npm ERR! code ENOENT',
    'CONTAINER ID   IMAGE     COMMAND\nabc   x  "/entrypoint.sh"',
    'curl: (7) Failed to connect to localhost port 8000',
    'Watching for file changes with StatReloader\nPerforming system checks...',
    '$ docker build -t app .\n[+] Building 1.2s (4/4) FINISHED\n => ERROR [internal] load metadata',
    'PS C:\\app> docker run app\nexec /entrypoint.sh: no such file or directory',
  ].map((text) => ['error', text] as const),
  ...[
    'docker build -t boutique-backend .',
    'docker run -p 8000:8000 app',
    '$ docker compose up',
    'git push origin main',
    'ls -la',
    'PS C:\\app> docker ps',
  ].map((text) => ['command', text] as const),
  ...[
    'Dockerfile',
    'entrypoint.sh',
    '.dockerignore',
    'pyproject.toml',
    'backend/Dockerfile',
    '`Dockerfile`',
  ].map((text) => ['name', text] as const),
  ...['https://github.com/me/shop', 'https://pastebin.com/abc', '<https://gist.github.com/me/1>'].map(
    (text) => ['link', text] as const,
  ),
];
