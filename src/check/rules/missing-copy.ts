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

/** A COPY that Docker answers with “not found”: the aim that it violates, and why the file is missing. */

type CopyNotFound = SimulatedFailure<'copy-not-found'>;

/** Sentences shared by the rules about such a COPY. */
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

/** Possible reasons why a file is missing, with the values of each sentence. */
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
  /** A variable that holds several files. */
  readonly words: Absent;
  /** An option after the files, or with a single dash. */
  readonly flag: Absent;
  readonly above: Absent & { readonly instead: string };
  /** A space that is not a plain one. */
  readonly blank: Absent;
  readonly typo: Absent & { readonly meant: string };
  readonly notFound: Absent;
}

type MissingCopyReason<Name extends keyof MissingCopyReasons = keyof MissingCopyReasons> = {
  readonly [Each in Name]: { readonly name: Each; readonly values: MissingCopyReasons[Each] };
}[Name];

/** A rule's sentences. The one for a file that simply does not exist is required. */
type CopySentences = Pick<
  { readonly [Each in keyof MissingCopyReasons]: (values: MissingCopyReasons[Each]) => TranslatableText },
  'notFound'
> & {
  readonly [Each in keyof MissingCopyReasons]?: (values: MissingCopyReasons[Each]) => TranslatableText;
};

/** Explains the most likely reason for which the rule has a sentence. */
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

/** All possible reasons, the most likely first. */
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

/** Maximum number of sources examined per COPY: each costs a search through the project's names. */
const mostSources = 20;
/** No file of a lesson has a longer name, so a longer one cannot be a typo. */
const longestName = 200;

/** The aim of a COPY whose files are missing, judged by their names or by those of the other files that it copies. */
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

/** A Windows path, whose backslashes Docker has dropped. */
const isOnDrive = (path: string, name: string): boolean => /^[A-Za-z]:/.test(path) && path.endsWith(name);

/** The aim that a context file serves, judged by its name. */
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

/** The file at the top of the build context for which a name is probably a typo; null if there is no similar one. */
function meantFile({ project, buildContext }: AimContext, path: string): string | null {
  const name = nameOf(path);
  if (name.length > longestName) return null;
  const top = [...buildContext.files.keys(), ...buildContext.notSent].filter((file) => !file.includes('/'));
  const near = nearest(name.toLowerCase(), top);
  if (near !== null) return near === name ? null : near;
  // Two names that an exotic space has joined into one.
  return (
    project.dependencyFiles.find(
      (file) => name.startsWith(file) && !/^[\w.]/.test(name.slice(file.length)),
    ) ?? null
  );
}
