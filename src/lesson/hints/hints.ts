import { type HintLabel, hintLabel, leadingHint, type TaskName } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import { contentOf, type HelpBlock } from '../markup/help-block.ts';
import { type HintPart, hintParts } from './hint-parts.ts';

/** One hint, as found in a block of help. */
export interface Hint {
  /** The tasks that it names; empty for a hint without a number. */
  readonly names: readonly TaskName[];
  readonly says: HintLabel['says'];
  /** Whether it contains hints for several tasks without saying which is for which. */
  readonly several: boolean;
  readonly title: string;
  /** The title without the number: `Hint for TODO 1 (Install uv)` → `Install uv`. */
  readonly about: string;
  readonly markdown: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The hints in a tree of blocks. A block that only contains other hints is not one itself. */
export function hintsIn(source: string, blocks: readonly HelpBlock[]): readonly Hint[] {
  return blocks.flatMap((block) => hintsOf(source, block, []));
}

function hintsOf(source: string, block: HelpBlock, outside: readonly string[]): readonly Hint[] {
  const label = labelOf(block);
  const own = [...outside, ...label.names.map(keyOf)];
  // An inner block that names other TODOs is a separate hint; any other is part of the surrounding one.
  const named = block.inner.filter((inner) => namesOthers(inner, own));
  // Next to an inner block that names its TODO, unnumbered ones are assigned by their titles.
  const holdsAll = label.names.length === 0 && (label.plural || named.length > 0);
  const apart = holdsAll ? block.inner : named;
  const inner = apart.flatMap((details) => hintsOf(source, details, own));
  const { says } = label;
  if (label.names.length === 0 && inner.length > 0) return inner;
  const content = contentOf(source, block, apart);
  const names = label.names.length > 0 || label.title !== '' ? label.names : namedInside(content);
  // If there is no text below the title, the title is the hint.
  const markdown = content === '' && block.kind !== 'details' ? label.title : content;
  const { line, column, start: offset } = block;
  const parts = partsOf(block, label, names, markdown);
  if (parts.length > 0)
    return [
      ...parts.map(({ name, markdown: part, row }): Hint => {
        const at = line + lineBreaks(source, block, content) + row;
        const said = says === 'nothing' ? 'hint' : says;
        return {
          names: [name],
          says: said,
          several: false,
          title: block.summary,
          about: '',
          markdown: part,
          line: at,
          column,
          offset,
        };
      }),
      ...inner,
    ];
  return [
    {
      names,
      says,
      several: label.plural,
      title: block.summary,
      about: label.title,
      markdown,
      line,
      column,
      offset,
    },
    ...inner,
  ];
}

/** The hints for several tasks that one block gives line by line. */
function partsOf(
  { kind, summary }: HelpBlock,
  label: HintLabel,
  names: readonly TaskName[],
  markdown: string,
): readonly HintPart[] {
  // `Hints for part 1` has one line for each task of that part.
  const isOfPart = label.names.every(({ word }) => word === 'part');
  if (isOfPart) return label.names.length > 0 || names.length < 2 ? hintParts(markdown) : [];
  // Consecutive lines of one paragraph.
  return label.names.length === 1 && kind !== 'details'
    ? hintParts(`${summary.trimEnd().replace(/:$/, '')}: ${markdown}`, true)
    : [];
}

/** The number of lines from the start of a block to its text. */
function lineBreaks(source: string, { start, contentStart, contentEnd }: HelpBlock, content: string): number {
  const [first = ''] = content.split('\n', 1);
  const at = source.indexOf(first.trim(), contentStart);
  const to = at === -1 || at > contentEnd ? contentStart : at;
  return source.slice(start, to).split('\n').length - 1;
}

/** The tasks named at the start of a block with a general title such as `Tip`: `**Hint for TODO 1:** …`, `For TODO 2, see …`. */
function namedInside(content: string): readonly TaskName[] {
  const [first = ''] = content.split('\n', 1);
  const lead = leadingHint(first);
  if (lead !== null) return lead.label.names;
  const label = taskLabel(
    first.replace(/^[^\p{L}\p{N}]{0,6}(?:for|pour|on|sur) (?:the |le |la |l['’])?/iu, ''),
  );
  return label?.number == null ? [] : [{ word: label.word, number: label.number }];
}

function namesOthers(block: HelpBlock, known: readonly string[]): boolean {
  return (
    labelOf(block).names.some((name) => !known.includes(keyOf(name))) ||
    block.inner.some((inner) => namesOthers(inner, known))
  );
}

const keyOf = ({ number }: TaskName): string => number;

/** The label of a block. Under `## Hints` the label may be just the number, or the task's title. */
function labelOf(block: HelpBlock): HintLabel {
  const label = hintLabel(block.summary);
  if (block.kind === 'tip') return { ...label, says: label.says === 'hint' ? 'hint' : 'tip' };
  if (block.kind === 'details') return label;
  if (label.names.length > 0) return { ...label, says: 'hint' };
  const number = /^[^\p{L}\p{N}]{0,3}(\d{1,3}(?:\.\d{1,3})?(?:\.?[a-z])?)(?![\p{L}\p{N}])/u.exec(
    block.summary,
  )?.[1];
  const names = block.kind === 'listed' && number !== undefined ? [{ word: null, number }] : [];
  const title = names.length > 0 ? label.title : (taskLabel(block.summary)?.title ?? label.title);
  return { ...label, says: 'hint', names, title };
}
