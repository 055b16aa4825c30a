import type { FileTree } from '../../lesson/file-tree.ts';
import {
  type IgnoreFile,
  type IgnorePattern,
  ignoredBy,
  parseIgnoreFile,
} from '../dockerfile/dockerignore.ts';
import { quoted } from '../dockerfile/text.ts';
import type { RuleContext } from '../rules/rule.ts';
import { usualDatabase } from '../toolchains/usual-project.ts';
import { byEntryOf, collapsed, type PathGroup, type SizedPath } from './path-groups.ts';

/** A line of a .dockerignore. */
export interface IgnoreLine {
  readonly line: number;
  readonly written: string;
}

/** A file or folder that many students have and no lesson contains. */
interface UsualExtra {
  /** With a trailing slash for a folder. */
  readonly path: string;
  /** The line that excludes it; null if it would be sent. */
  readonly by: IgnoreLine | null;
}

/** What `docker build` sends of a folder and what .dockerignore excludes, over the lesson's and the student's files. Sizes in bytes. */
export interface ContextXray {
  /** The name of the ignore file; null if there is none. */
  readonly ignoreFile: string | null;
  /** Why Docker rejects the ignore file; null if it does not. */
  readonly error: { readonly line: number; readonly phrase: string } | null;
  readonly sent: PathTotals;
  readonly hidden: PathTotals;
  /** What is sent, grouped by the entries of the folder, the largest first. */
  readonly sentGroups: readonly PathGroup[];
  readonly hiddenGroups: readonly (PathGroup & { readonly by: IgnoreLine })[];
  readonly extras: readonly UsualExtra[];
}

interface PathTotals {
  readonly files: number;
  readonly bytes: number;
}

/** The effect of one more line at the end of a .dockerignore. */
export type LineEffect =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'refused'; readonly written: string; readonly phrase: string }
  | {
      readonly kind: 'pattern';
      readonly written: string;
      readonly hides: readonly PathGroup[];
      readonly letsIn: readonly PathGroup[];
      /** Paths from {@link ContextXray.extras}. */
      readonly hidesExtras: readonly string[];
      readonly letsInExtras: readonly string[];
      /** A path that it matches but an earlier line already excludes. */
      readonly before: { readonly path: string; readonly by: IgnoreLine } | null;
      /** The pattern for every folder, if that one would exclude something and this one does not. */
      readonly deeper: string | null;
      /** It contains a `#` after its beginning, which does not start a comment. */
      readonly hasHash: boolean;
    };

const mostGroups = 30;
/** The line is cut here: no sensible pattern is longer. Characters. */
const longestLine = 200;

const lineOf = ({ line, written }: IgnorePattern): IgnoreLine => ({ line, written: quoted(written, 60) });

/** Lists what the build context contains and excludes. */
export function xrayOf(context: RuleContext, tree: FileTree): ContextXray {
  const { ignore, names, sent } = context;
  const files = sizedFiles(context, tree);
  const shown: SizedPath[] = [];
  const kept = new Map<IgnorePattern, SizedPath[]>();
  for (const file of files) {
    const by = ignoredBy(ignore, file.path);
    if (by === null) {
      shown.push(file);
      continue;
    }
    const same = kept.get(by);
    if (same === undefined) kept.set(by, [file]);
    else same.push(file);
  }
  const all = files.map(({ path }) => path);
  return {
    ignoreFile: sent.dockerignore ? names.dockerignore : null,
    error: ignore.error,
    sent: totals(shown),
    hidden: totals([...kept.values()].flat()),
    sentGroups: [...byEntryOf('', shown)].sort((a, b) => b.bytes - a.bytes).slice(0, mostGroups),
    // Each excluding line has at least one group, so lines beyond the limit would not be shown and need no grouping.
    hiddenGroups: [...kept]
      .sort(([a], [b]) => a.line - b.line)
      .slice(0, mostGroups)
      .flatMap(([by, paths]) => collapsed(paths, all).map((group) => ({ ...group, by: lineOf(by) })))
      .slice(0, mostGroups),
    extras: usualExtras(context).map(({ path, sample }) => {
      const by = ignoredBy(ignore, sample);
      return { path, by: by === null ? null : lineOf(by) };
    }),
  };
}

/** Predicts what a line at the end of the .dockerignore would exclude or re-include. */
export function effectOfLine(context: RuleContext, tree: FileTree, text: string): LineEffect {
  const [line = ''] = text.split('\n', 1);
  const written = line.slice(0, longestLine).trim();
  if (written === '') return { kind: 'blank' };
  if (written.startsWith('#')) return { kind: 'comment' };
  const added = parseIgnoreFile(written);
  if (added.error !== null)
    return { kind: 'refused', written: quoted(written), phrase: quoted(added.error.phrase) };
  const after: IgnoreFile = { patterns: [...context.ignore.patterns, ...added.patterns], error: null };
  const files = sizedFiles(context, tree);
  const changed = (path: string): 'hides' | 'letsIn' | null => {
    const [was, is] = [ignoredBy(context.ignore, path), ignoredBy(after, path)];
    if ((was === null) === (is === null)) return null;
    return is === null ? 'letsIn' : 'hides';
  };
  const all = files.map(({ path }) => path);
  const groups = (how: 'hides' | 'letsIn'): readonly PathGroup[] =>
    collapsed(
      files.filter(({ path }) => changed(path) === how),
      all,
    ).slice(0, mostGroups);
  const extras = usualExtras(context);
  const paths = (how: 'hides' | 'letsIn'): readonly string[] =>
    extras.filter(({ sample }) => changed(sample) === how).map(({ path }) => path);
  const found = { hides: groups('hides'), letsIn: groups('letsIn') };
  const hidesExtras = paths('hides');
  const isIdle = found.hides.length === 0 && hidesExtras.length === 0;
  const everywhere = [...all, ...extras.map(({ sample }) => sample)];
  return {
    kind: 'pattern',
    written: quoted(written, 60),
    ...found,
    hidesExtras,
    letsInExtras: paths('letsIn'),
    before: isIdle ? hiddenBefore(context.ignore, added, everywhere) : null,
    deeper: isIdle ? deeperPattern(context.ignore, written, everywhere) : null,
    hasHash: /\s#/.test(written),
  };
}

function hiddenBefore(
  ignore: IgnoreFile,
  added: IgnoreFile,
  paths: readonly string[],
): { readonly path: string; readonly by: IgnoreLine } | null {
  for (const path of paths) {
    const by = ignoredBy(ignore, path);
    if (by !== null && ignoredBy(added, path) !== null) return { path: quoted(path, 60), by: lineOf(by) };
  }
  return null;
}

function deeperPattern(ignore: IgnoreFile, written: string, paths: readonly string[]): string | null {
  if (/^(?:!|\*\*\/)/.test(written)) return null;
  const pattern = `**/${written.replace(/^\//, '')}`;
  const { patterns, error } = parseIgnoreFile(pattern);
  if (error !== null) return null;
  const after: IgnoreFile = { patterns: [...ignore.patterns, ...patterns], error: null };
  const hides = paths.some((path) => ignoredBy(ignore, path) === null && ignoredBy(after, path) !== null);
  return hides ? quoted(pattern, 60) : null;
}

const totals = (paths: readonly SizedPath[]): PathTotals => ({
  files: paths.length,
  bytes: paths.reduce((sum, { bytes }) => sum + bytes, 0),
});

const utf8 = new TextEncoder();

/** The files of the context with their sizes in bytes. */
function sizedFiles({ buildContext, student }: RuleContext, tree: FileTree): readonly SizedPath[] {
  const ofLesson = new Map(tree.files.map(({ path, bytes }) => [path, bytes]));
  return [...buildContext.files.keys()].map((path) => {
    const own = Object.hasOwn(student.files, path) ? student.files[path] : undefined;
    return { path, bytes: own === undefined ? (ofLesson.get(path) ?? 0) : utf8.encode(own).length };
  });
}

/** `sample` is the path to match: for a folder, a file in it. */
interface ExtraSample {
  readonly path: string;
  readonly sample: string;
}

const file = (path: string): ExtraSample => ({ path, sample: path });

/** Typical extra files and folders for this kind of project that the context does not already contain. */
function usualExtras({ buildContext, manifest, project }: RuleContext): readonly ExtraSample[] {
  const paths = [...buildContext.files.keys()];
  const python = paths.find((path) => path.endsWith('.py'));
  const isNamed = manifest !== null && manifest.project !== null;
  const code = isNamed && project.directory !== '' ? `${project.directory}/` : folderOf(python ?? '');
  const extras: readonly ExtraSample[] = [
    { path: '.git/', sample: '.git/HEAD' },
    ...(python === undefined
      ? []
      : [
          { path: '.venv/', sample: '.venv/bin/python' },
          { path: `${code}__pycache__/`, sample: `${code}__pycache__/module.cpython-311.pyc` },
        ]),
    ...(isNamed ? [file(`${code}${usualDatabase}`)] : []),
    ...(paths.includes('package.json')
      ? [{ path: 'node_modules/', sample: 'node_modules/.package-lock.json' }]
      : []),
    file('.env'),
    { path: '.vscode/', sample: '.vscode/settings.json' },
  ];
  return extras.filter(({ sample }) => !buildContext.files.has(sample));
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
