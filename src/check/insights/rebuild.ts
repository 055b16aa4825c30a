import { quoted } from '../dockerfile/text.ts';
import { withoutSecrets } from '../model/secrets.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Step } from '../simulation/build/build.ts';
import type { Stage } from '../simulation/image/stage.ts';
import { readMount } from '../simulation/instructions/refusals.ts';
import { makesLayer } from './layers.ts';
import type { IgnoreLine } from './xray.ts';

/** Why a step of the second build runs again, or comes from the cache (`kept`). */
type RebuildCause =
  /** The step uses the edited file. */
  | { readonly kind: 'takes' }
  /** An earlier step, on that line, runs again. */
  | { readonly kind: 'after'; readonly line: number }
  /** It uses files from a stage that is rebuilt, and runs again if they have changed. */
  | { readonly kind: 'stage'; readonly line: number }
  | { readonly kind: 'kept' };

export interface RebuiltStep {
  readonly line: number;
  readonly written: string;
  /** Whether the step runs again; null if unknown. */
  readonly again: boolean | null;
  readonly cause: RebuildCause;
}

/** What a second build does after an edit of one file. */
export interface RebuildForecast {
  readonly edited: string;
  /** Files that the student can choose to edit, including `edited`. */
  readonly choices: readonly string[];
  /** The line of .dockerignore that excludes the file, so that no step runs again; null if none does. */
  readonly hiddenBy: IgnoreLine | null;
  /** Steps that create a layer, in stages that are built. */
  readonly steps: readonly RebuiltStep[];
}

/** The limit of a Discord menu, minus one for `none of them`. */
const mostSteps = 24;

/** Predicts which steps run again after an edit of `chosen`, or of the first choice if it is not one. Null if there is no file to edit. */
export function forecastRebuild(context: RuleContext, chosen: string | null): RebuildForecast | null {
  const choices = filesToEdit(context);
  const edited = choices.find((path) => path === chosen) ?? choices[0];
  if (edited === undefined) return null;
  const by = context.buildContext.ignoredBy(edited);
  const broken = new Map<Stage, BrokenSince>();
  const named = stagesByName(context);
  const steps: RebuiltStep[] = [];
  for (const step of context.simulation.steps) {
    const { stage, instruction } = step;
    if (stage === null || !context.built.has(stage)) continue;
    const cause =
      by === null ? causeOf(step, stage, edited, { broken, named }, context) : ({ kind: 'kept' } as const);
    const again = isAgain(cause, sinceOf(stage, broken));
    const known = broken.get(stage);
    if (again !== false && (known === undefined || (again === true && !known.certain)))
      broken.set(stage, { line: instruction.line, certain: again === true });
    if (makesLayer(step) && steps.length < mostSteps)
      steps.push({
        line: instruction.line,
        written: quoted(withoutSecrets(instruction.text), 90),
        again,
        cause,
      });
  }
  return {
    edited,
    choices,
    hiddenBy: by === null ? null : { line: by.line, written: quoted(by.written, 60) },
    steps,
  };
}

/** The first step of a stage that runs again, and whether that is certain. */
interface BrokenSince {
  readonly line: number;
  readonly certain: boolean;
}

const sinceOf = (stage: Stage, broken: ReadonlyMap<Stage, BrokenSince>): BrokenSince | undefined =>
  broken.get(stage) ?? (stage.parent === null ? undefined : broken.get(stage.parent));

function isAgain(cause: RebuildCause, since: BrokenSince | undefined): boolean | null {
  switch (cause.kind) {
    case 'kept':
      return false;
    case 'takes':
      return true;
    case 'after':
      return since?.certain === true ? true : null;
    case 'stage':
      return null;
  }
}

/** State of the pass over the steps. */
interface SoFar {
  readonly broken: ReadonlyMap<Stage, BrokenSince>;
  readonly named: ReadonlyMap<string, Stage>;
}

/** The stages by the names and indexes that `--from` accepts. */
const stagesByName = ({ simulation }: RuleContext): ReadonlyMap<string, Stage> =>
  new Map([
    ...simulation.stages.map((stage): [string, Stage] => [`${stage.index}`, stage]),
    ...simulation.stages.flatMap((stage): [string, Stage][] =>
      stage.name === null ? [] : [[stage.name, stage]],
    ),
  ]);

function causeOf(
  step: Step,
  stage: Stage,
  edited: string,
  { broken, named }: SoFar,
  context: RuleContext,
): RebuildCause {
  const { instruction, copied } = step;
  const isOwn =
    copied?.taken.includes(edited) === true ||
    (instruction.keyword === 'run' && mountsOf(step).some((mount) => showsFile(mount, edited, context)));
  if (isOwn) return { kind: 'takes' };
  const before = sinceOf(stage, broken);
  // The layer of `COPY --link` does not depend on the layers below it.
  const isLinked = instruction.options.get('link')?.[0] === 'true';
  if (before !== undefined && !isLinked) return { kind: 'after', line: before.line };
  for (const used of stagesUsed(step, named)) {
    const since = broken.get(used);
    if (since !== undefined) return { kind: 'stage', line: since.line };
  }
  return { kind: 'kept' };
}

/** The fields of each bind mount of a RUN. */
const mountsOf = ({ instruction }: Step): readonly ReadonlyMap<string, string>[] =>
  (instruction.options.get('mount') ?? [])
    .map((mount) => readMount(mount, instruction.line, (text) => text).fields)
    .filter((fields) => (fields.get('type') ?? 'bind').toLowerCase() === 'bind');

function showsFile(
  fields: ReadonlyMap<string, string>,
  edited: string,
  { buildContext }: RuleContext,
): boolean {
  if (fields.has('from') || buildContext.ignoredBy(edited) !== null) return false;
  const source = (fields.get('source') ?? '').replace(/^\.?\//, '').replace(/\/$/, '');
  return source === '' || source === '.' || edited === source || edited.startsWith(`${source}/`);
}

/** Other stages that a step uses files from. */
function stagesUsed(step: Step, named: ReadonlyMap<string, Stage>): readonly Stage[] {
  const names = [
    ...(step.instruction.options.get('from') ?? []),
    ...mountsOf(step).flatMap((fields) => fields.get('from') ?? []),
  ];
  return names.flatMap((name) => named.get(name.toLowerCase()) ?? []);
}

/** A source file, a dependency file, the script and another file, the most frequently edited kind first. */
function filesToEdit({ buildContext, project, names }: RuleContext): readonly string[] {
  const paths = [...buildContext.files.keys()].filter((path) => path.length <= 80);
  const special = new Set([
    names.dockerfile,
    names.dockerignore,
    names.entrypoint,
    ...project.dependencyFiles,
  ]);
  const ofDependencies = /(?:^|\/)(?:pyproject\.toml|requirements[\w-]*\.txt|package\.json|go\.mod)$/;
  const isCode = (path: string): boolean =>
    /\.(?:py|go|ts|tsx|js|jsx|html|css)$/.test(path) && !special.has(path);
  const code = paths.find((path) => path.endsWith('/views.py')) ?? paths.find(isCode);
  const dependencies =
    paths.find((path) => ofDependencies.test(path)) ??
    paths.find((path) => project.dependencyFiles.includes(path));
  const other = paths.find((path) => path.endsWith('.md'));
  const script = paths.find((path) => path === names.entrypoint);
  return [code, dependencies, script, other].flatMap((path) => path ?? []);
}
