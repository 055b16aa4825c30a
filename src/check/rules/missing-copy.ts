import type { Aim } from '../../lesson/manifest/manifest.ts';
import { nearest } from '../../spelling/nearest.ts';
import type { TranslatableText } from '../../wording/wording.ts';
import { quoted } from '../dockerfile/text.ts';
import type { SimulatedFailure } from '../simulation/failures.ts';
import { nameOf } from '../simulation/image/files.ts';
import { copySlip, otherDependencyFiles } from './aims/slips/copies.ts';
import { ignoreRemedy } from './ignore-remedy.ts';
import { instructionAt, isFiller } from './queries.ts';
import type { AimContext, RuleContext } from './rule.ts';

/** Everything about a COPY that Docker answers with “not found”: the TODO that it spoils, and why the file is not there. */

type CopyNotFound = SimulatedFailure<'copy-not-found'>;

/** The sentences of the rules that speak of such a COPY. */
export const copySentences = {
  comment:
    'The build stops here: "/#": not found. Docker takes a comment behind COPY for more files. Put it on a line of its own.',
  hidden:
    'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it from Docker. Take that pattern out.',
  notLetIn:
    'The build stops here: "/{{path}}": not found. Line {{patternLine}} of {{ignore}} (`{{pattern}}`) hides it, and no line below lets it in again. Write `!{{path}}` on a line below.',
  filler:
    'The build stops here: "/{{path}}": not found. Docker takes each word of COPY for a file. Write only what to copy and where to; a second COPY goes on a line of its own.',
  above:
    'The build stops here: "/{{path}}": not found. Paths begin in the folder that you build, so leave its name out: write {{instead}}.',
  words:
    'The build stops here: "/{{path}}": not found. Docker takes a variable for one path, spaces and all. Write the files out, one by one.',
  flag: 'The build stops here: "/{{path}}": not found. Docker takes this for a file. An option has two dashes, and comes right after the instruction, before the files.',
  typo: 'The build stops here: "/{{path}}": not found. There is no such file in the folder that you build. Did you mean {{meant}}?',
} as const;

interface Hidden {
  readonly path: string;
  readonly ignore: string;
  readonly pattern: string;
  readonly patternLine: number;
}

interface Absent {
  readonly path: string;
}

/** Why a file may not be there, and what a sentence about it may name. */
interface MissingCopyReasons {
  readonly comment: Absent;
  readonly hidden: Hidden;
  readonly notLetIn: Hidden;
  readonly stage: Absent & { readonly stage: string };
  /** The lesson's start script, which the student has not written yet. */
  readonly noScript: { readonly script: string };
  readonly comma: Absent;
  readonly backslash: Absent & { readonly script: string };
  readonly filler: Absent;
  /** Several files in one variable. */
  readonly words: Absent;
  /** An option that stands behind a file, or with one dash. */
  readonly flag: Absent;
  readonly above: Absent & { readonly instead: string };
  /** A blank that is not a plain one. */
  readonly blank: Absent;
  readonly typo: Absent & { readonly meant: string };
  readonly notFound: Absent;
}

type MissingCopyReason<Name extends keyof MissingCopyReasons = keyof MissingCopyReasons> = {
  readonly [Each in Name]: { readonly name: Each; readonly values: MissingCopyReasons[Each] };
}[Name];

/** The sentences that a rule has; one for every file that is simply not there. */
type CopySentences = Pick<
  { readonly [Each in keyof MissingCopyReasons]: (values: MissingCopyReasons[Each]) => TranslatableText },
  'notFound'
> & {
  readonly [Each in keyof MissingCopyReasons]?: (values: MissingCopyReasons[Each]) => TranslatableText;
};

/** Words the most likely reason that the rule has a sentence for. */
export function explainCopy(
  context: RuleContext,
  failure: CopyNotFound,
  sentences: CopySentences,
): TranslatableText {
  const slip = copySlip(context, failure);
  if (slip !== null) return slip;
  for (const reason of reasonsFor(context, failure)) {
    const sentence = sentenceWith(sentences, reason);
    if (sentence !== undefined) return sentence;
  }
  return sentences.notFound({ path: quoted(failure.path) });
}

const sentenceWith = <Name extends keyof MissingCopyReasons>(
  sentences: {
    readonly [Each in keyof MissingCopyReasons]?: (values: MissingCopyReasons[Each]) => TranslatableText;
  },
  reason: MissingCopyReason<Name>,
): TranslatableText | undefined => sentences[reason.name]?.(reason.values);

/** All that may be the reason, the likeliest first. */
function* reasonsFor(context: RuleContext, failure: CopyNotFound): Generator<MissingCopyReason> {
  const { hiddenBy, instead, stage } = failure;
  const path = quoted(failure.path);
  const script = context.names.entrypoint;
  if (failure.isComment) yield { name: 'comment', values: { path } };
  if (hiddenBy !== null) {
    const pattern = quoted(hiddenBy.written);
    const values = { path, ignore: context.names.dockerignore, pattern, patternLine: hiddenBy.line };
    yield { name: ignoreRemedy(context, path), values };
  }
  if (stage !== null) yield { name: 'stage', values: { path, stage: quoted(stage) } };
  if (path === script) yield { name: 'noScript', values: { script } };
  if (path.endsWith(',')) yield { name: 'comma', values: { path } };
  if (hasBackslash(context, failure)) yield { name: 'backslash', values: { path, script } };
  if (/\S \S/.test(failure.path) && instructionAt(context, failure.at.line)?.rest.includes('$') === true)
    yield { name: 'words', values: { path } };
  if (/^--?[a-z]+(?:=|$)/.test(path)) yield { name: 'flag', values: { path } };
  if (isFiller(path)) yield { name: 'filler', values: { path } };
  if (instead !== null && instead !== '.')
    yield { name: 'above', values: { path, instead: quoted(instead) } };
  if (/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.test(failure.path))
    yield { name: 'blank', values: { path } };
  const meant = meantFile(context, failure.path);
  if (meant !== null) yield { name: 'typo', values: { path, meant: quoted(meant) } };
}

/** Docker drops a backslash in a path. */
const hasBackslash = (context: RuleContext, { at }: CopyNotFound): boolean =>
  context.dockerfile.lines.escape === '\\' && instructionAt(context, at.line)?.rest.includes('\\') === true;

/** Further sources of one COPY are not examined: each costs a search through the project's names. */
const mostSources = 20;
/** No file of a lesson has a longer name, so a longer one is not a typo of any. */
const longestName = 200;

/** The aim that a COPY serves whose files are not there: by their names, or by those of the files beside them. */
export function aimOfCopy({ path, isComment, sources }: CopyNotFound, context: AimContext): Aim | null {
  if (isComment) return aimOfFile(sources[0] ?? '', context);
  const own = aimOfFile(path.replace(/,$/, ''), context);
  if (own !== null) return own;
  for (const source of sources.slice(0, mostSources)) {
    const aim = aimOfFile(source, context);
    if (aim !== null) return aim;
  }
  return null;
}

/** A path of Windows, whose backslashes Docker has dropped. */
const isOnDrive = (path: string, name: string): boolean => /^[A-Za-z]:/.test(path) && path.endsWith(name);

/** The aim that a file of the build context serves, by its name. */
function aimOfFile(path: string, context: AimContext): Aim | null {
  const { dependencyFiles } = context.project;
  const isDependency =
    dependencyFiles.some((file) => nameOf(file) === nameOf(path) || isOnDrive(path, nameOf(file))) ||
    otherDependencyFiles.test(path);
  if (isDependency) return 'dependencies-copied-first';
  const meant = meantFile(context, path);
  if (dependencyFiles.some((file) => nameOf(file) === meant)) return 'dependencies-copied-first';
  if (meant !== null && /\.sh$/.test(meant)) return 'entrypoint-script';
  return /\.sh$/.test(path) || /entrypoint/i.test(path) ? 'entrypoint-script' : null;
}

/** The file of the build context, at its top, that a mistyped name probably stands for; null when none is near. */
function meantFile({ project, buildContext }: AimContext, path: string): string | null {
  const name = nameOf(path);
  if (name.length > longestName) return null;
  const top = [...buildContext.files.keys(), ...buildContext.notSent].filter((file) => !file.includes('/'));
  const near = nearest(name.toLowerCase(), top);
  if (near !== null) return near === name ? null : near;
  // Two names that an exotic blank has made one.
  return (
    project.dependencyFiles.find(
      (file) => name.startsWith(file) && !/^[\w.]/.test(name.slice(file.length)),
    ) ?? null
  );
}
