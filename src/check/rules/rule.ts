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

/** All that a rule may ask about. */
export interface RuleContext {
  readonly lesson: Lesson;
  /** Null for a bare lesson, which has no project facts to judge by. */
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
  /** The forecast for its services; null where there is no such file, or their purpose is unknown. */
  readonly services: ServiceForecast | null;
  /** Paths of the lesson's workflows of GitHub Actions. */
  readonly workflowPaths: readonly string[];
  /** Those of them that were sent. */
  readonly workflows: readonly Workflow[];
  /** All paths of the project: the lesson's and the student's. */
  readonly projectPaths: ReadonlySet<string>;
  /** Files that the lesson brings itself and that count as the student's: nothing is reported in them. */
  readonly brought: ReadonlySet<string>;
  /** The aim that each failure of the simulation spoils; null for what belongs to no TODO. */
  readonly aims: ReadonlyMap<SimulatedFailure, Aim | null>;
  /** Stages that the last one is built from: the others are not built at all. */
  readonly built: ReadonlySet<Stage>;
}

/** What says which aim a failure spoils. */
export type AimContext = Pick<RuleContext, 'project' | 'buildContext'>;

/** A place where a rule is broken. */
export interface Violation {
  readonly file: string;
  readonly line: number | null;
  /** Where Docker names another line than the instruction's first: its last. */
  readonly endLine?: number;
  readonly message: TranslatableText;
  /** For a rule with an aim: what it makes of the TODO. */
  readonly status?: Exclude<TodoStatus, 'done'>;
}

/** Files of an example, over the lesson's own answer (or alone, for rules that need no lesson). */
export type Example = Readonly<Record<string, string>>;

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The aim that it decides about; its violations are reported as the TODO, not in addition to it. */
  readonly aim: Aim | null;
  readonly url: string | null;
  /** What it reads from the simulation, in a few words, for the rules page. */
  readonly reads: string;
  readonly title: TranslatableText;
  readonly why: TranslatableText;
  readonly good: Example;
  readonly bad: Example;
  readonly find: (context: RuleContext) => readonly Violation[];
}

/** A rule's sentences by their keys: `{{name}}` stands for a value. */
export type RuleTexts = Readonly<Record<string, string> & Record<'title' | 'why', string>>;

/** The values that a sentence names. A text that is not known to the compiler names none. */
type Placeholder<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type Fields<Text extends string> = [Placeholder<Text>] extends [never]
  ? [values?: WordingValues]
  : [values: Readonly<Record<Placeholder<Text>, string | number>>];

/** Words a violation with one of the rule's sentences; the compiler insists on every value that the sentence names. */
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

/** Makes a rule, and puts its wording into the catalogue under its id. */
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

/** The page of Docker's own documentation about one of its build checks. */
export const dockerPage = (slug: string): string => `https://docs.docker.com/reference/build-checks/${slug}/`;
export const hadolintPage = (id: string): string => `https://github.com/hadolint/hadolint/wiki/${id}`;
export const shellcheckPage = (id: string): string => `https://www.shellcheck.net/wiki/${id}`;
export const referencePage = (anchor: string): string =>
  `https://docs.docker.com/reference/dockerfile/#${anchor}`;
