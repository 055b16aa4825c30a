import type { Aim } from '../../lesson/manifest/manifest.ts';
import type { TranslatableText } from '../../wording/wording.ts';
import type { Instruction } from '../dockerfile/instruction.ts';
import { quoted } from '../dockerfile/text.ts';
import type { EventKind, SimulatedEvent } from '../simulation/events.ts';
import type { FailureKind, Phase, SimulatedFailure, SourceLocation } from '../simulation/failures.ts';
import type { ReadScript } from '../simulation/shell/read-script.ts';
import type { RuleContext, Violation } from './rule.ts';

/** Queries that several rules share. */

type EventOf<Kind extends EventKind> = Extract<SimulatedEvent, { readonly kind: Kind }>;
type FailureOf<Kind extends FailureKind> = Extract<SimulatedFailure, { readonly kind: Kind }>;

const isBuilt = (context: RuleContext, event: SimulatedEvent): boolean => {
  if (!('stage' in event)) return true;
  const stage = context.simulation.stages[event.stage];
  return stage !== undefined && context.built.has(stage);
};

/** Events of one kind in stages that are actually built, optionally of one phase only. */
export function eventsOf<Kind extends EventKind>(
  context: RuleContext,
  kind: Kind,
  phase?: Phase,
): readonly EventOf<Kind>[] {
  return context.simulation.events.filter(
    (each): each is EventOf<Kind> =>
      each.kind === kind &&
      isBuilt(context, each) &&
      (phase === undefined || !('phase' in each) || each.phase === phase),
  );
}

const none: readonly never[] = [];

const isOneOf =
  <Kind extends FailureKind>(kinds: readonly Kind[]) =>
  (failure: SimulatedFailure): failure is FailureOf<Kind> =>
    kinds.some((kind) => kind === failure.kind);

export const failuresOf = <Kind extends FailureKind>(
  context: RuleContext,
  kinds: readonly Kind[],
  phase?: Phase,
): readonly FailureOf<Kind>[] => {
  const { failures } = context.simulation;
  // A shortcut: nearly all builds have no failures, and every rule calls this.
  if (failures.length === 0) return none;
  return failures.filter(isOneOf(kinds)).filter((failure) => phase === undefined || failure.phase === phase);
};

/** Failures that violate an aim; for null, those that belong to no TODO. */
export const failuresFor = (context: RuleContext, aim: Aim | null): readonly SimulatedFailure[] =>
  context.simulation.failures.filter((failure) => context.aims.get(failure) === aim);

/** The first failure of the given kinds that violates an aim. */
export const failureFor = <Kind extends FailureKind>(
  context: RuleContext,
  aim: Aim,
  kinds: readonly Kind[],
): FailureOf<Kind> | undefined => failuresFor(context, aim).find(isOneOf(kinds));

/** Explicit installations of the project. The implicit one of `uv run` only counts if there is no other. */
export function installations(context: RuleContext): readonly EventOf<'install'>[] {
  const all = eventsOf(context, 'install', 'build');
  const explicit = all.filter(({ implicit }) => !implicit);
  return explicit.length > 0 ? explicit : all;
}

/**
 * The first instruction that Docker cannot parse and whose text matches: a failed attempt at what the rule expects. `known`: the keyword is
 * valid but its arguments are not.
 */
export function unreadableInstruction(
  context: RuleContext,
  pattern: RegExp,
): { readonly line: number; readonly written: string; readonly known: boolean } | null {
  for (const { instruction } of context.simulation.steps) {
    if ((instruction.error !== null || instruction.keyword === null) && pattern.test(instruction.text)) {
      return {
        line: instruction.line,
        written: quoted(instruction.text.trim(), 60),
        known: instruction.keyword !== null,
      };
    }
  }
  return null;
}

/** The failure of a RUN whose text matches and that violates no aim itself, so that what the RUN was meant to do does not happen. */
export function failedRun(context: RuleContext, pattern: RegExp): SimulatedFailure | null {
  const failure = failuresFor(context, null).find(({ phase, kind, at }) => {
    if (phase !== 'build' || kind === 'copy-not-found') return false;
    const instruction = instructionAt(context, at.line);
    return instruction?.keyword === 'run' && pattern.test(instruction.rest);
  });
  return failure ?? null;
}

/** What a failed command prints, quoted for a sentence; null if that is unknown or empty. */
export function saidOf(failure: SimulatedFailure): string | null {
  if ('phrase' in failure) return quoted(failure.phrase);
  if (failure.kind === 'command-not-found') return quoted(`${failure.command}: not found`);
  return failure.kind === 'script-not-found' ? quoted(`${failure.path}: not found`) : null;
}

/** A matching command in a CMD or ENTRYPOINT that a later one overrides; it belongs in a RUN. */
export function overriddenCommand(
  context: RuleContext,
  pattern: RegExp,
): { readonly line: number; readonly word: string } | null {
  const { final } = context.simulation;
  const step = context.simulation.steps.find(
    ({ instruction: { keyword, rest, line } }) =>
      (keyword === 'cmd' || keyword === 'entrypoint') &&
      pattern.test(rest.replace(/["\s,[\]]+/g, ' ')) &&
      line !== (final?.entrypoint ?? final?.cmd)?.line,
  );
  return step === undefined
    ? null
    : { line: step.instruction.line, word: step.instruction.written.toUpperCase() };
}

/** Whether an argument of COPY is prose or punctuation (`to`, `->`) and not a path. */
export const isFiller = (path: string): boolean => /^(?:[-=]+>|to|into|in|and|&&|[;:=&,])$/i.test(path);

/** Where to report a failure. Only the Dockerfile and files that the student sent have line numbers. */
export const placeOf = (failure: { readonly at: SourceLocation }) => ({
  file: failure.at.file,
  line: failure.at.line > 0 ? failure.at.line : null,
});

/** Scripts in the image that come from the student's entrypoint file. */
export const scriptsInImage = (context: RuleContext) =>
  context.simulation.final?.files.find(
    (entry) => entry.kind === 'file' && entry.from === context.names.entrypoint,
  ) ?? [];

/** The commands of all RUN steps, with the words that are known. */
export const commandsOf = (context: RuleContext) =>
  context.simulation.commands.map(({ words, line, stage }) => ({ words, line, stage }));

export const isPipInstall = (words: readonly string[]): boolean => {
  const [first = '', second, third] = words;
  const direct = /^pip3?$/.test(first) && words.includes('install');
  return (
    direct || (/^python3?$/.test(first) && second === '-m' && third === 'pip' && words.includes('install'))
  );
};

/** The instruction that begins at a line of the Dockerfile. */
export const instructionAt = (context: RuleContext, line: number): Instruction | undefined =>
  context.simulation.steps.find(({ instruction }) => instruction.line === line)?.instruction;

/** The line at which a script's command is reported; in the Dockerfile, the first line of the instruction. */
export const lineOfCommand = (
  context: RuleContext,
  { at }: ReadScript,
  command: { readonly line: number },
): number => (at.file === context.names.dockerfile ? at.line : at.line + command.line);

/** Whether the RUN at a line mounts a build cache over a folder, whose contents then do not end up in the image. */
export const hasCacheAt = (context: RuleContext, line: number, folder: string): boolean =>
  (instructionAt(context, line)?.options.get('mount') ?? []).some((mount) => {
    const fields = mount.split(',');
    const target = fields.find((field) => /^(?:target|dst|destination)=/.test(field))?.split('=')[1];
    const over = target?.replace(/(?<!\/)\/+$/, '');
    return (
      fields.includes('type=cache') &&
      over !== undefined &&
      (folder === over || folder.startsWith(`${over}/`))
    );
  });

/** Options of pip install whose value is a separate argument. */
const takesValue = new Set(
  `-r --requirement -c --constraint -i --index-url --extra-index-url -e --editable -t --target -f --find-links
   --trusted-host --proxy --timeout --retries --root --prefix --platform --python-version --progress-bar --cert
   --cache-dir --log`.split(/\s+/),
);

/** Packages named by a pip command. */
export function pipPackages(words: readonly string[]): readonly string[] {
  if (!isPipInstall(words)) return [];
  const rest = words.slice(words.indexOf('install') + 1);
  return rest.filter(
    (word, index) =>
      !word.startsWith('-') &&
      !takesValue.has(rest[index - 1] ?? '') &&
      !/^[./]|\.(?:whl|txt|toml)$/.test(word),
  );
}

/** Whether two sentences are identical. */
export const isSameText = (one: TranslatableText, other: TranslatableText): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** One violation when there is a value, none otherwise. */
export function violationFor<T>(value: T | undefined, make: (value: T) => Violation): readonly Violation[] {
  return value === undefined ? [] : [make(value)];
}
