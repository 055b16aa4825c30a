import { contentOf, type Details } from './details-blocks.ts';

/** What one `<details>` block gives as a hint. */
export interface Hint {
  /** The TODOs that it names; empty for a hint without a number. */
  readonly numbers: readonly number[];
  readonly title: string;
  readonly markdown: string;
  readonly line: number;
}

/**
 * The TODOs that a summary names: `Hint for TODO 3 (…)`, `TODO 3`, `Hint 3`, `Hint #3 — …`, `TODOs 3 and 4`.
 * A number elsewhere (`Hint for Python 3`) names none.
 */
function numbersIn(summary: string): readonly number[] {
  const several = /\bTODOs\s*(\d+(?:(?:\s+|\s*,\s*(?:and\s*)?|\s*(?:and|&|\+)\s*)\d+)*)/i.exec(summary)?.[1];
  if (several !== undefined) return [...several.matchAll(/\d+/g)].map((match) => Number(match[0]));
  const one =
    /\bTODO\s*(?:[-#(№:]\s*)?(\d{1,4})(?![\w]|\.\d)/i.exec(summary) ??
    /\bhints?\s*(?:for\s*)?(?:(?:step|task|exercise|number|no\.?)\s*)?(?:[-#(№:]\s*)?(\d{1,4})(?![\w]|\.\d)/i.exec(
      summary,
    );
  return one?.[1] === undefined ? [] : [Number(one[1])];
}

/** What a summary says besides the number: `Hint for TODO 1 (Install uv)` → `Install uv`. */
export function titleIn(summary: string): string {
  const rest = summary
    .replace(/\bTODOs?\s*(?:[-#(№:]\s*)?\d+(?:\s*\))?/i, ' ')
    .replace(/^\s*hints?\b\s*(?:for\b\s*)?(?:(?:[-#(№:]\s*)?\d+)?/i, ' ')
    .trim()
    .replace(/^[\s:.\-–—]+|(?<![\s:\-–—])[\s:\-–—]+$/g, '');
  return /^\((.*)\)$/.exec(rest)?.[1]?.trim() ?? rest;
}

/** The hints of a text's blocks. A block that only holds other hints is none itself. */
export function hintsIn(source: string, blocks: readonly Details[]): readonly Hint[] {
  return blocks.flatMap((block) => hintsOf(source, block, []));
}

function hintsOf(source: string, block: Details, outside: readonly number[]): readonly Hint[] {
  const numbers = numbersIn(block.summary);
  const own = [...outside, ...numbers];
  // A block inside that names other TODOs is a hint of its own; any other belongs to what surrounds it.
  const apart = block.inner.filter((inner) => namesOthers(inner, own));
  const inner = apart.flatMap((details) => hintsOf(source, details, own));
  const markdown = contentOf(source, block, apart);
  if (numbers.length === 0 && inner.length > 0) return inner;
  return [{ numbers, title: block.summary, markdown, line: block.line }, ...inner];
}

function namesOthers(block: Details, known: readonly number[]): boolean {
  return (
    numbersIn(block.summary).some((n) => !known.includes(n)) ||
    block.inner.some((inner) => namesOthers(inner, known))
  );
}
