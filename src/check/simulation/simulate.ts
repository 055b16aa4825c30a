import { mostExpanded } from '../dockerfile/bounds.ts';
import { type BuildError, buildError } from '../dockerfile/build-error.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import { type Dockerfile, mostInstructions } from '../dockerfile/parse.ts';
import { type Swallowed, separateSwallowed } from '../dockerfile/swallowed.ts';
import type { ShellParser } from '../shell/syntax.ts';
import {
  type BuildState,
  machineFor,
  noteOutgrown,
  type RanCommand,
  recordStep,
  type Step,
  Substitution,
} from './build/build.ts';
import type { DockerBuildOptions } from './build/build-options.ts';
import { beginStage, forgetUnbuilt } from './build/built-stages.ts';
import type { BuildContext } from './build/context.ts';
import { imaginedStage, needsBase } from './build/imagined-stage.ts';
import type { SimulatedEvent } from './events.ts';
import type { SimulatedFailure } from './failures.ts';
import { baseImage } from './image/base-image.ts';
import { newStage, reachable, type Stage } from './image/stage.ts';
import { declareGlobalArg, predefined, stageNames, startStage } from './instructions/from.ts';
import { carryOut, refusals } from './instructions/instruction.ts';
import { ProgramRunner } from './programs/run-program.ts';
import type { Project } from './project.ts';
import { mostSteps } from './shell/interpret.ts';
import { type Machine, unknown } from './shell/machine.ts';
import type { ReadScript } from './shell/read-script.ts';
import { type Start, startContainer } from './start.ts';
import type { Tools } from './tools.ts';

/** A build as it would go, step by step, and the container's start after it. */
export interface Simulation {
  readonly steps: readonly Step[];
  readonly stages: readonly Stage[];
  readonly final: Stage | null;
  /** Null when there is no stage to start. */
  readonly start: Start | null;
  /** Files of the build context, by their paths there, that a step or the start has rewritten in the image. */
  readonly rewritten: ReadonlySet<string>;
  readonly events: readonly SimulatedEvent[];
  /** What ends the build or the start, for certain. */
  readonly failures: readonly SimulatedFailure[];
  /** What Docker refuses once it puts the instructions to work. */
  readonly errors: readonly BuildError[];
  /** Commands of RUN steps, as far as their words are known. */
  readonly commands: readonly RanCommand[];
  /** RUN lines and scripts of the image that were run, as they were read. */
  readonly scripts: readonly ReadScript[];
  /** Images that COPY --from and mounts name. */
  readonly images: readonly { readonly image: string; readonly line: number }[];
  /** Instructions that a stray backslash has made a part of another. */
  readonly swallowed: readonly Swallowed[];
  readonly fromVariables: readonly { readonly line: number; readonly name: string }[];
}

/** Characters of shell that one check reads in all. */
const shellBudget = 12 * 1024;

/** Files that all COPYs of one check may carry, a generous project copied some hundred times. */
const mostCopied = 20_000;

export interface SimulationInput {
  readonly dockerfile: Dockerfile;
  /** The Dockerfile's text. */
  readonly source: string;
  readonly options: DockerBuildOptions;
  readonly project: Project;
  readonly context: BuildContext;
  readonly parseShell: ShellParser;
  readonly tools: Tools;
  /** Called with the place of each instruction, and with the script before the start. */
  readonly at?: (place: { readonly file: string; readonly line: number | null }) => void;
  /** Called after each instruction, while its stage is as it left it. */
  readonly onStep?: (step: Step) => void;
}

/** Runs a Dockerfile symbolically. Pure: the same input gives the same simulation. */
export function simulate(input: SimulationInput): Simulation {
  const run: BuildState = {
    ...input,
    host: new ProgramRunner(input.tools),
    stages: [],
    began: [],
    steps: [],
    events: [],
    failures: [],
    errors: { stages: [], commands: [], dispatch: [] },
    commands: [],
    scripts: [],
    images: [],
    names: stageNames(input.dockerfile),
    fromVariables: [],
    caches: new Map(),
    global: new Map([...predefined, ['TARGETSTAGE', 'default']]),
    budget: { steps: mostSteps, shell: shellBudget, files: mostCopied, text: mostExpanded, asleep: 0 },
  };
  // Where the file is taken as it was meant, a stray backslash is reported separately.
  const { instructions, swallowed } =
    !input.options.asMeant || input.dockerfile.lines.escape !== '\\'
      ? { instructions: input.dockerfile.instructions, swallowed: [] }
      : separateSwallowed(input.dockerfile.instructions, input.source);
  const { assumedBase, script } = input.options;
  if (assumedBase !== null && needsBase(instructions)) {
    beginStage(run, newStage(0, null, instructions[0]?.line ?? 1, baseImage(input.tools, assumedBase), null));
  }
  for (const instruction of instructions) {
    input.at?.({ file: input.project.dockerfile, line: instruction.line });
    simulateInstruction(run, instruction);
    const step = run.steps.at(-1);
    if (step !== undefined) input.onStep?.(step);
  }
  const final = targeted(run) ?? run.stages.at(-1) ?? imaginedStage(run);
  if (final !== null && run.stages.length > 1) forgetUnbuilt(run, reachable(final));
  input.at?.({ file: script, line: null });
  const start =
    final === null ? null : startContainer(containerFor(run, final), run.failures, input.context, script);
  return {
    steps: run.steps,
    stages: run.stages,
    final,
    start,
    rewritten: rewrittenFiles(run, final),
    events: run.events,
    failures: run.failures,
    errors: [...run.errors.stages, ...run.errors.commands, ...run.errors.dispatch],
    commands: run.commands,
    scripts: run.scripts,
    images: run.images,
    swallowed,
    fromVariables: run.fromVariables,
  };
}

/** A container of the last stage, with the variables that it is given. */
function containerFor(run: BuildState, final: Stage): Machine {
  const machine = machineFor(run, final, 'start', 0);
  for (const [name, value] of Object.entries(run.options.environment)) machine.env.set(name, value);
  return machine;
}

/** The files of the build context that the built stages have rewritten. */
function rewrittenFiles({ stages }: BuildState, final: Stage | null): ReadonlySet<string> {
  if (final === null) return new Set();
  const built = reachable(final);
  return new Set(stages.filter((stage) => built.has(stage)).flatMap(({ files }) => [...files.rewritten]));
}

/** The stage that `docker build --target` names. */
const targeted = ({ options, stages }: BuildState): Stage | undefined => {
  const target = options.target?.toLowerCase() ?? null;
  return target === null
    ? undefined
    : stages.find(({ name, index }) => name === target || String(index) === target);
};

/** Instructions that one check carries out, with those that ONBUILD repeats. */
const mostCarriedOut = 2 * mostInstructions;

/** What ONBUILD of the stage before has left for the one that begins: it is done at once, and not left any further. */
function pullTriggers(run: BuildState): void {
  const stage = run.stages.at(-1);
  for (const trigger of stage?.parent?.triggers ?? []) {
    if (run.steps.length < mostCarriedOut) simulateInstruction(run, trigger);
    else if (stage !== undefined) unknown(machineFor(run, stage, 'build', trigger.line), 'ONBUILD');
  }
}

function simulateInstruction(run: BuildState, instruction: Instruction): void {
  if (instruction.keyword === null || instruction.error !== null) {
    if (instruction.keyword === 'from' && instruction.args[0] !== undefined) startStage(run, instruction);
    else recordStep(run, instruction, run.stages.at(-1) ?? null, null, []);
    return;
  }
  if (instruction.keyword === 'from') {
    startStage(run, instruction);
    pullTriggers(run);
    return;
  }
  const stage = run.stages.at(-1);
  if (stage === undefined) {
    if (instruction.keyword === 'arg') declareGlobalArg(run, instruction);
    recordStep(run, instruction, null, null, []);
    return;
  }
  const words = new Substitution(stage, run.dockerfile.lines.escape, run.budget);
  const before = { workdir: stage.workdir, user: stage.user };
  const shell = stage.shell !== null;
  const firstWorkdir = instruction.keyword === 'workdir' && !stage.workdirSet;
  const { copied, values, sources } = carryOut(run, stage, instruction, words);
  if (words.outgrown) noteOutgrown(run, instruction);
  if (words.error !== null) {
    run.errors.dispatch.push(buildError('BadSubstitution', instruction.line, words.error, {}));
  } else run.errors.dispatch.push(...refusals(instruction, values, words));
  run.steps.push({
    instruction,
    stage,
    ...before,
    copied,
    undefinedVariables: [...words.undefinedVariables],
    values,
    sources,
    shell,
    firstWorkdir,
  });
}
