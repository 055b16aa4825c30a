import { type Checker, type CheckInput, type Inspector, openChecker, openInspector } from '../check.ts';
import type { RuleContext } from '../rules/rule.ts';
import { type BaseComparison, compareBases } from './bases.ts';
import { type BugHunt, type HuntAttempt, judgeAttempt, plantBug } from './hunt.ts';
import { type LayerStep, LayerWalk } from './layers.ts';
import { type QuizQuestion, quizOf } from './quiz.ts';
import { forecastRebuild, type RebuildForecast } from './rebuild.ts';
import { type ContextXray, effectOfLine, type LineEffect, xrayOf } from './xray.ts';

/** Where a build ends early: an unreadable line, a failed step, no Dockerfile, or one with no step or too many (`unknown`). */
export interface BuildStop {
  readonly kind: 'unread' | 'step' | 'absent' | 'unknown';
  readonly line: number;
}

/** Questions about a student's files (`given`) and their answers (`found`). Plain data: it crosses processes. */
export interface Insights {
  readonly xray: { readonly given: Record<string, never>; readonly found: ContextXray };
  readonly line: { readonly given: { readonly text: string }; readonly found: LineEffect };
  readonly layers: {
    readonly given: Record<string, never>;
    readonly found: {
      readonly steps: readonly LayerStep[];
      readonly stop: BuildStop | null;
      readonly isCut: boolean;
    };
  };
  readonly rebuild: {
    /** Index into the forecast's `choices`; an index out of range means the first. */
    readonly given: { readonly file: number };
    readonly found: { readonly forecast: RebuildForecast | null; readonly stop: BuildStop | null };
  };
  readonly bases: {
    readonly given: Record<string, never>;
    readonly found: { readonly comparison: BaseComparison | null; readonly stop: BuildStop | null };
  };
  readonly quiz: { readonly given: { readonly seed: string }; readonly found: readonly QuizQuestion[] };
  readonly hunt: {
    readonly given: { readonly seed: string; readonly round: number };
    readonly found: BugHunt | null;
  };
  readonly attempt: {
    readonly given: { readonly seed: string; readonly round: number; readonly text: string };
    readonly found: HuntAttempt | null;
  };
}
export type InsightKind = keyof Insights;

/** Answers one question about a student's files. */
export type Insight = <Kind extends InsightKind>(
  kind: Kind,
  given: Insights[Kind]['given'],
  input: CheckInput,
) => Insights[Kind]['found'];

type Answers = {
  readonly [Kind in InsightKind]: (
    input: CheckInput,
    given: Insights[Kind]['given'],
    readers: { readonly inspect: Inspector; readonly check: Checker },
  ) => Insights[Kind]['found'];
};

const answers: Answers = {
  xray: (input, _given, { inspect }) => xrayOf(inspect(input), input.tree),
  line: (input, { text }, { inspect }) => effectOfLine(inspect(input), input.tree, text),
  layers: (input, _given, { inspect }) => {
    const walk = new LayerWalk();
    const context = inspect({ ...input, onStep: walk.see });
    return { steps: walk.steps, stop: stopOf(context), isCut: walk.isCut };
  },
  rebuild: (input, { file }, { inspect }) => {
    const context = inspect(input);
    const first = forecastRebuild(context, null);
    const chosen = first?.choices[file] ?? null;
    return { forecast: chosen === null ? first : forecastRebuild(context, chosen), stop: stopOf(context) };
  },
  bases: (input, _given, { inspect, check }) => {
    const context = inspect(input);
    return { comparison: compareBases(context, check, input), stop: stopOf(context) };
  },
  quiz: (input, { seed }, { inspect }) => quizOf(inspect(input), input.tree, seed),
  hunt: (input, { seed, round }, { check }) => plantBug(check, input, seed, round),
  attempt: (input, given, { check }) => judgeAttempt(check, input, given),
};

/** Creates an {@link Insight}. It is asynchronous only because the shell's grammar is WebAssembly. */
export async function openInsights(): Promise<Insight> {
  const [inspect, check] = await Promise.all([openInspector(), openChecker()]);
  return (kind, given, input) => answers[kind](input, given, { inspect, check });
}

/** What stops the build before its last step; null if nothing does. */
function stopOf({ dockerfile, sent, simulation }: RuleContext): BuildStop | null {
  if (!sent.dockerfile) return { kind: 'absent', line: 1 };
  const error = [...dockerfile.errors, ...simulation.errors][0];
  if (error !== undefined) return { kind: 'unread', line: error.line };
  if (dockerfile.tooMany || simulation.steps.length === 0) return { kind: 'unknown', line: 1 };
  const failed = simulation.failures.find(({ phase }) => phase === 'build');
  return failed === undefined ? null : { kind: 'step', line: failed.at.line };
}
