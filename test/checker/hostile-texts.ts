/** Texts that once crashed a process or blocked it for seconds. A parser may reject them, but it must not crash or block others. */

const from = 'FROM python:3.11-slim\n';
const grown = (first: string, again: (n: number) => string, times: number): string =>
  `${from}${first}\n${Array.from({ length: times }, (_, n) => again(n)).join('\n')}\n`;
const script = (body: string): Readonly<Record<string, string>> => ({
  Dockerfile: `${from}COPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n`,
  'entrypoint.sh': body,
});

export const hostileFiles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'an interval of eleven seconds, forty times': {
    Dockerfile: `${from}HEALTHCHECK --interval=${'11s'.repeat(40)}x CMD true\n`,
  },
  'ENV that doubles, 20 times': { Dockerfile: grown('ENV A=aaaaaaaaaaaaaaaa', () => 'ENV A=$A$A', 20) },
  'ENV that doubles, 28 times': { Dockerfile: grown('ENV A=aaaaaaaaaaaaaaaa', () => 'ENV A=$A$A', 28) },
  'ARG that doubles': { Dockerfile: grown('ARG A=aaaaaaaaaaaaaaaa', () => 'ARG A=$A$A', 28) },
  'ENV that triples, with braces': { Dockerfile: grown('ENV A=aaaa', () => 'ENV A=${A}${A}${A}', 20) },
  'two ENV that grow by each other': {
    Dockerfile: grown('ENV A=aa B=bb', (n) => (n % 2 === 0 ? 'ENV A=$A$B' : 'ENV B=$B$A'), 44),
  },
  'a shell variable that doubles': {
    Dockerfile: `${from}RUN a=aaaaaaaaaaaaaaaa; ${'a=$a$a; '.repeat(24)}b=x$a\n`,
  },
  'the same in the entrypoint': script(
    `#!/bin/sh\na=aaaaaaaaaaaaaaaa\n${'a=$a$a\n'.repeat(24)}b=x$a\nexec "$b"\n`,
  ),
  'a comment of hashes before the interpreter': script(`# #!/bin/sh${' #'.repeat(22)}\nx y\n`),
  'the same with hashes together': script(`# #!/bin/sh ${'#'.repeat(22)}\nx y\n`),
  'empty lines before the first word': script(`${'\n'.repeat(26)}exec python manage.py runserver\n`),
  'blank lines of blanks before it': script(`${'   \n'.repeat(400)}exec python manage.py runserver\n`),
  'ambiguous options of uv': { Dockerfile: `${from}RUN uv ${'--a '.repeat(40)}|| true\n` },
  'opening brackets': { Dockerfile: `${from}CMD ${'['.repeat(60_000)}\n` },
  'a RUN of backslashes': { Dockerfile: `${from}RUN ${'\\'.repeat(60_000)}\n` },
  'quotes that never close': { Dockerfile: `${from}RUN echo ${'"\''.repeat(30_000)}\n` },
};

export const hostileMessages: Readonly<Record<string, string>> = {
  'line ends': '\n'.repeat(60_000),
  blanks: ' '.repeat(60_000),
  'blank lines of blanks': ' \n'.repeat(30_000),
  fences: '```\n'.repeat(15_000),
  'fences that open only': '```sh x '.repeat(7_000),
  'a FROM of blanks': `FROM${' '.repeat(60_000)}`,
  'comments of nothing': '#\n'.repeat(30_000),
};
