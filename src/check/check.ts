import type { FileTree } from '../lesson/file-tree.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { Aim, Manifest } from '../lesson/manifest/manifest.ts';
import { noIgnoreFile, parseIgnoreFile } from './dockerfile/dockerignore.ts';
import { parseDockerfile } from './dockerfile/parse.ts';
import { unknownText } from './dockerfile/unknown-text.ts';
import { buildOptions, projectFacts, usualNames } from './lesson-facts.ts';
import type { CheckReport, StudentFiles } from './model/report.ts';
import { redactSecrets } from './model/secrets.ts';
import { broughtFiles, contextSource, inspectFurtherFiles } from './project-files.ts';
import { firstBlocker } from './report/blocker.ts';
import { judgeFindings } from './report/findings.ts';
import { predictReady } from './report/ready.ts';
import { judgeAims, judgeTodos } from './report/todos.ts';
import { aimOf } from './rules/aims/aim-of.ts';
import type { RuleContext } from './rules/rule.ts';
import { forecastServices } from './services/forecast.ts';
import { openShellParser } from './shell/parse.ts';
import type { ShellParser } from './shell/syntax.ts';
import type { Step } from './simulation/build/build.ts';
import { buildContext } from './simulation/build/context.ts';
import type { SimulatedFailure } from './simulation/failures.ts';
import { reachable } from './simulation/image/stage.ts';
import { projectOf, unknownProject } from './simulation/project.ts';
import { simulate } from './simulation/simulate.ts';
import { toolsFor } from './toolchains/index.ts';

export interface CheckInput {
  readonly student: StudentFiles;
  readonly lesson: Lesson;
  /** The lesson's own files; empty when the lesson brings none. */
  readonly tree: FileTree;
  /**
   * Called with the place in the student's files that the check has reached, so that a process that has to kill it can say
   * where it was; null outside any file.
   */
  readonly at?: (place: ReadingPlace | null) => void;
}

interface ReadingPlace {
  readonly file: string;
  /** From 1; null while no line is known. */
  readonly line: number | null;
}

/** Checks a student's files. Synchronous and pure; no content of theirs makes it throw. */
export type Checker = (input: CheckInput) => CheckReport;

/** Parses and simulates a student's files without judging them, for features that explain a build. Pure and synchronous, too. */
export type Inspector = (
  input: CheckInput & {
    /** Called after each instruction, before the next one changes the stage. */
    readonly onStep?: (step: Step) => void;
  },
) => RuleContext;

/** A {@link Checker} for servers: it may check large files in another process, so that other requests do not wait. */
export type Check = (input: CheckInput) => CheckReport | Promise<CheckReport>;

/** Opens a checker. It is asynchronous only because the shell's grammar is WebAssembly. */
export async function openChecker(): Promise<Checker> {
  const parseShell = await openShellParser();
  return (input) => check(input, parseShell);
}

export async function openInspector(): Promise<Inspector> {
  const parseShell = await openShellParser();
  return (input) => inspect(input, parseShell);
}

function check(input: CheckInput, parseShell: ShellParser): CheckReport {
  const context = inspect(input, parseShell);
  input.at?.(null);
  const violations = judgeAims(context);
  const todos = judgeTodos(context, violations);
  const findings = judgeFindings(context, violations);
  const report = {
    blocker: firstBlocker(context, todos, findings),
    todos,
    findings,
    ready: predictReady(context, todos, findings),
    wanted: wanted(context),
  };
  return redactSecrets(report, context.student.files);
}

/** Parses and simulates the files and collects everything that rules examine. */
function inspect(
  { student: given, lesson, tree, at = () => undefined, onStep }: Parameters<Inspector>[0],
  parseShell: ShellParser,
): RuleContext {
  const { manifest } = lesson;
  const brought = broughtFiles(manifest, tree);
  const own = cleared(given.files);
  const student = { ...given, files: { ...brought, ...own } };
  const names = namesIn(student.files, manifest?.files ?? usualNames);
  const text = (name: string): string | null =>
    Object.hasOwn(student.files, name) ? (student.files[name] ?? null) : null;
  at({ file: names.dockerfile, line: null });
  const dockerfile = parseDockerfile(text(names.dockerfile) ?? '');
  at({ file: names.dockerignore, line: null });
  const ignored = text(names.dockerignore);
  const ignore = ignored === null ? noIgnoreFile : parseIgnoreFile(ignored);
  const roles = manifest?.studentFiles?.map(({ name }) => name) ?? [
    names.dockerfile,
    names.dockerignore,
    names.entrypoint,
  ];
  const from = contextSource(manifest, tree, student);
  const context = buildContext(student, from, ignore, roles);
  const facts = projectFacts(manifest, names.dockerfile);
  const project = manifest === null ? unknownProject(facts) : projectOf(facts, context, from.own);
  const source = text(names.dockerfile) ?? '';
  const tools = toolsFor(manifest?.toolchains ?? null);
  const simulation = simulate({
    ...{ dockerfile, source, options: buildOptions(manifest), project, context, parseShell, tools, at },
    ...(onStep === undefined ? {} : { onStep }),
  });
  const sent = (name: string): boolean => text(name) !== null;
  const surroundings = { project, buildContext: context };
  // A failure whose aim is in none of the lesson's TODOs is reported as a finding of its own.
  const aimOfLesson = (failure: SimulatedFailure): Aim | null => {
    const aim = aimOf(failure, surroundings);
    const isAsked = manifest === null || manifest.todos.some(({ aims }) => aims.some((each) => each === aim));
    return isAsked ? aim : null;
  };
  const further = inspectFurtherFiles({ files: student.files, manifest, tree, parseShell, at });
  const { compose } = further;
  const ownDockerfile =
    Object.hasOwn(brought, names.dockerfile) && !hasAny(own, [names.dockerfile, names.dockerignore]);
  const textOf = (path: string): string | null =>
    student.files[path] ?? tree.files.find((file) => file.path === path)?.text ?? null;
  return {
    lesson,
    manifest,
    names,
    project,
    student,
    sent: {
      dockerfile: sent(names.dockerfile),
      dockerignore: sent(names.dockerignore),
      entrypoint: sent(names.entrypoint),
    },
    dockerfile,
    ignore,
    buildContext: context,
    simulation,
    ...further,
    services:
      compose === null || manifest === null
        ? null
        : forecastServices({ compose, project, simulation, ownDockerfile, textOf }, manifest),
    brought: new Set(Object.keys(brought).filter((path) => !Object.hasOwn(own, path))),
    aims: new Map(simulation.failures.map((failure) => [failure, aimOfLesson(failure)])),
    built: simulation.final === null ? new Set() : reachable(simulation.final),
  };
}

const hasAny = (files: StudentFiles['files'], names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(files, name));

/** `<Dockerfile>.dockerignore` takes precedence over `.dockerignore`. */
function namesIn(files: StudentFiles['files'], usual: Manifest['files']): Manifest['files'] {
  const own = `${usual.dockerfile}.dockerignore`;
  return Object.hasOwn(files, own) ? { ...usual, dockerignore: own } : usual;
}

/** Replaces the character that marks unknown text, so that a student's file cannot contain it. */
function cleared(files: StudentFiles['files']): StudentFiles['files'] {
  if (!Object.values(files).some((text) => text.includes(unknownText))) return files;
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll(unknownText, '?')]),
  );
}

function wanted(context: RuleContext): readonly string[] {
  if (context.student.complete) return [];
  const { names, sent, manifest, student } = context;
  if (manifest?.studentFiles !== undefined)
    return manifest.studentFiles
      .filter(({ needed, name }) => needed && !Object.hasOwn(student.files, name))
      .map(({ name }) => name);
  const list: string[] = [];
  if (!sent.dockerfile) list.push(names.dockerfile);
  if (!sent.entrypoint) list.push(names.entrypoint);
  if (!sent.dockerignore) list.push(names.dockerignore);
  return list;
}
