import type { Insights } from '../../../check/insights/insights.ts';
import type { LayerStep } from '../../../check/insights/layers.ts';
import type { DrawnLayer } from '../../../pictures/image-picture.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { byteSize } from '../byte-size.ts';
import {
  button,
  container,
  cut,
  divider,
  gallery,
  type Message,
  pictureFile,
  primary,
  row,
  text,
} from '../message.ts';
import { code, codeBlock } from '../quote.ts';
import { stopLine } from './build-stop.ts';

const say = words('layers', {
  en: {
    title: '### Step {{n}} of {{of}}, line {{line}}',
    stage: '-# In the stage {{stage}}.',
    // Non-breaking spaces keep each symbol with its word.
    place: '📁\u00a0Folder {{folder}} · 👤\u00a0user {{user}}',
    unknown: 'not known',
    added: '**New in the image**',
    begun: '- all that is in the image it starts from',
    group: '- {{path}}',
    folder_one: '- {{path}}, 1 file',
    folder_other: '- {{path}}, {{count}} files',
    folder: 'see folder_one and folder_other',
    more_one: '-# …and one more.',
    more_other: '-# …and {{count}} more.',
    more: 'see more_one and more_other',
    project: '- the dependencies of your project',
    packages: '- packages: {{list}}',
    executable: '- can be run now: {{list}}',
    sets: '- variables: {{list}}',
    nothing: 'It puts no file into the image.',
    cache: '**Cache**',
    base: 'It changes only when you choose another base image, or fetch it again.',
    note: 'It makes no layer. It only writes into the settings of the image.',
    takes: 'Docker uses it again as long as these keep their content: {{list}}.',
    source: 'Your source comes in here. After each edit this step runs again, and all steps after it.',
    after: 'After each edit of your source it runs again, because of line {{since}}.',
    kept: 'Docker uses it again as long as this line and everything above it stay the same.',
    weight: '-# Its layer weighs {{size}}, as measured in your last verification.',
    vague: '-# It may do more than I can follow.',
    cut: '-# There are more steps than I can show.',
    previous: '◀ Back',
    next: 'Next ▶',
    picture: 'As a picture',
    rebuild: 'Predict a rebuild',
    steps: 'Step by step',
    compare: 'Compare',
    drawn: 'line {{line}} {{written}} {{size}}',
    noPicture: 'The picture could not be drawn. These are its figures.',
  },
});

const pictureName = 'layers.png';
const mostGroups = 4;
const mostNames = 4;

/** One instruction of a Dockerfile, and the state of the image after it. `at`: index from 0; `weights`: layer bytes by line. */
export function layerMessage(
  locale: Locale,
  guild: string,
  { steps, stop, isCut }: Insights['layers']['found'],
  at: number,
  weights: ReadonlyMap<number, number> = new Map(),
): Message {
  const n = Math.min(Math.max(0, at), steps.length - 1);
  const step = steps[n];
  if (step === undefined) return { components: [] };
  const isLast = n === steps.length - 1;
  const weight = weights.get(step.line);
  const top = [
    say(locale, 'title', { n: n + 1, of: steps.length, line: step.line }),
    codeBlock([step.written], 'dockerfile', 140),
    ...(step.stage > 0 ? [say(locale, 'stage', { stage: code(step.stageName ?? `${step.stage}`, 40) })] : []),
    say(locale, 'place', { folder: named(locale, step.folder), user: named(locale, step.user) }),
  ];
  const below = [
    ...newLines(locale, step),
    say(locale, 'cache'),
    cacheLine(locale, step),
    ...(weight === undefined ? [] : [say(locale, 'weight', { size: byteSize(locale, weight) })]),
    ...(step.vague ? [say(locale, 'vague')] : []),
    ...(isLast ? stopLine(locale, stop) : []),
    ...(isLast && isCut ? [say(locale, 'cut')] : []),
  ];
  return {
    components: [
      container('calm', [text(top.join('\n')), divider(), text(cut(below.join('\n'), 1_500))]),
      row([
        ...(n > 0 ? [button({ kind: 'layer', guild, step: n - 1 }, say(locale, 'previous'))] : []),
        ...(isLast ? [] : [primary({ kind: 'layer', guild, step: n + 1 }, say(locale, 'next'))]),
        button({ kind: 'layers-picture', guild }, say(locale, 'picture')),
        ...(isLast ? [button({ kind: 'rebuild', guild }, say(locale, 'rebuild'))] : []),
      ]),
    ],
  };
}

const named = (locale: Locale, name: string | null): string =>
  name === null ? say(locale, 'unknown') : code(name, 60);

function newLines(locale: Locale, step: LayerStep): readonly string[] {
  const { added, installs, executable, sets } = step;
  const left = added.length - mostGroups;
  const list = (names: readonly string[]): string =>
    `${names
      .slice(0, mostNames)
      .map((name) => code(name, 40))
      .join(', ')}${names.length > mostNames ? ' …' : ''}`;
  const found = [
    ...(startsFromImage(step) ? [say(locale, 'begun')] : []),
    ...added
      .slice(0, mostGroups)
      .map(({ path, files }) =>
        path.endsWith('/')
          ? say(locale, 'folder', { path: code(path, 48), count: files })
          : say(locale, 'group', { path: code(path, 48) }),
      ),
    ...(left > 0 ? [say(locale, 'more', { count: left })] : []),
    ...(installs.project ? [say(locale, 'project')] : []),
    ...(installs.packages.length > 0 ? [say(locale, 'packages', { list: list(installs.packages) })] : []),
    ...(executable.length > 0 ? [say(locale, 'executable', { list: list(executable) })] : []),
    ...(sets.length > 0
      ? [
          say(locale, 'sets', {
            list: list(sets.map(({ name, value }) => (value === null ? name : `${name}=${value}`))),
          }),
        ]
      : []),
  ];
  return found.length === 0 ? [say(locale, 'nothing')] : [say(locale, 'added'), ...found];
}

/** `scratch` is not an image: it contains nothing. */
const startsFromImage = ({ keyword, written }: LayerStep): boolean =>
  keyword === 'FROM' && !/\sscratch\b/i.test(written);

function cacheLine(locale: Locale, { keyword, makesLayer, line, takes, sourceSince }: LayerStep): string {
  if (keyword === 'FROM') return say(locale, 'base');
  if (!makesLayer) return say(locale, 'note');
  if (sourceSince === line) return say(locale, 'source');
  if (sourceSince !== null) return say(locale, 'after', { since: sourceSince });
  if (takes.files === 0) return say(locale, 'kept');
  const list = takes.paths.slice(0, mostNames).map((path) => code(path, 40));
  return say(locale, 'takes', { list: `${list.join(', ')}${takes.files > list.length ? ' …' : ''}` });
}

/** The chart of all layers, with its figures as alt text. */
export function layersPictureMessage(
  locale: Locale,
  guild: string,
  layers: readonly DrawnLayer[],
  png: Buffer | null,
): Message {
  const lines = layers.map(({ line, written, size }) =>
    say(locale, 'drawn', { line, written, size: size?.said ?? '' }).trimEnd(),
  );
  const shown =
    png === null
      ? [text(`${say(locale, 'noPicture')}\n${codeBlock(lines, '', 1_200)}`)]
      : gallery(png, pictureName, lines.join('; '));
  return {
    components: [
      container('calm', shown),
      row([
        button({ kind: 'layers', guild }, say(locale, 'steps')),
        button({ kind: 'compare', guild }, say(locale, 'compare')),
      ]),
    ],
    ...pictureFile(png, pictureName),
  };
}

/** The chart's data for a step. `bytes`: the measured size of its layer, if known. */
export const drawnLayer = (locale: Locale, step: LayerStep, bytes: number | undefined): DrawnLayer => ({
  line: step.line,
  written: step.written,
  kind: kindOf(step),
  size: bytes === undefined ? null : { bytes, said: byteSize(locale, bytes) },
});

function kindOf({ keyword, makesLayer, sourceSince }: LayerStep): DrawnLayer['kind'] {
  if (!makesLayer && keyword !== 'FROM') return 'note';
  return sourceSince === null ? 'kept' : 'again';
}
