import { bounded } from '../../dockerfile/bounds.ts';
import type { BuildError } from '../../dockerfile/build-error.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import type { Dockerfile } from '../../dockerfile/parse.ts';
import { unknownText } from '../../dockerfile/unknown-text.ts';
import type { ExpansionOptions, VariableLookup } from '../../dockerfile/variable-reader.ts';
import { type Expansion, expandWord } from '../../dockerfile/variables.ts';
import type { ShellParser } from '../../shell/syntax.ts';
import type { SimulatedEvent } from '../events.ts';
import type { SimulatedFailure } from '../failures.ts';
import type { Stage } from '../image/stage.ts';
import type { CopyResult } from '../instructions/copy-files.ts';
import type { Caches } from '../instructions/covering-mounts.ts';
import type { Project } from '../project.ts';
import { dialectOf, type Machine, type ProgramHost } from '../shell/machine.ts';
import type { ReadScript } from '../shell/read-script.ts';
import { newShell } from '../shell/shell-state.ts';
import { newStream } from '../shell/streams.ts';
import type { Tools } from '../tools.ts';
import type { Budget } from './budget.ts';
import type { DockerBuildOptions } from './build-options.ts';
import type { BuildContext } from './context.ts';

/** One instruction and its effects. */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: Stage | null;
  /** WORKDIR and USER before the instruction ran. */
  readonly workdir: string;
  readonly user: string;
  readonly copied: CopyResult | null;
  /** Variables that it uses but that are not set. */
  readonly undefinedVariables: readonly string[];
  /** Its arguments after variable substitution; empty if it takes none. */
  readonly values: readonly string[];
  /** Context paths named by COPY or ADD, after substitution. */
  readonly sources: readonly string[];
  /** Whether a SHELL instruction precedes it. */
  readonly shell: boolean;
  /** Whether it is the first WORKDIR of its stage and that stage's parents. */
  readonly firstWorkdir: boolean;
}

/** A command of a RUN step. */
export interface RanCommand {
  readonly words: readonly string[];
  readonly line: number;
  readonly stage: Stage;
}

/** A simulation in progress: its inputs, the state so far, and the findings. */
export interface BuildState {
  readonly options: DockerBuildOptions;
  readonly project: Project;
  readonly context: BuildContext;
  readonly parseShell: ShellParser;
  readonly tools: Tools;
  readonly host: ProgramHost;
  readonly dockerfile: Dockerfile;
  readonly stages: Stage[];
  /** Counts of failures, events and refusals at the beginning of each stage. */
  readonly began: RecordedSoFar[];
  readonly steps: Step[];
  readonly events: SimulatedEvent[];
  readonly failures: SimulatedFailure[];
  /** Grouped by the BuildKit pass that reports them: stages first, then commands, then dispatch, one stage after another. */
  readonly errors: Readonly<Record<'stages' | 'commands' | 'dispatch', BuildError[]>>;
  readonly commands: RanCommand[];
  readonly scripts: ReadScript[];
  readonly images: { image: string; line: number }[];
  readonly names: readonly { readonly name: string | null }[];
  readonly fromVariables: { line: number; name: string }[];
  readonly global: Map<string, string | null>;
  /** Contents of the builder's cache mounts, by cache id. */
  readonly caches: Caches;
  readonly budget: Budget;
}

/** Number of failures, events and refusals recorded so far. */
interface RecordedSoFar {
  readonly failures: number;
  readonly events: number;
  readonly refusals: number;
}

const none: ReadonlySet<string> = new Set();

export function machineFor(run: BuildState, stage: Stage, phase: 'build' | 'start', line: number): Machine {
  const file = run.project.dockerfile;
  return {
    phase,
    stage,
    project: run.project,
    parseShell: run.parseShell,
    host: run.host,
    events: run.events,
    failures: [],
    fatal: run.failures,
    env: new Map(phase === 'build' ? stage.env : stage.runEnv),
    variablesUnfollowed: false,
    marks: new Map(),
    setAt: new Map([...stage.envLines].map(([name, at]) => [name, { file, line: at }])),
    cwd: stage.workdir,
    user: stage.user,
    place: { file, line },
    args: [],
    name: 'sh',
    certain: true,
    dialect: dialectOf({ stage }, stage.shell?.[0] ?? '/bin/sh'),
    errexit: false,
    pipefail: false,
    final: true,
    allexport: true,
    nounset: false,
    locals: null,
    sourced: false,
    exec: false,
    direct: false,
    background: false,
    shell: newShell(),
    out: null,
    input: newStream(),
    descriptors: new Map(),
    functions: new Map(),
    exportedFunctions: none,
    arrays: new Map(),
    shopt: none,
    constants: none,
    depth: 0,
    inside: [],
    sourceSince: stage.sourceSince,
    commands: run.commands,
    scripts: run.scripts,
    cacheMounts: [],
    budget: run.budget,
  };
}

/** Whether variables made a text longer than the simulation tracks. Literal text is never longer than the file. */
export const outgrows = ({ text, matched, tooLong }: Expansion): boolean =>
  tooLong || (matched.size > 0 && bounded(text) !== text);

/** Variables that double each other can exceed the size limit of an image's configuration. Whether they do is unknown. */
export function noteOutgrown(run: BuildState, { line, keyword }: Instruction): void {
  const at = { file: run.project.dockerfile, line };
  const doubt = { of: 'command', what: `${keyword} with a very long value` } as const;
  run.events.push({ kind: 'unknown', at, phase: 'build', doubt });
}

/** Replaces variables in an instruction's words and collects the names of unset ones. */
export class Substitution {
  readonly undefinedVariables = new Set<string>();
  error: string | null = null;
  /** Variables made a word longer than the simulation tracks, so the size of the image's configuration is unknown. */
  outgrown = false;
  private readonly stage: Stage;
  private readonly escapeMark: string;
  private readonly budget: Budget;

  constructor(stage: Stage, escapeMark: string, budget: Budget) {
    this.stage = stage;
    this.escapeMark = escapeMark;
    this.budget = budget;
  }

  readonly lookup: VariableLookup = (name) => {
    const value = this.stage.env.get(name);
    if (value !== undefined) return value;
    return this.stage.base.env === null && !this.stage.declared.has(name) ? unknownText : null;
  };

  word(text: string): string {
    return this.read(text, { escape: this.escapeMark });
  }

  /** Expands a text and splits it into words. */
  split(text: string): readonly string[] {
    if (this.budget.text < 0) return [];
    const { text: result, words, error } = expandWord(text, this.lookup, {});
    if (error !== null) this.error ??= error;
    this.budget.text -= result.length;
    return words;
  }

  /** Expands a heredoc's text, in which quotes are literal. */
  plain(text: string): string {
    return this.read(text, { plainQuotes: true });
  }

  private read(text: string, options: ExpansionOptions): string {
    // The text of a heredoc goes into a file or a script, not into the image's configuration.
    const configures = options.plainQuotes !== true;
    if (this.budget.text < 0) {
      this.outgrown ||= configures;
      return unknownText;
    }
    const expansion = expandWord(text, this.lookup, options);
    const { text: result, unmatched, error } = expansion;
    this.outgrown ||= configures && outgrows(expansion);
    for (const name of unmatched) if (!this.stage.declared.has(name)) this.undefinedVariables.add(name);
    if (error !== null) this.error ??= error;
    this.budget.text -= result.length;
    return result;
  }
}

export function recordStep(
  run: BuildState,
  instruction: Instruction,
  stage: Stage | null,
  copied: CopyResult | null,
  values: readonly string[],
): void {
  run.steps.push({
    instruction,
    stage,
    workdir: stage?.workdir ?? '/',
    user: stage?.user ?? '',
    copied,
    undefinedVariables: [],
    values,
    sources: [],
    shell: false,
    firstWorkdir: false,
  });
}

/** The result of an instruction. */
export interface InstructionOutcome {
  readonly copied: CopyResult | null;
  readonly values: readonly string[];
  readonly sources: readonly string[];
}

export const noOutcome: InstructionOutcome = { copied: null, values: [], sources: [] };
