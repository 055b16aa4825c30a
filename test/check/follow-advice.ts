import type { TranslatableText } from '../../src/wording/wording.ts';

/** Files of a student, by their path. */
export type Files = Readonly<Record<string, string>>;

/** A finding: its place and its message. */
export interface Advice {
  readonly file: string | null;
  readonly line: number | null;
  readonly message: TranslatableText;
}

type Values = Readonly<Record<string, string>>;
type Remedy = (files: Files, advice: Advice & { readonly at: number; readonly values: Values }) => Files;

const literally = (text = ''): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const inFile = (files: Files, name: string, change: (text: string) => string): Files => ({
  ...files,
  [name]: change(files[name] ?? ''),
});

/** Changes the line that the advice is about. */
const onLine =
  (change: (line: string, values: Values) => string): Remedy =>
  (files, { file, at, values }) =>
    inFile(files, file ?? '', (text) =>
      text
        .split('\n')
        .map((line, index) => (index === at - 1 ? change(line, values) : line))
        .join('\n'),
    );

const replace = (from: string | RegExp, to: string): Remedy => onLine((line) => line.replace(from, to));
const deleteLine: Remedy = (files, { file, at }) =>
  inFile(files, file ?? '', (text) =>
    text
      .split('\n')
      .filter((_, index) => index !== at - 1)
      .join('\n'),
  );
const above =
  (added: (values: Values) => string): Remedy =>
  (files, { file, at, values }) =>
    inFile(files, file ?? '', (text) =>
      text
        .split('\n')
        .flatMap((line, index) => (index === at - 1 ? [added(values), line] : [line]))
        .join('\n'),
    );
/** The ignore file that the advice names or is about. */
const ignoreFileOf = (files: Files, file: string | null, values: Values): string =>
  values.ignore ?? (file?.endsWith('.dockerignore') && files[file] !== undefined ? file : '.dockerignore');
/** Adds a line to .dockerignore, whose last line wins. */
const atEndOfIgnore =
  (added: (values: Values) => string): Remedy =>
  (files, { file, values }) =>
    inFile(
      files,
      ignoreFileOf(files, file, values),
      (text) => `${text.replace(/\n*$/, '\n')}${added(values)}\n`,
    );
const withoutPattern: Remedy = (files, { file, values }) =>
  inFile(files, ignoreFileOf(files, file, values), (text) =>
    text
      .split('\n')
      .filter((_, index) => index !== Number(values.patternLine) - 1)
      .join('\n'),
  );
/** Corrects a name that is mistyped on the line. */
const written =
  (wrong: string, right: string): Remedy =>
  (files, told) =>
    replace(told.values[wrong] ?? '', told.values[right] ?? '')(files, told);
/** Leaves out what the advice names. */
const without =
  (name: string): Remedy =>
  (files, told) =>
    onLine((line) => line.replace(new RegExp(`\\s?${literally(told.values[name])}(?=\\s|$)`), ''))(
      files,
      told,
    );
const deleteShell: Remedy = (files, told) => deleteLine(files, { ...told, at: Number(told.values.line) });
const scriptFirst =
  (first: string): Remedy =>
  (files) =>
    inFile(files, 'entrypoint.sh', (text) => text.replace(/^#!.*\n|^/, first));

/** What a student does who follows advice to the letter, for every message that says what to do. */
export const remedies: Readonly<Record<string, Remedy>> = {
  'rule-DL3042.found': (files, { file, at }) =>
    inFile(files, file ?? '', (text) => {
      const lines = text.split('\n');
      const rest = lines.slice(at - 1).join('\n');
      const added = rest.replace(
        /(\bpip[\d.]*(?:"\s*,\s*"|\s+|\s*\\\s*\n\s*)(?:--?\S+\s+)*install\b)("?)/g,
        (_, command, quote) =>
          quote === '"' ? `${command}", "--no-cache-dir"` : `${command} --no-cache-dir`,
      );
      return [...lines.slice(0, at - 1), added].join('\n');
    }),
  'rule-DL3014.found': replace(/\binstall\b/, 'install -y'),
  'rule-DL3015.found': replace(/apt-get(.*?) install\b/, 'apt-get$1 install --no-install-recommends'),
  'rule-DL3020.found': replace(/^\s*ADD\b/i, 'COPY'),
  'rule-UnknownInstruction.typo': (files, told) =>
    onLine((line) => line.replace(/^\s*\S+/, told.values.suggestion ?? ''))(files, told),
  'rule-UnknownInstruction.command': replace(/^\s*/, 'RUN '),
  'rule-UnknownInstruction.fence': deleteLine,
  'rule-NoBuildStage.found': (files, told) =>
    inFile(files, told.file ?? '', (text) =>
      [
        ...(text
          .split('\n')
          .filter((line) => /^\s*FROM\s/i.test(line))
          .slice(0, 1)[0] === undefined
          ? ['FROM python:3.11-slim']
          : text
              .split('\n')
              .filter((line) => /^\s*FROM\s/i.test(line))
              .slice(0, 1)),
        ...text.split('\n').filter((line) => !/^\s*FROM\s/i.test(line)),
      ].join('\n'),
    ),
  'rule-InvalidEscapeDirective.found': deleteLine,
  'rule-DirectiveTwice.found': deleteLine,
  'rule-ShellNotJson.found': replace(/.*/, 'SHELL ["/bin/sh", "-c"]'),
  'rule-InvalidChmod.found': replace(/--chmod=\S*/, '--chmod=755'),
  'rule-LegacyKeyValueFormat.found': (files, told) =>
    onLine((line, { instruction, name }) =>
      line.replace(
        new RegExp(`^\\s*${instruction}\\s+${literally(name)}\\s+(.*)$`, 'i'),
        `${instruction} ${name}="$1"`,
      ),
    )(files, told),
  'rule-MaintainerDeprecated.found': replace(
    /^\s*MAINTAINER\s+(.*)$/i,
    'LABEL org.opencontainers.image.authors="$1"',
  ),
  'rule-ExposeInvalidFormat.found': replace(/(?<=[\s])\S*:(?=\d)/g, ''),
  'rule-ExposedPort.found': (files, told) => onLine((_, { port }) => `EXPOSE ${port}`)(files, told),
  'rule-WorkdirRelativePath.found': (files, told) => onLine((_, { path }) => `WORKDIR /${path}`)(files, told),
  'rule-FromPlatformFlagConstDisallowed.found': replace(/--platform=\S+\s*/, ''),
  'rule-RedundantTargetPlatform.found': replace(/--platform=\S+\s*/, ''),
  'rule-EmptyRun.found': deleteLine,
  'rule-EmptyVolume.found': deleteLine,
  'rule-EntrypointStopsOnError.found': (files) =>
    inFile(files, 'entrypoint.sh', (text) => text.replace('\n', '\nset -e\n')),
  'rule-EntrypointExec.found': replace(
    /(?<!\b(?:nohup|xargs) )(?=(?:nohup |xargs )?(?:uv run |python3? |gunicorn |\S*\/python|\$CMD$)(?!.*(?:uv run |gunicorn )))/,
    'exec ',
  ),
  'rule-EntrypointInterpreter.noShebang': scriptFirst('#!/bin/sh\n'),
  'rule-EntrypointInterpreter.python': scriptFirst('#!/bin/sh\n'),
  'rule-EntrypointInterpreter.mark': (files) =>
    inFile(files, 'entrypoint.sh', (text) => text.replace(/^\ufeff/, '')),
  'rule-EntrypointLineEndings.crlf': (files, { file }) =>
    inFile(files, file ?? '', (text) => text.replaceAll('\r\n', '\n')),
  'rule-EntrypointUsed.single': replace(/'/g, '"'),
  'rule-EntrypointUsed.broken': (files, told) =>
    onLine((_, { where }) => `ENTRYPOINT ["${where}"]`)(files, told),
  'rule-EntrypointUsed.notHandedOn': (files, told) =>
    onLine((_, { where }) => `ENTRYPOINT ["${where}"]`)(files, told),
  'rule-EntrypointUsed.path': written('path', 'where'),
  'rule-EntrypointUsed.folder': (files, told) =>
    onLine((line, { where }) => line.replace(/\[.*\]/, `["${where}"]`))(files, told),
  'rule-ManagePyFound.hidden': withoutPattern,
  'rule-ManagePyFound.notLetIn': atEndOfIgnore(({ code }) => `!${code}`),
  'rule-ManagePyFound.partlyHidden': withoutPattern,
  'rule-ManagePyFound.partlyNotLetIn': atEndOfIgnore(({ path }) => `!${path}`),
  'rule-ManagePyFound.wrong': (files, told) => onLine((_, { where }) => `WORKDIR ${where}`)(files, told),
  'rule-ManagePyFound.tilde': (files, told) => onLine((_, { where }) => `WORKDIR ${where}`)(files, told),
  'rule-DependencyFilesCopied.hidden': withoutPattern,
  'rule-DependencyFilesCopied.notLetIn': atEndOfIgnore(({ path }) => `!${path}`),
  'rule-DependencyFilesCopied.typo': written('path', 'meant'),
  'rule-DependencyFilesCopied.above': (files, told) =>
    onLine((line, { path, instead }) => line.replace(path ?? '', instead ?? '').replace('..//', ''))(
      files,
      told,
    ),
  'rule-DependencyFilesCopied.comma': replace(/,/g, ''),
  'rule-DependencyFilesCopied.renamed': replace(/\s*$/, ' ./'),
  'rule-DependencyFilesCopied.noDestination': replace(/\s*$/, ' ./'),
  'rule-DependencyFilesCopied.overwritten': (files, told) =>
    onLine((line, { destination }) =>
      line.replace(new RegExp(`${literally(destination)}\\s*$`), `${destination}/`),
    )(files, told),
  'rule-DependencyFilesCopied.blank': replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' '),
  'rule-EntrypointInImage.hidden': withoutPattern,
  'rule-EntrypointInImage.notLetIn': atEndOfIgnore(({ path }) => `!${path}`),
  'rule-EntrypointInImage.typo': written('path', 'meant'),
  'rule-EntrypointInImage.backslash': (files, told) =>
    onLine((line, { script }) => line.replace(/\S*\\\S*/, `./${script}`))(files, told),
  'rule-EntrypointInImage.folder': replace(/\/\s*$/, ''),
  'rule-EntrypointExecutable.taken': replace(/chmod \S+/, 'chmod +x'),
  'rule-EntrypointExecutable.copiedSo': replace(/--chmod=\S+/, '--chmod=755'),
  'rule-EntrypointExecutable.not': (files) =>
    inFile(files, 'Dockerfile', (text) =>
      text.replace(/^(COPY (?!--from)(?!--chmod)[^\n]*\.sh\b)/m, (line) =>
        line.replace('COPY', 'COPY --chmod=755'),
      ),
    ),
  'rule-BuildStepFails.hidden': withoutPattern,
  'rule-BuildStepFails.notLetIn': atEndOfIgnore(({ path }) => `!${path}`),
  'rule-BuildStepFails.packageTypo': (files, told) =>
    onLine((line, { package: wrong, instead }) =>
      line.replace(new RegExp(`(?<=\\s)${literally(wrong)}(?=\\s|$)`), instead ?? ''),
    )(files, told),
  'rule-BuildStepFails.lists': replace('apt-get install', 'apt-get update && apt-get install'),
  'rule-CopyIgnoredFile.found': withoutPattern,
  'rule-DockerignoreAnchored.found': (files, told) =>
    onLine((_, { pattern }) => `**/${pattern}`)(files, told),
  'rule-DockerignoreAnchored.letIn': atEndOfIgnore(({ instead }) => instead ?? ''),
  'rule-DockerignoreComment.needed': deleteLine,
  'rule-DockerignoreComment.found': replace(/\s+(#.*)$/, '\n$1'),
  'rule-LocalFilesInImage.found': atEndOfIgnore(({ path }) => path ?? ''),
  'rule-UvInstalled.never': above(() => 'RUN pip install uv'),
  'rule-UvInstalled.neverUsed': (files) =>
    inFile(files, 'Dockerfile', (text) => text.replace(/^(FROM .*)$/m, '$1\nRUN pip install uv')),
  'rule-ExactVersions.sync': replace('uv sync', 'uv sync --frozen'),
  // A file written by a heredoc is identified by the line where the heredoc begins.
  'rule-ListensEverywhere.default': (files, { file, at, values }) =>
    inFile(files, file ?? '', (text) => {
      const lines = text.split('\n');
      const served = lines.findIndex((line, index) => index >= at - 1 && line.includes('runserver'));
      return lines
        .map((line, index) =>
          index === served ? line.replace(/runserver(?:\s+\d+)?/, `runserver 0.0.0.0:${values.port}`) : line,
        )
        .join('\n');
    }),
  'rule-ListensEverywhere.option': onLine((line, { option }) => `${line} ${option}`),
  'rule-ListensEverywhere.port': (files, told) =>
    onLine((line, { given, port }) => line.replace(given ?? '', port ?? ''))(files, told),
  'rule-EntrypointServes.module': replace(/(?=python3?\s|\.\/manage\.py)/, 'uv run '),
  'check-slips.optionMeant': written('option', 'meant'),
  'check-slips.subcommandMeant': written('word', 'meant'),
  'check-slips.manageCommand': written('word', 'meant'),
  'check-slips.typo': written('command', 'meant'),
  'check-slips.file': written('path', 'meant'),
  'check-slips.twoWords': written('word', 'apart'),
  'check-slips.windowsMeant': written('command', 'meant'),
  'check-slips.option': without('option'),
  'check-slips.group': without('option'),
  'check-slips.extra': without('option'),
  'check-slips.together': without('one'),
  'check-slips.offline': replace(/ --offline\b/, ''),
  'check-slips.init': replace(/uv init(?: --\S+)*\s*(?:&&|;)\s*/, ''),
  'check-slips.slashes': replace('//', '#'),
  'check-slips.spaces': replace(/\s*=\s*/, '='),
  'check-slips.dollarLeft': replace('$', ''),
  'check-slips.windows': deleteLine,
  'check-slips.windowsWord': without('command'),
  'check-slips.dockerWord': without('command'),
  'check-slips.twice': replace(/RUN (?=RUN )/i, ''),
  'check-slips.prompt': replace(/^(RUN )?(?:\(\S+\) (?:[$>%] )?|[$>%] )/, '$1'),
  'check-slips.listWhole': replace(/\[\s*"(.*)"\s*\]/, '$1'),
  'check-slips.sudo': replace(/\bsudo /g, ''),
  'check-slips.dashes': replace('exec -- ', 'exec '),
  'check-slips.nothingAfter': replace(/\s*(?:&&|\|\|?)\s*$/, ''),
  'check-slips.brace': replace(/\s*\}\s*$/, '; }'),
  'check-slips.aptYes': replace('apt-get install', 'apt-get install -y'),
  'check-slips.emptiedBlock': replace(/<<(\w+)/, '<<"$1"'),
  'check-slips.emptiedEcho': replace('\\"$@', '\\"\\$@'),
  'check-slips.percentVariable': replace('%PORT%', '8000'),
  'check-slips.shellWithoutC': deleteShell,
  'check-slips.foreignShell': deleteShell,
  'check-slips.html': (files, told) =>
    onLine((line, { code, sign }) => line.replaceAll(code ?? '', sign ?? ''))(files, told),
};

/** The files after a student has followed some advice; null if no remedy for it is defined here. */
export function follow(files: Files, told: Advice): Files | null {
  const { page, key, values } = told.message;
  const act = remedies[`${page}.${key}`];
  if (act === undefined) return null;
  const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return act(files, { ...told, at: told.line ?? 0, values: texts });
}
