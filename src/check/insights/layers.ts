import { quoted } from '../dockerfile/text.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import { isRoot } from '../dockerfile/user.ts';
import { looksSecret, withoutSecrets } from '../model/secrets.ts';
import type { Step } from '../simulation/build/build.ts';
import type { Entry } from '../simulation/image/entry.ts';
import type { Environment, Stage } from '../simulation/image/stage.ts';
import { byEntryOf, type PathGroup } from './path-groups.ts';

/** The effect of an instruction on the image. */
export interface LayerStep {
  readonly line: number;
  /** In upper case. */
  readonly keyword: string;
  /** The instruction on one line, with likely secrets removed. */
  readonly written: string;
  /** Index of the stage, from 0; `stageName` is null for a stage without a name. */
  readonly stage: number;
  readonly stageName: string | null;
  /** The working directory after the instruction; null if unknown. */
  readonly folder: string | null;
  /** The user after the instruction, `root` by default; null if unknown. */
  readonly user: string | null;
  /** Variables that it sets; the value is null if secret or unknown. */
  readonly sets: readonly { readonly name: string; readonly value: string | null }[];
  /** New files in the image, grouped by folder. */
  readonly added: readonly PathGroup[];
  /** Files that it makes executable. */
  readonly executable: readonly string[];
  /** Packages that it installs, by name; `project`: also the dependencies of the project. */
  readonly installs: { readonly project: boolean; readonly packages: readonly string[] };
  /** The stage may contain files that the check cannot predict. */
  readonly vague: boolean;
  /** Whether it creates a layer, which the build cache can hold. */
  readonly makesLayer: boolean;
  /** Context files whose content is part of the cache key: the first `paths`, and the total number of `files`. */
  readonly takes: { readonly paths: readonly string[]; readonly files: number };
  /** The line from which any edit of the source invalidates the cache; null if none does. */
  readonly sourceSince: number | null;
}

/** Later steps are not listed one by one. */
const mostSteps = 60;
/** Files that are compared in total over all steps. */
const mostCompared = 60_000;
const mostShown = 8;

/** Whether an instruction creates a layer; the others only change the image's configuration. */
export const makesLayer = ({ instruction: { keyword } }: Step): boolean =>
  keyword !== null && ['run', 'copy', 'add', 'workdir'].includes(keyword);

/** The state of a stage before a step, to compare with the state after it. */
interface StageSnapshot {
  readonly files: ReadonlyMap<string, Entry>;
  readonly environments: ReadonlyMap<string, Environment>;
  readonly packages: ReadonlySet<string>;
}

/** Records a build instruction by instruction: pass {@link see} to the simulation as `onStep`, then read {@link steps}. */
export class LayerWalk {
  readonly steps: LayerStep[] = [];
  /** Whether there were more instructions than {@link steps} lists. */
  isCut = false;
  readonly #before = new Map<Stage, StageSnapshot>();
  #compared = 0;

  readonly see = (step: Step): void => {
    const { stage } = step;
    if (stage === null) return;
    if (this.steps.length >= mostSteps || this.#compared > mostCompared) {
      this.isCut = true;
      return;
    }
    const before = this.#before.get(stage) ?? null;
    const now = snapshotOf(stage);
    this.#compared += now.files.size;
    this.#before.set(stage, now);
    this.steps.push(layerStep(step, stage, before ?? now, now));
  };
}

const snapshotOf = (stage: Stage): StageSnapshot => ({
  files: new Map(stage.files.find(() => true)),
  environments: new Map(stage.environments),
  packages: new Set(stage.packages),
});

function layerStep(step: Step, stage: Stage, before: StageSnapshot, now: StageSnapshot): LayerStep {
  const { instruction, copied } = step;
  const added = [...now.files].filter(([path, { kind }]) => kind === 'file' && !before.files.has(path));
  const taken = copied?.taken ?? [];
  return {
    line: instruction.line,
    keyword: instruction.written.toUpperCase(),
    written: quoted(withoutSecrets(instruction.text), 100),
    stage: stage.index,
    stageName: stage.name === null ? null : quoted(stage.name, 40),
    folder: isKnown(stage.workdir) ? quoted(stage.workdir, 80) : null,
    user: userOf(stage),
    sets: settingsOf(step, stage),
    added: shownGroups(added.map(([path]) => path)),
    executable: [...now.files]
      .filter(([path, entry]) => hasBecomeExecutable(before.files.get(path), entry))
      .slice(0, mostShown)
      .map(([path]) => quoted(path, 60)),
    installs: installsOf(before, now),
    vague: stage.files.isVague,
    makesLayer: makesLayer(step),
    takes: { paths: taken.slice(0, mostShown).map((path) => quoted(path, 60)), files: taken.length },
    sourceSince: stage.sourceSince,
  };
}

function userOf({ user }: Stage): string | null {
  if (!isKnown(user)) return null;
  return isRoot(user) ? 'root' : quoted(user, 40);
}

function settingsOf({ instruction }: Step, stage: Stage): LayerStep['sets'] {
  if (instruction.keyword !== 'env') return [];
  return instruction.pairs.slice(0, mostShown).map(({ name }) => {
    const value = stage.runEnv.get(name) ?? '';
    const isShown = isKnown(value) && !looksSecret(name);
    return { name: quoted(name, 40), value: isShown ? quoted(value, 60) : null };
  });
}

const hasBecomeExecutable = (was: Entry | undefined, is: Entry): boolean =>
  was !== undefined && was.kind === 'file' && was.executable === false && is.executable === true;

function installsOf(before: StageSnapshot, now: StageSnapshot): LayerStep['installs'] {
  const packages = new Set([...now.packages].filter((name) => !before.packages.has(name)));
  let project = false;
  for (const [folder, environment] of now.environments) {
    const was = before.environments.get(folder);
    if (was === environment) continue;
    project ||= environment.project === true && was?.project !== true;
    for (const name of environment.packages) if (was?.packages.has(name) !== true) packages.add(name);
  }
  return { project, packages: [...packages].slice(0, mostShown).map((name) => quoted(name, 40)) };
}

/** New files, grouped by the entries of their common folder. */
function shownGroups(paths: readonly string[]): readonly PathGroup[] {
  const [first] = paths;
  if (first === undefined) return [];
  let common = first.slice(0, first.lastIndexOf('/') + 1);
  for (const path of paths)
    while (!path.startsWith(common)) common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  return byEntryOf(
    common,
    paths.map((path) => ({ path, bytes: 0 })),
  )
    .slice(0, 40)
    .map((group) => ({ ...group, path: quoted(group.path, 60) }));
}
