import type { Lesson } from '../../lesson/lesson.ts';
import type { Aim, Manifest } from '../../lesson/manifest/manifest.ts';
import { type TranslatableText, type WordingValues, words } from '../../wording/wording.ts';
import type { ServiceForecast } from '../compose/forecast.ts';
import type { ComposeFile } from '../compose/read-compose.ts';
import type { IgnoreFile } from '../dockerfile/dockerignore.ts';
import type { Dockerfile } from '../dockerfile/parse.ts';
import type { Severity, StudentFiles, TodoStatus } from '../model/report.ts';
import type { BuildContext } from '../simulation/build/context.ts';
import type { SimulatedFailure } from '../simulation/failures.ts';
import type { Stage } from '../simulation/image/stage.ts';
import type { Project } from '../simulation/project.ts';
import type { Simulation } from '../simulation/simulate.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** Everything that a rule can examine. */
export interface RuleContext {
  readonly lesson: Lesson;
  /** Null for a lesson without a manifest, which says nothing about its project. */
  readonly manifest: Manifest | null;
  readonly names: Manifest['files'];
  readonly project: Project;
  readonly student: StudentFiles;
  readonly sent: {
    readonly dockerfile: boolean;
    readonly dockerignore: boolean;
    readonly entrypoint: boolean;
  };
  readonly dockerfile: Dockerfile;
  readonly ignore: IgnoreFile;
  readonly buildContext: BuildContext;
  readonly simulation: Simulation;
  /** Path of the lesson's Compose file; null for a lesson without one. */
  readonly composePath: string | null;
  /** The Compose file; null while it was not sent. */
  readonly compose: ComposeFile | null;
  /** The predicted state of its services; null without a Compose file or a manifest. */
  readonly services: ServiceForecast | null;
  /** Paths of the lesson's GitHub Actions workflows. */
  readonly workflowPaths: readonly string[];
  /** The workflows that the student has sent. */
  readonly workflows: readonly Workflow[];
  /** All paths of the project: the lesson's and the student's. */
  readonly projectPaths: ReadonlySet<string>;
  /** Files that the lesson provides in place of the student's: nothing is reported in them. */
  readonly brought: ReadonlySet<string>;
  /** The aim that each simulated failure violates; null for a failure that belongs to no TODO. */
  readonly aims: ReadonlyMap<SimulatedFailure, Aim | null>;
  /** The final stage and the stages that it depends on; Docker does not build the others. */
  readonly built: ReadonlySet<Stage>;
}

/** What is needed to decide which aim a failure violates. */
export type AimContext = Pick<RuleContext, 'project' | 'buildContext'>;

/** A violation of a rule, with its location. */
export interface Violation {
  readonly file: string;
  readonly line: number | null;
  /** Last line of the instruction, for checks where Docker reports a range. */
  readonly endLine?: number;
  readonly message: TranslatableText;
  /** The resulting status of the TODO, for a rule with an aim. */
  readonly status?: Exclude<TodoStatus, 'done'>;
}

/** Files of an example by path. They replace those of the lesson's solution, or stand alone for rules that need no lesson. */
export type Example = Readonly<Record<string, string>>;

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The aim that the rule decides: its violations become the TODO's result and are not listed as findings. Null for other rules. */
  readonly aim: Aim | null;
  readonly url: string | null;
  /** A few words for the rules page on what the rule reads from the simulation. */
  readonly reads: string;
  readonly title: TranslatableText;
  readonly why: TranslatableText;
  readonly good: Example;
  readonly bad: Example;
  readonly find: (context: RuleContext) => readonly Violation[];
}

/** A rule's sentences by key; `{{name}}` is a placeholder. */
export type RuleTexts = Readonly<Record<string, string> & Record<'title' | 'why', string>>;

/** The placeholders of a sentence; none if the compiler knows it only as `string`. */
type Placeholder<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type Fields<Text extends string> = [Placeholder<Text>] extends [never]
  ? [values?: WordingValues]
  : [values: Readonly<Record<Placeholder<Text>, string | number>>];

/** Formats one of the rule's sentences; the compiler requires a value for each placeholder. */
export type Reporter<Sentences extends RuleTexts> = <Key extends keyof Sentences & string>(
  key: Key,
  ...fields: Fields<Sentences[Key]>
) => TranslatableText;

interface RuleDefinition<Sentences extends RuleTexts> {
  readonly id: string;
  readonly severity: Severity;
  readonly aim?: Aim;
  readonly url?: string;
  readonly reads: string;
  readonly texts: Sentences;
  readonly good: Example;
  readonly bad: Example;
  readonly find: (context: RuleContext, report: Reporter<Sentences>) => readonly Violation[];
}

/** Defines a rule and adds its wording to the catalogue under its id. */
export function defineRule<const Sentences extends RuleTexts>(definition: RuleDefinition<Sentences>): Rule {
  const say = words<string>(`rule-${definition.id}`, { en: definition.texts });
  const report: Reporter<Sentences> = (key, ...[values]) => say.later(key, values);
  return {
    id: definition.id,
    severity: definition.severity,
    aim: definition.aim ?? null,
    url: definition.url ?? null,
    reads: definition.reads,
    title: say.later('title'),
    why: say.later('why'),
    good: definition.good,
    bad: definition.bad,
    find: (context) => definition.find(context, report),
  };
}

/** The page about a build check in Docker's documentation. */
export const dockerPage = (slug: string): string => `https://docs.docker.com/reference/build-checks/${slug}/`;
export const hadolintPage = (id: string): string => `https://github.com/hadolint/hadolint/wiki/${id}`;
export const shellcheckPage = (id: string): string => `https://www.shellcheck.net/wiki/${id}`;
export const referencePage = (anchor: string): string =>
  `https://docs.docker.com/reference/dockerfile/#${anchor}`;
