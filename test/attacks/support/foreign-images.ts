/**
 * Dockerfiles for which BuildKit would fetch a program (a frontend) or an image that no lesson allows, in every notation that it accepts.
 * `line` is the line that the student is shown.
 */
export interface Foreign {
  readonly dockerfile: string;
  readonly line: number;
}

const python = 'FROM python:3.11-slim';
const evil = 'evil.test/x/frontend:1';
const one =
  (line: number) =>
  (dockerfile: string): Foreign => ({ dockerfile, line });

const frontends: readonly Foreign[] = [
  ...[
    `# syntax=${evil}`,
    `#SYNTAX\t= ${evil} arguments`,
    `// syntax=${evil}`,
    `\ufeff# syntax=${evil}`,
    `\ufeff// syntax=${evil}\r`,
  ].map(one(1)),
  ...[
    `# check=skip=all\n# syntax=${evil}`,
    `# check=\u00a0\n# syntax=${evil}`,
    `# escape=\`\n# syntax=${evil}`,
    `// check=x\n//\tSyntax = ${evil}`,
    `#!/bin/x\n# syntax=${evil}`,
    `#!/bin/x\n// syntax=${evil}`,
    `\ufeff#!/bin/x\n# syntax=${evil}`,
  ].map(one(2)),
].map(({ dockerfile, line }) => ({ dockerfile: `${dockerfile}\n${python}\n`, line }));

const json: readonly Foreign[] = [
  { dockerfile: `{"syntax": "${evil}"}`, line: 1 },
  { dockerfile: ` \n\t{"FROM": 1, "syntax": "x", "syntax": "${evil}"}\n`, line: 1 },
  { dockerfile: `#!/bin/x\n{"syntax": "${evil}"}`, line: 2 },
  { dockerfile: `\ufeff#!/bin/x\r\n{"\\u0073yntax": "${evil}"}`, line: 2 },
];

const bases: readonly Foreign[] = [
  ...[
    'FROM evil',
    '\u00a0from\t evil as x',
    'FROM "evil"',
    'FROM \'e\'"vi"l',
    'FROM e\\vil',
    'FROM \\\n# a\n\nevil',
  ].map(one(1)),
  ...['FROM --platform=linux/amd64 evil', 'FROM ${A:-evil}', 'FROM ${A:-${B:-evil}}'].map(one(1)),
  ...[
    'ARG A=evil\nFROM $A',
    'ARG A=python:3.11-slim A=evil\nFROM $A',
    'ARG A=1 B=evil\nFROM $B',
    'ARG A=ev B=${A}il\nFROM $B',
    'ARG A="evil"\nFROM ${A}',
    'ARG A=x\nFROM ${A:+evil}',
    'ARG A=evil-x\nFROM ${A%-x}',
    'ARG A=x/evil\nFROM ${A#*/}',
    'ARG A=python\nFROM ${A/python/evil}',
    'ARG TARGETARCH=evil\nFROM $TARGETARCH',
    // The worker's own proxy settings take precedence over these defaults.
    'ARG http_proxy=python:3.11-slim\nFROM ${http_proxy:+evil}',
    'ARG no_proxy=python:3.11-slim\nFROM ${no_proxy%%,*}',
  ].map(one(2)),
  ...[`${python}\nRUN true \\\\\nFROM evil`, `ARG A=evil\nARG A\nFROM \${A}`].map(one(3)),
  { dockerfile: `${python}\nRUN <<'A B'\nEOF\nA B\nFROM evil`, line: 5 },
];

const sources: readonly Foreign[] = [
  'COPY --from=evil / /',
  'COPY --from="evil" / /',
  'COPY --from=ev\\il / /',
  'copy --fr\\\nom=evil / /',
  'COPY --from=evil ["/", "/"]',
  'RUN --mount=type=bind,from=evil,target=/x true',
  'RUN --mount=type=bind,FROM=evil,target=/x true',
  'RUN --mount=type=cache,target=/x,From=evil true',
  'RUN --mount=from=python:3.11-slim,from=evil,target=/x true',
  'RUN --mount=target=/x --mount=from=evil,target=/y true',
  'RUN --mount="type=bind,from=evil,target=/x" true',
  "RUN --mount='type=bind,from='evil,target=/x true",
  'RUN --mount=type=bind,\\"from=evil\\",target=/x true',
  'RUN --mount=from=evil,target=/x ["true"]',
  'RUN --mount=from=0,target=/x true',
].map((line) => ({ dockerfile: `${python}\n${line}\n`, line: 2 }));

const triggers: readonly Foreign[] = [
  'ONBUILD COPY --from=evil / /',
  'ONBUILD RUN --mount=FROM=evil,target=/x true',
  'onbuild \\\nrun --mount=\\\nfrom=evil,target=/x true',
].map((line) => ({ dockerfile: `${python} AS base\n${line}\nFROM base\n`, line: 2 }));

export const foreignImages: readonly Foreign[] = [...frontends, ...json, ...bases, ...sources, ...triggers];
