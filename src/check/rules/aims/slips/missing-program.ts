import { nearest } from '../../../../spelling/nearest.ts';
import type { TranslatableText } from '../../../../wording/wording.ts';
import { keywords } from '../../../dockerfile/keywords.ts';
import { quoted } from '../../../dockerfile/text.ts';
import { instructionAt } from '../../queries.ts';
import { type FailedLine, type Slip, wordsIn } from './failed-line.ts';
import { say } from './sentences.ts';
import { emptied } from './written-file.ts';

/** What a word that is no program of the image was probably meant to be. */

/** Programs that a lesson's files usually call. */
const usualPrograms =
  'uv pip pip3 python python3 chmod chown mkdir apt-get echo exec cd set export cp mv rm cat sleep sh bash useradd'.split(
    ' ',
  );
/** Two words written as one, with or without a hyphen. */
const together =
  /^(uv|pip3?|chmod|apt-get|python3?|useradd|mkdir)[-_]?(sync|run|pip|install|\+x|update|manage\.py|-m|-p)$/;
/** Installers of other systems and languages. */
const installers = new Set(
  'npm npx yarn pnpm brew pipx conda mamba choco winget scoop snap yum dnf apk pacman easy_install poetry pipenv pdm rye cargo gem'.split(
    ' ',
  ),
);
const terminalCommands = new Set('docker docker-compose code git-bash open xdg-open'.split(' '));
const servers = new Set('gunicorn uvicorn daphne hypercorn waitress-serve uwsgi flask'.split(' '));
/** Commands of Windows and their counterparts here; empty for those that a script does not need. */
const windows: Readonly<Record<string, string>> = {
  ...{ pause: '', call: '', cls: '', rem: '', '@echo': '', start: '', title: '', setlocal: '', endlocal: '' },
  ...{
    py: 'python',
    dir: 'ls',
    copy: 'cp',
    move: 'mv',
    del: 'rm',
    type: 'cat',
    md: 'mkdir',
    ren: 'mv',
    where: 'which',
  },
};

const isInstruction = (word: string): boolean =>
  /^[A-Z]+$/.test(word) && keywords.some((each) => each === word.toLowerCase());

/** An instruction of the Dockerfile where a shell expects a program. */
function dockerWord(word: string, { inScript, command }: FailedLine): TranslatableText | null {
  if (!isInstruction(word)) return null;
  const values = { command: word };
  if (inScript) return say.later(/^(?:RUN|CMD|ENTRYPOINT)$/.test(word) ? 'dockerWord' : 'dockerLine', values);
  return word === 'RUN' && /^RUN\s/.test(command)
    ? say.later('twice', values)
    : say.later('instructionInRun', values);
}

/** Finds an assignment with misplaced spaces, a leading dollar sign, or a colon. */
export function assignmentIn(
  text: string,
): { readonly key: 'spaces' | 'dollarLeft' | 'colon'; readonly name: string; readonly value: string } | null {
  const dollar = /^\s{0,20}\$(\w{1,60})=(\S{0,60})/.exec(text);
  if (dollar !== null) return { key: 'dollarLeft', name: dollar[1] ?? '', value: dollar[2] ?? '' };
  const colon = /^\s{0,20}([A-Z_][A-Z_\d]{0,60}):\s{1,4}(\S{1,60})/.exec(text);
  if (colon !== null) return { key: 'colon', name: colon[1] ?? '', value: colon[2] ?? '' };
  const spaced =
    /^\s{0,20}(?:export\s{1,4})?([A-Za-z_]\w{0,60})(?:\s{1,4}=\s{0,4}|=\s{1,4})("[^"]{0,60}"|'[^']{0,60}'|\S{1,60})?/.exec(
      text,
    );
  return spaced === null ? null : { key: 'spaces', name: spaced[1] ?? '', value: spaced[2] ?? '' };
}

function assignment({ text }: FailedLine, word: string): TranslatableText | null {
  const found = assignmentIn(text);
  const isIt =
    found !== null &&
    (word === found.name || word === `${found.name}:` || word.startsWith('=') || word === '');
  if (found === null || !isIt) return null;
  return say.later(found.key, { name: quoted(found.name, 40), value: quoted(found.value, 40) || '…' });
}

/** One word that should have been several. */
function several(word: string, line: FailedLine): TranslatableText | null {
  if (/\S\s\S/.test(word)) {
    const isList = !line.inScript && instructionAt(line.context, line.failure.at.line)?.json === true;
    return say.later(isList ? 'listWhole' : 'quotedWhole', { command: quoted(word, 60) });
  }
  const [, tool, rest] = together.exec(word) ?? [];
  if (tool !== undefined && rest !== undefined)
    return say.later('twoWords', { word: quoted(word, 40), apart: `${tool} ${rest}` });
  return null;
}

/** The line above ends with a backslash followed by a space. */
function brokenOff(word: string, { context, failure, inScript }: FailedLine): TranslatableText | null {
  if (!inScript) return null;
  const above = context.buildContext.files.get(failure.at.file)?.text?.split('\n')[failure.at.line - 2] ?? '';
  return /\\[ \t]{1,40}\r?$/.test(above.slice(-60))
    ? say.later('backslash', { line: failure.at.line - 1, command: quoted(word, 40) })
    : null;
}

/** Whether the lesson is about a project with uv and Django. Other lessons do not mention these tools. */
const isOfUv = ({ manifest }: FailedLine['context']): boolean =>
  manifest?.todos.some(({ aims }) => aims.length > 0) === true;

/** A program of another system or tool, or one that has another name here. */
function elsewhere(word: string, line: FailedLine): TranslatableText | null {
  const command = quoted(word, 40);
  if (word === 'sudo') return say.later('sudo');
  if (installers.has(word) && isOfUv(line.context)) {
    const { command: text } = line;
    if (/\buv\b/.test(text)) return say.later('installer', { command });
    return /\b(?:install|sync|ci|add)\b/.test(text) ? say.later('installerOfProject', { command }) : null;
  }
  if (word.endsWith('.py') && isOfUv(line.context)) return say.later('pythonFile', { word: command });
  if (terminalCommands.has(word)) return say.later('terminal', { command });
  if (servers.has(word) && isOfUv(line.context) && line.failure.phase === 'start')
    return say.later('server', { command });
  const here = line.inScript ? windows[word.toLowerCase()] : undefined;
  const isAlone = wordsIn(line.command).length === 1 || /^(?:rem|title|cls|pause)$/i.test(word);
  if (here === '' && !isAlone) return say.later('windowsWord', { command });
  if (here !== undefined)
    return here === ''
      ? say.later('windows', { command })
      : say.later('windowsMeant', { command, meant: here });
  return null;
}

/** A misspelt name of a program. */
function misspelt(word: string, isUsual: (program: string) => boolean): TranslatableText | null {
  const meant = nearest(word.toLowerCase(), usualPrograms.filter(isUsual));
  return meant === null || meant === word.toLowerCase() || word.length < 3
    ? null
    : say.later('typo', { command: quoted(word, 40), meant });
}

/** The base image is not one of the lesson's and lacks what its steps need. */
function otherBase({ context, failure }: FailedLine, word: string): TranslatableText | null {
  if (!/^(?:pip3?|python3?|uv)$/.test(word) || failure.phase !== 'build') return null;
  const stage = context.simulation.stages.findLast(({ line }) => line < failure.at.line);
  const allowed = context.manifest?.baseImages[0];
  const from = stage === undefined ? undefined : instructionAt(context, stage.line);
  const image = from?.args[0] ?? '';
  // With one of the student's own stages or one of the lesson's images, the cause must be something else.
  if (stage === undefined || allowed === undefined || /^python(?:[:@]|$)/.test(image)) return null;
  if (context.simulation.stages.some(({ name }) => name !== null && name === image.toLowerCase()))
    return null;
  return say.later('baseWithout', { line: stage.line, command: quoted(word, 40), allowed });
}

const notFound: Slip = (line) => {
  const { failure } = line;
  const isFile = failure.kind === 'script-not-found' || failure.kind === 'script-not-executable';
  if (isFile) return /^\/\/+$/.test(failure.path) ? say.later('slashes') : several(failure.path, line);
  if (failure.kind !== 'command-not-found') return null;
  const word = failure.command;
  if (word === '') return assignment(line, word) ?? emptied(line) ?? say.later('empty');
  if (/^\/\//.test(word)) return say.later('slashes');
  if (word === '--' && /\bexec\s+--/.test(line.command)) return say.later('dashes');
  const bracket = line.inScript ? /^\[(-?[^\s[]\S{0,40})$/.exec(word) : null;
  if (bracket !== null)
    return say.later('bracket', { command: quoted(word, 40), rest: quoted(bracket[1] ?? '', 40) });
  return (
    dockerWord(word, line) ??
    assignment(line, word) ??
    several(word, line) ??
    brokenOff(word, line) ??
    otherBase(line, word) ??
    elsewhere(word, line) ??
    misspelt(word, (program) => isOfUv(line.context) || !/^(?:uv|pip|python)/.test(program))
  );
};

/** The shell itself rejects `export NAME = value`. */
const badExport: Slip = (line) =>
  'phrase' in line.failure && /\b(?:bad variable name|not a valid identifier)/.test(line.failure.phrase)
    ? assignment(line, '')
    : null;

/** A variable in front of the command, or a missing tool name. */
const leftOver: Slip = ({ command, failure }) => {
  if (failure.phase !== 'build' || !('phrase' in failure)) return null;
  const [first = ''] = wordsIn(command);
  if (/^\$[a-z]\w{0,30}$/.test(first)) return say.later('noValue', { word: quoted(first, 40) });
  if (/\buv\s+run\s+sync\b/.test(command)) return say.later('runTooMuch');
  return first === 'sync' ? say.later('sync') : null;
};

/** A RUN uses a file that is in the student's folder but not in the image. */
const fromFolder: Slip = ({ context, failure }) => {
  if (failure.kind !== 'file-not-found' || failure.phase !== 'build') return null;
  const { command, path } = failure;
  return /^(?:cp|mv)$/.test(command) && context.buildContext.files.has(path)
    ? say.later('fromFolder', { command, path: quoted(path, 60) })
    : null;
};

export const programSlips: readonly Slip[] = [notFound, badExport, leftOver, fromFolder];
