// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s
import { bodies } from './corpus-bodies.ts';
import { typos } from './corpus-typos.ts';

/**
 * Dockerfiles about which Docker's own linter and this check have to agree: every instruction, its forms and its mistakes.
 * They start from `scratch`, so that no image has to be pulled.
 */
export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly dockerignore?: string;
}

const base = 'FROM scratch\n';

/** Whole files. */
const whole: Readonly<Record<string, string>> = {
  'from two words': 'FROM scratch x\n',
  'from comment': 'FROM scratch # small\n',
  'from as': 'FROM scratch AS build\n',
  'from as lower': 'FROM scratch as build\n',
  'from lower as upper': 'from scratch AS build\n',
  'from mixed': 'From scratch as build\n',
  'from as mixed': 'FROM scratch As build\n',
  'from without name': 'FROM scratch AS\n',
  'from nothing': 'FROM\n',
  'from bad name': 'FROM scratch AS 1x\n',
  'from name with slash': 'FROM scratch AS a/b\n',
  'from upper name': 'FROM scratch AS Build\n',
  'from reserved': 'FROM scratch AS context\n',
  'from reserved scratch': 'FROM scratch AS scratch\n',
  'from twice the same': 'FROM scratch AS a\nFROM scratch AS a\n',
  'from platform constant': 'FROM --platform=linux/amd64 scratch\n',
  'from platform constant named': 'FROM --platform=linux/amd64 scratch AS build-amd64\n',
  'from platform variable': 'FROM --platform=$BUILDPLATFORM scratch\n',
  'from platform target': 'FROM --platform=$TARGETPLATFORM scratch\n',
  'from platform target braces': 'FROM --platform=${TARGETPLATFORM} scratch\n',
  'from platform undefined': 'FROM --platform=$NOPE scratch\n',
  'from platform bad': 'FROM --platform=a/b/c/d scratch\n',
  'from platform word': 'FROM --platform=bogus scratch\n',
  'from platform arch': 'FROM --platform=arm64 scratch\n',
  'from flag': 'FROM --from=x scratch\n',
  'from platform empty': 'FROM --platform= scratch\n',
  'arg before from': 'ARG BASE=scratch\nFROM $BASE\n',
  'arg before from braces': 'ARG BASE=scratch\nFROM ${BASE}\n',
  'arg default': 'FROM ${BASE:-scratch}\n',
  'arg without value': 'ARG BASE\nFROM $BASE\n',
  'arg undefined': 'FROM $NOPE\n',
  'arg suffix undefined': 'FROM scratch$NOPE\n',
  'arg in from empty suffix': 'ARG S\nFROM scratch$S\n',
  'arg chain': 'ARG A=scr\nARG B=${A}atch\nFROM $B\n',
  'arg global in stage': 'ARG A=1\nFROM scratch\nENV B=$A\n',
  'arg global redeclared': 'ARG A=1\nFROM scratch\nARG A\nENV B=$A\n',
  'arg per stage': 'FROM scratch AS a\nARG A=1\nFROM scratch\nENV B=$A\n',
  'arg inherited': 'FROM scratch AS a\nARG A=1\nFROM a\nENV B=$A\n',
  'env inherited': 'FROM scratch AS a\nENV A=1\nFROM a\nENV B=$A\n',
  'workdir inherited': 'FROM scratch AS a\nWORKDIR /a\nFROM a\nWORKDIR b\n',
  'shell inherited': 'FROM scratch AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD x\n',
  'cmd per stage': 'FROM scratch AS a\nCMD ["x"]\nFROM a\nCMD ["y"]\n',
  'casing over stages': 'FROM scratch AS a\nRUN x\nfrom scratch\nrun y\nrun z\n',
  'lower arg before from': 'arg A=1\nFROM scratch\nRUN x\n',
  'secret arg before from': 'ARG TOKEN=1\nFROM scratch\n',
  'from upper reference': 'FROM Scratch/Image\n',
  'from bad tag': 'FROM scratch:a:b\n',
  'from unclosed': 'FROM ${X\n',
  'run before from': 'RUN echo a\nFROM scratch\n',
  'only arg': 'ARG A=1\n',
  'only comment': '# hello\n',
  'only blank': '\n\n',
  'run alone': 'RUN echo a\n',
  'comment then from': '# hello\n\nFROM scratch\n',
  'byte order mark': '\ufeffFROM scratch\nRUN x\n',
  crlf: 'FROM scratch\r\nRUN echo a \\\r\n  && echo b\r\nENV A=1\r\n',
  'crlf heredoc': 'FROM scratch\r\nRUN <<EOF\r\necho a\r\nEOF\r\nRUN b\r\n',
  'no line end': 'FROM scratch\nRUN x',
  'tab first': '\tFROM scratch\n\tRUN x\n',
  'escape back-tick': '# escape=`\nFROM scratch\nRUN echo a `\n  b\n',
  'escape back-tick, backslash is plain': '# escape=`\nFROM scratch\nRUN echo a \\\nRUN b\n',
  'escape bad': '# escape=x\nFROM scratch\n',
  'escape twice': '# escape=`\n# escape=`\nFROM scratch\n',
  'escape late': '# hello\n# escape=`\nFROM scratch\nRUN a `\nRUN b\n',
  'escape after blank': '\n# escape=`\nFROM scratch\nRUN a `\nRUN b\n',
  'directive spaces': '#  escape  =  `  \nFROM scratch\nRUN a `\n b\n',
  'check skip': '# check=skip=JSONArgsRecommended\nFROM scratch\nCMD a\n',
  'check skip all': '# check=skip=all\nFROM scratch\nCMD a\nRun b\n',
  'check skip two': '# check=skip=JSONArgsRecommended,StageNameCasing\nFROM scratch AS A\nCMD a\n',
  'continuation at the end': 'FROM scratch\nRUN x \\\n',
  'continuation of from': 'FROM \\\n  scratch\n',
  'backslash alone': 'FROM scratch\n\\\nRUN x\n',
  'backslash and comment': 'FROM scratch\nRUN a \\\n# c\n',
  'comment with backslash': 'FROM scratch\n# c \\\nRUN x\n',
  'indented comment': 'FROM scratch\n   # c\nRUN x\n',
  'stages by number': 'FROM scratch\nCOPY a /a\nFROM scratch\nCOPY --from=0 /a /a\n',
  'stage of the future': 'FROM scratch AS a\nCOPY --from=b /x /x\nFROM scratch AS b\n',
  'stage itself': 'FROM scratch AS a\nCOPY --from=a /x /x\n',
  'stage upper': 'FROM scratch AS a\nFROM scratch\nCOPY --from=A /x /x\n',
  'copy from unknown stage': 'FROM scratch\nCOPY --from=scratch /x /x\n',
  'many problems': 'from scratch as Build\nRun x\nENV A b\nCMD c\nCMD d\nEXPOSE 80/TCP\n',
  'the lesson’s answer':
    'FROM scratch\n\nWORKDIR /app\n\nRUN pip install uv\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\nCOPY . .\nWORKDIR /app/core\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nEXPOSE 8000\nENTRYPOINT ["/entrypoint.sh"]\n',
  'two errors': 'FROM scratch\nFOO\nENV A\n',
  'error before warning': 'FROM scratch\nCMD a\nFOO\n',
};

/** Comments that may describe a stage or an argument, below `# check=experimental=InvalidDefinitionDescription`. */
const described: readonly string[] = [
  '# the base\nFROM scratch AS base',
  '# base the first stage\nFROM scratch AS base',
  '# the base\n\nFROM scratch AS base',
  '# the base\nFROM scratch',
  '\n# the base\nFROM scratch AS base',
  '# a\n# base is it\nFROM scratch AS base',
  '# base is it\n# a\nFROM scratch AS base',
  '# base\nFROM scratch AS base',
  '# Base is it\nFROM scratch AS Base',
  '# base is it\nFROM scratch AS Base',
  '# base: it\nFROM scratch AS base',
  '\n#base is it\nFROM scratch AS base',
  '\n# a number\nARG A=1\nFROM scratch',
  '\n# A a number\nARG A=1\nFROM scratch',
  '\nFROM scratch\n# a number\nARG A=1',
  '\nFROM scratch\n# B a number\nARG A=1 B=2',
  '\nFROM scratch\n# C a number\nARG A=1 B=2',
  '\nFROM scratch\n# a step\nRUN x',
  '\nFROM scratch\n   # a number\n  ARG A',
  '\nFROM scratch\n#\nARG A',
];

/** Bodies with a .dockerignore, for Docker's check of the sources of COPY. */
const ignored: readonly (readonly [string, string])[] = [
  ['COPY a /a', 'a'],
  ['COPY a /a', 'b'],
  ['COPY . .', 'a'],
  ['COPY . .', '*'],
  ['COPY a/b /b', 'a'],
  ['COPY a/b /b', '**/b'],
  ['COPY a/b.txt /b', '*.txt'],
  ['COPY a/b.txt /b', '**/*.txt'],
  ['COPY b.txt /b', '*.txt # texts'],
  ['COPY a /a', 'a\n!a'],
  ['COPY a b /c/', 'b'],
  ['COPY /a /b', 'a'],
  ['COPY ./a /b', 'a/'],
  ['COPY a /b', '/a'],
  ['ADD a /b', 'a'],
  ['COPY --from=scratch a /b', 'a'],
  ['COPY a* /b/', 'a*'],
  ['COPY ab /b/', 'a?'],
  ['COPY a1 /b/', 'a[0-9]'],
];

export const corpus: readonly Sample[] = [
  ...Object.entries(bodies).flatMap(([kind, list]) =>
    list.map((body) => ({ name: `${kind}: ${body}`, text: `${base}${body}\n` })),
  ),
  ...typos.map((body) => ({ name: `slip: ${body}`, text: `${base}${body}\n` })),
  ...Object.entries(whole).map(([name, text]) => ({ name, text })),
  ...described.map((text) => ({
    name: `described: ${text}`,
    text: `# check=experimental=InvalidDefinitionDescription\n${text}\n`,
  })),
  // Experimental in the box's engine, enabled by default in newer ones.
  ...ignored.map(([body, dockerignore]) => ({
    name: `ignored: ${body} with ${dockerignore}`,
    text: `# check=experimental=CopyIgnoredFile\n${base}${body}\n`,
    dockerignore,
  })),
];
