// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
/**
 * Texts meant to cost time or memory: a repeated piece that some reader may be slow on, in a context in which it is read.
 * Pieces and repetitions come from a seeded generator.
 */
type Numbers = (below: number) => number;

/** Pieces to repeat: what patterns skip, count, split at or look ahead for. */
export const pieces: readonly string[] = [
  ...['\n', '\r', '\r\n', '\n\r', ' ', '\t', ' \n', '\n ', '\u00a0', '\u2028', '\u0085', '\ufeff', '\u0000'],
  ...['\u3000', '\u200b', '\ud800', '😀', 'é', '\u001b[0m', '\u001b[', '\u001b]', '\b'],
  ...['\\', '\\\n', '\\ ', '\\"', '`', '``', '```', '```\n', '```a\n', '````` ', '~~~', '> ', '>>> '],
  ...['#', '# ', '#!', '#\n', '# a\n', '#!/bin/sh\n', '*', '**', '*a', '**/', '_', '__', '-', '--', '---\n'],
  ...[
    'a',
    'A',
    '0',
    '1',
    'a ',
    'a\n',
    'a\r',
    'a.',
    '.',
    '..',
    './',
    '../',
    '/',
    '//',
    'a/',
    'a-',
    'a_',
    'a:',
    'a@',
  ],
  ...[
    '"',
    "'",
    '"a',
    "'a",
    '"",',
    '"a",',
    '"\\"',
    "''",
    '$',
    '$$',
    '${',
    '${A',
    '${A}',
    '${A:-',
    '${A##',
    '${A//',
  ],
  ...[
    '$A',
    '$A$A',
    '$(',
    '$(a ',
    '$((',
    '`a',
    '(',
    ')',
    '((',
    '()',
    '[',
    ']',
    '[[',
    '[]',
    '[a',
    '[a]',
    '[a-',
    '{',
  ],
  ...[
    '}',
    '{}',
    '{a,',
    '<',
    '<<',
    '<<A ',
    '<<-A ',
    '<a',
    '<a>',
    '>',
    '=',
    'a=',
    'a=b',
    'a=b ',
    'a=b,',
    '==',
    '!',
    '?',
  ],
  ...[
    '&',
    '&&',
    '&& a',
    '|',
    '||',
    '| a',
    ';',
    '; ',
    ';a',
    ',',
    ',a',
    ':',
    ': ',
    '::',
    '@',
    '%',
    '^',
    '+',
    '~',
    '~/',
  ],
  ...[
    '--a ',
    '--a=b ',
    '-a ',
    '--a=',
    '- ',
    '-e ',
    '1.',
    '1:',
    '1s',
    '11s',
    '1h1m',
    '.1s',
    '1-',
    '1-2 ',
    '1,',
    '0x',
  ],
  ...[
    'uv ',
    'uv --a ',
    'uv uv ',
    'uv pip ',
    'pip install ',
    'pip install -r ',
    'install ',
    'uv run ',
    'exec ',
    'cd ',
  ],
  ...[
    'sh -c ',
    'env ',
    'sudo ',
    'python ',
    'manage.py ',
    'a.sh ',
    'a.sh\n',
    '.sh',
    'requirements',
    'if a; then ',
    'fi; ',
  ],
  ...[
    'while a; do ',
    'done; ',
    'for a in ',
    'case a in ',
    'a) ',
    ';; ',
    'f() { ',
    '}; ',
    'function a ',
    '! ',
    'wait ',
    'set -e\n',
  ],
  ...[
    'FROM a\n',
    'from a ',
    'FROM ',
    ' AS a',
    'RUN a\n',
    'RUN \\\n',
    'COPY . .\n',
    'COPY a.sh b\n',
    'ENV A=$A\n',
    'ENV a ',
    'CMD ["a"]\n',
  ],
  ...[
    'no such file ',
    ': not found',
    'sh: 1: ',
    'line 1: ',
    'Error: ',
    'KeyError: ',
    'File "a", line 1\n',
    '[1/2] ',
    'step ',
    'a.settings ',
    'failed ',
  ],
];

/** What comes before and after the repetition, so that a pattern begins to match, or fails at the end. */
const openings: readonly string[] = [
  ...[
    '',
    ' ',
    '\n',
    '"',
    "'",
    '#',
    '#!',
    '# syntax=',
    '$(',
    '${',
    '[',
    '(',
    '<<A\n',
    'a',
    'a=',
    '/',
    '-',
    '--',
    '1',
    '.',
  ],
  ...[
    '```',
    '```sh\n',
    '**',
    'FROM ',
    'RUN ',
    'COPY ',
    'uv ',
    'pip install ',
    '#!/bin/sh\n',
    'sh: 1: ',
    'exec "',
    'File "',
  ],
];
const endings: readonly string[] = [
  '',
  'x',
  '\n',
  ' x',
  '\nx',
  '"',
  "'",
  '!',
  '\u0000',
  '}',
  ')',
  ']',
  '=',
  ' x y\n',
  '```',
  ': not found',
];

const one = <T>(random: Numbers, list: readonly T[]): T => {
  const item = list[random(list.length)];
  if (item === undefined) throw new Error('an empty list');
  return item;
};

/** A text whose middle is repeated a given number of times. */
export type Growing = (times: number) => string;

/** One or two pieces, repeated in sequence or alternately, between an opening and an ending. */
export function growing(random: Numbers): Growing {
  const opening = one(random, openings);
  const ending = one(random, endings);
  const first = one(random, pieces);
  const second = one(random, pieces);
  switch (random(4)) {
    case 0:
      return (times) => opening + first.repeat(times) + second.repeat(times) + ending;
    case 1:
      return (times) => opening + (first + second).repeat(times) + ending;
    default:
      return (times) => opening + first.repeat(times) + ending;
  }
}

/** Where other people's texts are read. */
export type Place = 'Dockerfile' | '.dockerignore' | 'entrypoint.sh' | 'message';

const base = 'FROM python:3.11-slim\n';
/** Contexts in which a text is read at some place, the plain one first. */
export const contexts: Readonly<Record<Place, readonly ((text: string) => string)[]>> = {
  Dockerfile: [
    (text) => text,
    (text) => base + text,
    (text) => `FROM ${text}`,
    (text) => `${base}RUN ${text}`,
    (text) => `${base}RUN <<A\n${text}\nA\n`,
    (text) => `${base}RUN --mount=${text} a`,
    (text) => `${base}COPY ${text} /x/`,
    (text) => `${base}COPY . ${text}`,
    (text) => `${base}COPY --chmod=${text} . .`,
    (text) => `${base}COPY <<A /a.sh\n${text}\nA\nENTRYPOINT ["sh", "/a.sh"]`,
    (text) => `${base}ENV A=${text}\nENV B=$A$A`,
    (text) => `${base}ENV ${text}`,
    (text) => `${base}ARG ${text}`,
    (text) => `ARG A=${text}\nFROM $A`,
    (text) => `${base}ENV A="aXbXc"\nENV B=\${A//${text}/x}`,
    (text) => `${base}WORKDIR ${text}`,
    (text) => `${base}USER ${text}`,
    (text) => `${base}EXPOSE ${text}`,
    (text) => `${base}LABEL a=${text}`,
    (text) => `${base}VOLUME ${text}`,
    (text) => `${base}HEALTHCHECK --interval=${text} CMD true`,
    (text) => `${base}STOPSIGNAL ${text}`,
    (text) => `${base}SHELL ${text}`,
    (text) => `${base}ONBUILD ${text}`,
    (text) => `${base}ENTRYPOINT ${text}`,
    (text) => `${base}ENTRYPOINT ["sh", "-c", ${JSON.stringify(text)}]`,
    (text) => `${base}CMD ${text}`,
    (text) => `${base}RUN uv ${text} || true`,
    (text) => `${base}RUN pip install ${text}`,
    (text) => `${base}RUN apt-get install ${text}`,
    (text) => `${base}RUN chmod ${text} a`,
    (text) => `${base}RUN python manage.py ${text}`,
    (text) => `${base}CMD gunicorn ${text}`,
    (text) => `# syntax=${text}\n${base}`,
    (text) => `# check=${text}\n${base}`,
    (text) => `# ${text}\n${base}`,
  ],
  '.dockerignore': [(text) => text, (text) => `**/${text}`, (text) => `!${text}`, (text) => `*\n!${text}\n`],
  'entrypoint.sh': [
    (text) => text,
    (text) => `#!/bin/sh\n${text}`,
    (text) => `#!${text}`,
    (text) => `#!/bin/bash\nset -e\n${text}\nexec python manage.py runserver 0.0.0.0:8000\n`,
    (text) => `#!/bin/sh\nuv run ${text}\n`,
    (text) => `#!/bin/sh\nA="${text}"\nb=$A$A\n[ "$b" = "$A" ] && echo "$A"\n`,
    (text) => `${text}\n#!/bin/sh\nexec python manage.py runserver 0.0.0.0:8000\n`,
    (text) => `#!/bin/sh\ngunicorn ${text}\n`,
  ],
  message: [
    (text) => text,
    (text) => `\`\`\`\n${text}\n\`\`\``,
    (text) => `\`\`\`${text}\n\`\`\``,
    (text) => `Dockerfile:\n${text}`,
    (text) => `${text}\n\`\`\`dockerfile\n${base}\n\`\`\``,
    (text) => `> ${text}`,
    (text) => `${base}COPY ${text}`,
  ],
};

/** A hostile text for some place, of about the given size. */
export function hostile(random: Numbers, place: Place, size: number): string {
  const grow = growing(random);
  const around = one(random, contexts[place]);
  const unit = Math.max(1, grow(2).length - grow(1).length);
  return around(grow(Math.max(1, Math.floor(size / unit)))).slice(0, 64 * 1024);
}
