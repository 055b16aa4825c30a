import { type BrokenKey, brokenText } from '../../lesson/manifest/assertion-wording.ts';
import type { AssertionOf } from '../../lesson/manifest/assertions.ts';
import { cleanPath } from '../dockerfile/clean-path.ts';
import { isKnown } from '../dockerfile/unknown-text.ts';
import type { RuleContext } from '../rules/rule.ts';
import type { RanCommand, Step } from '../simulation/build/build.ts';
import { nameOf } from '../simulation/image/files.ts';
import type { Stage } from '../simulation/image/stage.ts';
import { within } from '../simulation/image/within.ts';
import type { BrokenAssertion } from './judgement.ts';

/** Normalises `pip3`, `/usr/bin/pip` and `python -m pip` to pip. */
function plainWords(words: readonly string[]): readonly string[] {
  const [first = '', second, third] = words;
  const name = first.slice(first.lastIndexOf('/') + 1);
  if (/^python[\d.]*$/.test(name) && second === '-m' && third !== undefined) return words.slice(2);
  return [name.replace(/^pip[\d.]+$/, 'pip'), ...words.slice(1)];
}

/** Whether a command begins with the wanted words, ignoring options between them. */
export function runs(words: readonly string[], wanted: string): boolean {
  const rest = [...plainWords(words)];
  return wanted.split(/\s+/).every((word, index) => {
    while (index > 0 && rest[0] !== word && rest[0]?.startsWith('-') === true) rest.shift();
    return rest.shift() === word;
  });
}

/** A stage and all stages that it is based on. */
function lineage(stage: Stage): ReadonlySet<Stage> {
  const all = new Set<Stage>();
  for (let each: Stage | null = stage; each !== null; each = each.parent) all.add(each);
  return all;
}

/** Whether a path in the project is the file or folder that the author names, or contains it. */
const isOf = (wanted: string, path: string): boolean =>
  within(cleanPath(`/${wanted}`), cleanPath(`/${path}`));

/** The step that brings a file of the project into a command's layer: an earlier COPY, or a mount of the command itself. */
function bringing(context: RuleContext, command: RanCommand, wanted: string): Step | undefined {
  const stages = lineage(command.stage);
  return context.simulation.steps.find(({ stage, instruction, copied }) => {
    if (stage === null || !stages.has(stage)) return false;
    if (instruction.line === command.line)
      return mountsProject(instruction.options.get('mount') ?? [], wanted);
    return instruction.line < command.line && copied?.taken.some((path) => isOf(wanted, path)) === true;
  });
}

/** Whether a `RUN --mount=type=bind` mounts the project or the wanted part of it. */
const mountsProject = (mounts: readonly string[], wanted: string): boolean =>
  mounts.some((mount) => {
    const fields = new Map(
      mount.split(',').map((field): readonly [string, string] => {
        const [name = '', value = ''] = field.split('=', 2);
        return [name, value];
      }),
    );
    if ((fields.get('type') ?? 'bind') !== 'bind' || fields.has('from')) return false;
    const source = fields.get('source') ?? fields.get('src') ?? '.';
    return isOf(source, wanted) || isOf(wanted, source);
  });

/**
 * Whether the lesson requires a COPY from another stage that is missing. Then the other stages are not built for this reason alone, and
 * nothing else needs to be reported about them.
 */
function lacksCopyFromStage(context: RuleContext): boolean {
  const { final } = context.simulation;
  const assertions = context.manifest?.todos.flatMap((todo) => todo.assertions) ?? [];
  if (final === null) return false;
  return assertions.some((each) => {
    if (each.assert === 'copies')
      return each.stage !== 'context' && judgeCopies(context, final, each) !== null;
    // A required file that is missing from the final image has to come from another stage, but none is used.
    const isWanted = each.assert === 'file' && !each.absent && final.files.presence(each.path) === 'absent';
    return isWanted && final.uses.size === 0;
  });
}

/** Checks a build step that runs a command, and the files and words that it requires. */
export function judgeStep(context: RuleContext, assertion: AssertionOf<'step'>): BrokenAssertion | null {
  const { runs: wanted } = assertion;
  const broken = brokenFor(context, assertion);
  const written = context.simulation.commands.filter(({ words }) => runs(words, wanted));
  const built = written.filter(({ stage }) => context.built.has(stage));
  const [unused] = written;
  if (unused === undefined) return broken('missing', 'step', null, { runs: wanted });
  if (built.length === 0 && !lacksCopyFromStage(context))
    return broken('wrong', 'step-unused', unused.line, { runs: wanted });
  const commands = built.length === 0 ? written : built;
  const judged = commands.map((command): BrokenAssertion | null => {
    const { line, words } = command;
    const lacking = assertion.with.filter((word) => !words.includes(word));
    if (lacking.length > 0) {
      if (!words.every(isKnown)) return broken('unknown', 'unknown', line);
      return broken('wrong', 'step-lacks', line, { runs: wanted, words: lacking.join(' ') });
    }
    const absent = assertion.after.find((file) => bringing(context, command, file) === undefined);
    if (absent !== undefined) return broken('wrong', 'step-before', line, { runs: wanted, file: absent });
    for (const file of assertion.independentOf) {
      const step = bringing(context, command, file);
      if (step !== undefined)
        return broken('wrong', 'step-depends', step.instruction.line, { runs: wanted, file });
    }
    return null;
  });
  // A command without the required words is a different use of the same program, so prefer the others.
  const close = judged.filter((each) => each === null || each.message.key !== 'step-lacks');
  const all = close.length > 0 ? close : judged;
  return all.some((each) => each === null) ? null : (all[0] ?? null);
}

/** Checks the files that the last stage copies from another stage or from the project. */
export function judgeCopies(
  context: RuleContext,
  final: Stage,
  assertion: AssertionOf<'copies'>,
): BrokenAssertion | null {
  const broken = brokenFor(context, assertion);
  const wanted = cleanPath(`/${assertion.path}`);
  const stages = lineage(final);
  let isBelow = false;
  const found = context.simulation.steps.some(({ stage, instruction, copied }) => {
    if (stage === null || !stages.has(stage) || !/^(?:copy|add)$/.test(instruction.keyword ?? ''))
      return false;
    const from = instruction.options.get('from')?.[0];
    if (from === undefined)
      return (
        assertion.stage === 'context' && copied?.taken.some((path) => isOf(assertion.path, path)) === true
      );
    if (assertion.stage === 'context') return false;
    if (assertion.stage !== 'any' && !isStage(context, from, assertion.stage)) return false;
    // Copying all contents of a folder is the same as copying the folder.
    const sources = instruction.args.slice(0, -1).map((source) => source.replace(/\/\*{1,2}$/, ''));
    isBelow ||= sources.some((source) => liesBelow(cleanPath(`/${source}`), assertion.path));
    // A name without a folder matches anywhere in the stage.
    const isNamed = (source: string): boolean =>
      !assertion.path.includes('/') && nameOf(cleanPath(`/${source}`)) === assertion.path;
    return sources.some(
      (source) => !isKnown(source) || isNamed(source) || within(cleanPath(`/${source}`), wanted),
    );
  });
  if (found) return null;
  // If the contents are copied one by one, they may all have been copied.
  if (isBelow) return broken('unknown', 'unknown', null);
  const key = assertion.stage === 'context' ? 'copies' : 'copies-from';
  return broken('missing', key, null, { path: assertion.path });
}

const liesBelow = (source: string, folder: string): boolean =>
  `${source}/`.includes(cleanPath(`/${folder}`) === '/' ? '//' : `${cleanPath(`/${folder}`)}/`);

/** Whether `--from` refers to a stage, by its name or its number. */
const isStage = (context: RuleContext, from: string, wanted: string): boolean =>
  from.toLowerCase() === wanted.toLowerCase() ||
  context.simulation.stages[Number(from)]?.name === wanted.toLowerCase();

const brokenFor =
  (context: RuleContext, assertion: AssertionOf<'step' | 'copies'>) =>
  (
    status: BrokenAssertion['status'],
    key: BrokenKey,
    line: number | null,
    values: Readonly<Record<string, string | number>> = {},
  ): BrokenAssertion => ({
    status,
    message: brokenText(assertion, key, values),
    file: context.names.dockerfile,
    line,
  });
