import { readRegularExpression } from './reader.ts';
import type { Flavour, PatternNode } from './syntax.ts';

/**
 * Patterns as grep, sed and similar programs match them. Matching follows all states at once, so that no pattern from a student can make it
 * slow.
 */
export interface Pattern {
  readonly states: readonly State[];
  /** The index of the start state. */
  readonly start: number;
}

type State =
  | { readonly kind: 'end' }
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'place'; readonly holds: (line: string, at: number) => boolean; readonly next: number }
  | { readonly kind: 'fork'; readonly nexts: readonly number[] };

/** Limit on states; no realistic pattern needs as many. */
const mostStates = 1_000;

/** Compiles a pattern; null when it is refused or uses unsupported features. */
export function readPattern(text: string, flavour: Flavour): Pattern | null {
  const reading = readRegularExpression(text, flavour);
  return reading.kind === 'read' ? patternOf(reading.node) : null;
}

/** Compiles a parsed pattern; `folds` ignores case. */
export function patternOf(node: PatternNode, folds = false): Pattern | null {
  const states: State[] = [{ kind: 'end' }];
  const start = addStates(states, node, 0, folds);
  return start === null ? null : { states, start };
}

/** Adds the states of a node, which continue at `next`, and returns the index of its first state; null when it is not supported. */
function addStates(states: State[], node: PatternNode, next: number, folds: boolean): number | null {
  if (states.length > mostStates) return null;
  const add = (state: State): number => states.push(state) - 1;
  switch (node.kind) {
    case 'unfollowed':
      return null;
    case 'place':
      return add({ kind: 'place', holds: node.holds, next });
    case 'character': {
      const { matches } = node;
      const either = (each: string): boolean => matches(each.toLowerCase()) || matches(each.toUpperCase());
      return add({ kind: 'character', matches: folds ? either : matches, next });
    }
    case 'sequence':
      return node.parts.reduceRight<number | null>(
        (after, part) => (after === null ? null : addStates(states, part, after, folds)),
        next,
      );
    case 'choice': {
      const nexts = node.options.map((option) => addStates(states, option, next, folds));
      return nexts.every((each) => each !== null) ? add({ kind: 'fork', nexts }) : null;
    }
    case 'repeat':
      return addRepeat(states, node, next, folds);
  }
}

function addRepeat(
  states: State[],
  { body, least, most }: Extract<PatternNode, { kind: 'repeat' }>,
  next: number,
  folds: boolean,
): number | null {
  let at: number | null = next;
  if (most === Number.POSITIVE_INFINITY) {
    const nexts = [next];
    const loop = states.push({ kind: 'fork', nexts }) - 1;
    const again = addStates(states, body, loop, folds);
    if (again === null) return null;
    nexts.push(again);
    at = loop;
  } else {
    for (let times = least; times < most && at !== null; times += 1) {
      const once: number | null = addStates(states, body, at, folds);
      at = once === null ? null : states.push({ kind: 'fork', nexts: [once, next] }) - 1;
    }
  }
  for (let times = 0; times < least && at !== null; times += 1) {
    const before = states.length;
    at = addStates(states, body, at, folds);
    // The repeated part adds no states, so further repetitions change nothing.
    if (states.length === before) break;
  }
  return at;
}

/** Whether matching all lines of a text stays within a reasonable cost. */
export const isCheap = ({ states }: Pattern, text: string): boolean => {
  let cost = 0;
  for (const line of text.split('\n')) cost += line.length * line.length * states.length;
  return cost < 4_000_000;
};

/** The first match in a line from a position on, as long as possible; null when there is none. */
export function match(
  pattern: Pattern,
  line: string,
  from = 0,
): { readonly start: number; readonly end: number } | null {
  for (let start = from; start <= line.length; start += 1) {
    const end = longest(pattern, line, start);
    if (end !== null) return { start, end };
  }
  return null;
}

function longest({ states, start }: Pattern, line: string, from: number): number | null {
  let reached = reachable(states, [start], line, from);
  let found: number | null = null;
  for (let at = from; ; at += 1) {
    if (reached.has(0)) found = at;
    if (at >= line.length || reached.size === 0) return found;
    const nexts: number[] = [];
    for (const each of reached) {
      const state = states[each];
      if (state?.kind === 'character' && state.matches(line[at] ?? '')) nexts.push(state.next);
    }
    reached = reachable(states, nexts, line, at + 1);
  }
}

/** States that can be reached without consuming a character. */
function reachable(
  states: readonly State[],
  from: readonly number[],
  line: string,
  at: number,
): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [...from];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (found.has(each)) continue;
    found.add(each);
    const state = states[each];
    if (state?.kind === 'fork') open.push(...state.nexts);
    else if (state?.kind === 'place' && state.holds(line, at)) open.push(state.next);
  }
  return found;
}
