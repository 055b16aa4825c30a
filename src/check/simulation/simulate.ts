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

/** The predicted build, step by step, and the container start that follows. */
export interface Simulation {
  readonly steps: readonly Step[];
  readonly stages: readonly Stage[];
  readonly final: Stage | null;
  /** Null if there is no stage to start. */
  readonly start: Start | null;
  /** Context paths of files whose copies in the image were overwritten by a step or at the start. */
  readonly rewritten: ReadonlySet<string>;
  readonly events: readonly SimulatedEvent[];
  /** Failures that are certain to end the build or the start. */
  readonly failures: readonly SimulatedFailure[];
  /** Errors that Docker reports when it converts or runs the instructions, after parsing. */
  readonly errors: readonly BuildError[];
  /** Commands of RUN steps, with as much of their words as is known. */
  readonly commands: readonly RanCommand[];
  /** RUN lines and scripts of the image that were run, in parsed form. */
  readonly scripts: readonly ReadScript[];
  /** Images that COPY --from and mounts refer to. */
  readonly images: readonly { readonly image: string; readonly line: number }[];
  /** Instructions that a stray backslash has joined to the one above. */
  readonly swallowed: readonly Swallowed[];
  readonly fromVariables: readonly { readonly line: number; readonly name: string }[];
}

/** Maximum number of characters of shell code read per check. */
const shellBudget = 12 * 1024;

/** Maximum number of files that all COPYs of one check may copy in total: enough to copy a large project a few hundred times. */
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
  /** Called with the location of each instruction, and with the start script's before the start. */
  readonly at?: (place: { readonly file: string; readonly line: number | null }) => void;
  /** Called after each instruction, before the next one changes the stage. */
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
  // `asMeant` repairs stray backslashes and simulates the intended instructions; the backslash itself is reported separately.
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

/** Creates a container of the final stage with the environment of `docker run`. */
function containerFor(run: BuildState, final: Stage): Machine {
  const machine = machineFor(run, final, 'start', 0);
  for (const [name, value] of Object.entries(run.options.environment)) machine.env.set(name, value);
  return machine;
}

/** Context paths of files that were overwritten in any stage that is actually built. */
function rewrittenFiles({ stages }: BuildState, final: Stage | null): ReadonlySet<string> {
  if (final === null) return new Set();
  const built = reachable(final);
  return new Set(stages.filter((stage) => built.has(stage)).flatMap(({ files }) => [...files.rewritten]));
}

/** The stage named by `docker build --target`. */
const targeted = ({ options, stages }: BuildState): Stage | undefined => {
  const target = options.target?.toLowerCase() ?? null;
  return target === null
    ? undefined
    : stages.find(({ name, index }) => name === target || String(index) === target);
};

/** Maximum number of instructions simulated per check, including those added by ONBUILD. */
const mostCarriedOut = 2 * mostInstructions;

/** Runs the parent stage's ONBUILD instructions at the beginning of a new stage. They are not inherited any further. */
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
