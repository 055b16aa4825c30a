import { nearest } from '../../spelling/nearest.ts';
import { type LineOf, readYaml, type YamlProblem } from '../../yaml/document.ts';
import { isRecord, listOf, recordOf, textOf } from '../../yaml/plain.ts';
import type { ShellParser } from '../shell/syntax.ts';
import { readCommands } from './commands.ts';
import { filterKeys, jobKeys, stepKeys, strategyKeys, workflowKeys } from './keys.ts';
import type { Action, Job, Trigger, UnknownKey, Workflow, WorkflowStep, WorkflowText } from './workflow.ts';

type Path = readonly PropertyKey[];

/** The context in which a step is read. */
interface Surroundings {
  /** Names of the variables of the workflow and the job that contain a secret. */
  readonly secrets: readonly string[];
  /** The shell for its commands; null when none is specified. */
  readonly shell: string | null;
  readonly lineOf: LineOf;
  readonly parse: ShellParser;
}

/** Limits on the jobs, and on the steps of each, that are read. */
const mostJobs = 32;
const mostSteps = 100;
/** Limit on the reported problems of one kind, because one mistake can cause many. */
const mostProblems = 20;

/** Reads a workflow in GitHub's order: YAML, then its keys. The work is bounded, and no content makes it throw. */
export function readWorkflow(path: string, text: string, parse: ShellParser): Workflow {
  const { value, problems, lineOf } = readYaml(text);
  if (problems.length > 0) return unread(path, problems);
  // A file without a mapping has no keys at all; their absence is reported.
  const file = recordOf(value);
  const jobs = Object.entries(recordOf(file.jobs)).slice(0, mostJobs);
  const around = { secrets: secretNames(file.env), shell: usualShell(file), lineOf, parse };
  return {
    path,
    yamlProblems: [],
    unknownKeys: unknownKeysIn(file, lineOf).slice(0, mostProblems),
    onLine: file.on === undefined || file.on === null ? null : lineOf(['on']),
    triggers: triggersOf(file.on, lineOf),
    jobsLine: jobs.length === 0 ? null : lineOf(['jobs']),
    jobs: jobs.map(([id, job]) => readJob(id, recordOf(job), around)),
    texts: textsIn(value, [], lineOf),
  };
}

const unread = (path: string, yamlProblems: readonly YamlProblem[]): Workflow => ({
  ...{ path, yamlProblems, unknownKeys: [], onLine: null, triggers: [], jobsLine: null, jobs: [], texts: [] },
});

function triggersOf(on: unknown, lineOf: LineOf): readonly Trigger[] {
  const of = (event: string, line: number, filters: unknown = null): Trigger => {
    const { branches, tags, ...others } = recordOf(filters);
    return {
      event,
      line,
      branches: patternsOf(branches),
      branchesIgnored: patternsOf(others['branches-ignore']),
      tags: patternsOf(tags),
      tagsIgnored: patternsOf(others['tags-ignore']),
    };
  };
  if (typeof on === 'string') return [of(on, lineOf(['on']))];
  if (Array.isArray(on))
    return on.flatMap((each, at) => {
      const event = textOf(each);
      return event === null ? [] : [of(event, lineOf(['on', at]))];
    });
  return Object.entries(recordOf(on)).map(([event, filters]) => of(event, lineOf(['on', event]), filters));
}

/** A text as a list, or a list of texts. */
const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((each) => textOf(each) ?? []);

const patternsOf = (value: unknown): readonly string[] | null =>
  value === undefined || value === null ? null : textsOf(value);

function readJob(id: string, job: Readonly<Record<string, unknown>>, around: Surroundings): Job {
  const { lineOf } = around;
  const place = ['jobs', id];
  const machine = job['runs-on'];
  const inside = {
    ...around,
    secrets: [...around.secrets, ...secretNames(job.env)],
    shell: usualShell(job) ?? around.shell,
  };
  return {
    id,
    line: lineOf(place),
    runsOn:
      machine === undefined || machine === null
        ? null
        : { labels: labelsOf(machine), line: lineOf([...place, 'runs-on']) },
    isCall: job.uses !== undefined,
    neverRuns: isNever(job.if),
    needs: textsOf(job.needs ?? []).map((needed, at) => ({
      id: needed,
      line: lineOf([...place, 'needs', ...(Array.isArray(job.needs) ? [at] : [])]),
    })),
    steps: listOf(job.steps)
      .slice(0, mostSteps)
      .map((step, at) => readStep(recordOf(step), [...place, 'steps', at], inside))
      .map((step) => (isNever(job.if) ? { ...step, neverRuns: true } : step)),
  };
}

/** Matches `if: false`, with or without `${{ }}`. */
const isNever = (condition: unknown): boolean =>
  condition === false ||
  /^\s*(?:false|\$\{\{\s{0,9}false\s{0,9}\}\})$/.test(textOf(condition)?.trimEnd() ?? '');

/** The labels of `runs-on`: one label, a list, or a mapping with labels. */
const labelsOf = (machine: unknown): readonly string[] =>
  isRecord(machine) ? textsOf(machine.labels ?? []) : textsOf(machine);

function readStep(
  step: Readonly<Record<string, unknown>>,
  place: Path,
  { secrets, shell, lineOf, parse }: Surroundings,
): WorkflowStep {
  const uses = textOf(step.uses);
  const run = textOf(step.run);
  const inputs = Object.entries(recordOf(step.with)).flatMap(([name, given]) => {
    const value = typeof given === 'boolean' ? String(given) : textOf(given);
    return value === null ? [] : [[name, { value, line: lineOf([...place, 'with', name]) }] as const];
  });
  const runLine = lineOf([...place, 'run']);
  // The lines of a multi-line script begin below its key.
  const commands =
    run === null || !isPosixShell(textOf(step.shell) ?? shell)
      ? null
      : readCommands(run, runLine + (run.includes('\n') ? 1 : 0), parse);
  return {
    line: lineOf(place),
    neverRuns: isNever(step.if),
    uses: uses === null ? null : readAction(uses, lineOf([...place, 'uses'])),
    run: run === null ? null : (commands ?? []),
    isUnread: run !== null && commands === null,
    inputs: new Map(inputs),
    secretVariables: new Set([...secrets, ...secretNames(step.env)]),
  };
}

/** The default shell that a workflow or a job specifies for its steps. */
const usualShell = (of: Readonly<Record<string, unknown>>): string | null =>
  textOf(recordOf(recordOf(of.defaults).run).shell);

/** Without a shell it is bash, or PowerShell on Windows, where simple Docker commands look the same. */
const isPosixShell = (shell: string | null): boolean =>
  shell === null || /^(?:bash|sh)(?:\s|$)/.test(shell.trim());

function readAction(written: string, line: number): Action {
  const at = written.lastIndexOf('@');
  const name = (at < 0 ? written : written.slice(0, at)).trim().toLowerCase();
  const version = at < 0 ? '' : written.slice(at + 1).trim();
  return { name, version: version === '' ? null : version, line };
}

/** Names of variables whose value contains a secret. */
const secretNames = (variables: unknown): readonly string[] =>
  Object.entries(recordOf(variables)).flatMap(([name, value]) =>
    hasSecret(textOf(value) ?? '') ? [name] : [],
  );

/** Whether a text has an expression that is replaced by a secret. */
export const hasSecret = (text: string): boolean =>
  expressionsIn(text).some((each) => /\b(?:secrets\s*[.[]|github\.token\b)/.test(each));

/** The contents of all `${{ … }}` in a text. */
export function expressionsIn(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = text.indexOf('${{'); at >= 0; at = text.indexOf('${{', at + 3)) {
    const end = text.indexOf('}}', at);
    found.push(text.slice(at + 3, end < 0 ? undefined : end));
  }
  return found;
}

function unknownKeysIn(file: Readonly<Record<string, unknown>>, lineOf: LineOf): readonly UnknownKey[] {
  const among = (value: unknown, place: Path, known: readonly string[]): readonly UnknownKey[] =>
    Object.keys(recordOf(value))
      .filter((key) => !known.includes(key))
      .map((key) => ({ key, meant: nearest(key, known), line: lineOf([...place, key]) }));
  const jobs = Object.entries(recordOf(file.jobs)).slice(0, mostJobs);
  return [
    ...among(file, [], workflowKeys),
    ...Object.entries(filterKeys).flatMap(([event, known]) =>
      among(recordOf(file.on)[event], ['on', event], known),
    ),
    ...jobs.flatMap(([id, job]) => {
      const place = ['jobs', id];
      const { strategy, steps } = recordOf(job);
      return [
        ...among(job, place, jobKeys),
        ...among(strategy, [...place, 'strategy'], strategyKeys),
        ...listOf(steps)
          .slice(0, mostSteps)
          .flatMap((step, at) => among(step, [...place, 'steps', at], stepKeys)),
      ];
    }),
  ];
}

/** All texts in a value, whose size the YAML reader has limited. */
function textsIn(value: unknown, path: Path, lineOf: LineOf): readonly WorkflowText[] {
  if (typeof value === 'string') {
    const key = path.findLast((part) => typeof part === 'string') ?? '';
    return [{ text: value, line: lineOf(path), key: String(key), path }];
  }
  if (Array.isArray(value)) return value.flatMap((each, at) => textsIn(each, [...path, at], lineOf));
  return Object.entries(recordOf(value)).flatMap(([key, each]) => textsIn(each, [...path, key], lineOf));
}
