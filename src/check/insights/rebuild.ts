import { quoted } from '../dockerfile/text.ts';
import { withoutSecrets } from '../model/secrets.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { Step } from '../simulation/build/build.ts';
import type { Stage } from '../simulation/image/stage.ts';
import { readMount } from '../simulation/instructions/refusals.ts';
import { makesLayer } from './layers.ts';
import type { IgnoreLine } from './xray.ts';

/** Why a step of a second build runs again, or comes from the cache. */
type RebuildCause =
  /** It takes the file that was edited. */
  | { readonly kind: 'takes' }
  /** A step before it, on that line, runs again. */
  | { readonly kind: 'after'; readonly line: number }
  /** It takes something out of a stage that is built again: it runs again where that has come out different. */
  | { readonly kind: 'stage'; readonly line: number }
  | { readonly kind: 'kept' };

export interface RebuiltStep {
  readonly line: number;
  readonly written: string;
  /** Null where it cannot be known. */
  readonly again: boolean | null;
  readonly cause: RebuildCause;
}

/** What a second build does after one file was edited. */
export interface RebuildForecast {
  readonly edited: string;
  /** Files that she may edit in the question, the edited one among them. */
  readonly choices: readonly string[];
  /** The line of .dockerignore that hides the file: then nothing at all changes. */
  readonly hiddenBy: IgnoreLine | null;
  /** Steps that make a layer, in stages that are built. */
  readonly steps: readonly RebuiltStep[];
}

/** As many as a menu shows, with room for `none of them`. */
const mostSteps = 24;

/** Which steps run again after `edited`, one of the choices, was changed; without it the first choice. Null where there is no file to edit. */
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

/** The first step of a stage that runs again, and whether it does for certain. */
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

/** What is known while the steps are gone through. */
interface SoFar {
  readonly broken: ReadonlyMap<Stage, BrokenSince>;
  readonly named: ReadonlyMap<string, Stage>;
}

/** The stages by what `--from` calls them. */
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
  // `COPY --link` makes a layer of its own, whatever is below it.
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

/** Other stages that a step takes files from. */
function stagesUsed(step: Step, named: ReadonlyMap<string, Stage>): readonly Stage[] {
  const names = [
    ...(step.instruction.options.get('from') ?? []),
    ...mountsOf(step).flatMap((fields) => fields.get('from') ?? []),
  ];
  return names.flatMap((name) => named.get(name.toLowerCase()) ?? []);
}

/** A source file, a dependency file, the script and some other file: what one edits, in the order of how often. */
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
