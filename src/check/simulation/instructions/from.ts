import { bounded } from '../../dockerfile/bounds.ts';
import { buildError } from '../../dockerfile/build-error.ts';
import { isReference } from '../../dockerfile/images/reference-grammar.ts';
import { argPairs, type Instruction } from '../../dockerfile/instruction.ts';
import type { Dockerfile } from '../../dockerfile/parse.ts';
import type { VariableLookup } from '../../dockerfile/variable-reader.ts';
import { expandWord } from '../../dockerfile/variables.ts';
import { type BuildState, noteOutgrown, outgrows, recordStep } from '../build/build.ts';
import { beginStage } from '../build/built-stages.ts';
import { noteDigest } from '../build/foreign-image.ts';
import { baseImage } from '../image/base-image.ts';
import { Files } from '../image/files.ts';
import { newStage } from '../image/stage.ts';
import { refusedPlatform } from './refusals.ts';
import { buildArgument } from './variables.ts';

/** Build arguments that Docker predefines before the first FROM. */
export const predefined = new Map<string, string | null>(
  ['BUILD', 'TARGET'].flatMap((side) => [
    [`${side}PLATFORM`, 'linux/amd64'],
    [`${side}OS`, 'linux'],
    [`${side}OSVERSION`, ''],
    [`${side}ARCH`, 'amd64'],
    [`${side}VARIANT`, ''],
  ]),
);

/** Declares an ARG above the first FROM. */
export function declareGlobalArg(run: BuildState, instruction: Instruction): void {
  for (const { name, value: written } of argPairs(instruction)) {
    const value = buildArgument(run, name) ?? written;
    if (value === null) {
      if (!run.global.has(name)) run.global.set(name, null);
      continue;
    }
    const expansion = expandWord(value, (each) => run.global.get(each) ?? null, {
      escape: run.dockerfile.lines.escape,
    });
    const { text, error } = expansion;
    if (outgrows(expansion)) noteOutgrown(run, instruction);
    if (error !== null) run.errors.stages.push(buildError('BadSubstitution', instruction.line, error, {}));
    run.global.set(name, bounded(text));
  }
}

/** Starts a new stage for a FROM. */
export function startStage(run: BuildState, instruction: Instruction): void {
  const [base = ''] = instruction.args;
  const options = { escape: run.dockerfile.lines.escape };
  const lookup: VariableLookup = (name) => run.global.get(name) ?? null;
  const { text, unmatched, error } = expandWord(base, lookup, options);
  for (const name of unmatched)
    if (!run.global.has(name)) run.fromVariables.push({ line: instruction.line, name });
  if (error !== null) run.errors.stages.push(buildError('BadSubstitution', instruction.line, error, {}));
  const platform = instruction.options.get('platform')?.[0];
  if (platform !== undefined) {
    const expansion = expandWord(platform, lookup, options);
    for (const each of expansion.unmatched) {
      if (!run.global.has(each)) run.fromVariables.push({ line: instruction.line, name: each });
    }
    const refused =
      expansion.error === null
        ? refusedPlatform(expansion.text, platform, instruction.line)
        : buildError('BadSubstitution', instruction.line, expansion.error, {});
    if (refused !== null) run.errors.stages.push(refused);
  }
  if (text === '' && error === null) {
    run.errors.stages.push(
      buildError('BlankBaseName', instruction.line, `base name (${base}) should not be blank`, { base }),
    );
  }
  const isAs = instruction.args.length === 3 && instruction.args[1]?.toLowerCase() === 'as';
  const name = isAs ? (instruction.args[2]?.toLowerCase() ?? null) : null;
  const parent = run.stages.findLast((stage) => stage.name === text) ?? null;
  if (parent === null && text !== '' && error === null && instruction.error === null && !isReference(text)) {
    run.errors.stages.push(
      buildError(
        'InvalidReference',
        instruction.line,
        `failed to parse stage name ${JSON.stringify(text)}: invalid reference format`,
        { reference: text },
      ),
    );
  }
  // A stage that builds on another one gets a copy of all its files.
  run.budget.files -= parent?.files.size ?? 0;
  const stage = newStage(
    run.stages.length,
    name,
    instruction.line,
    parent?.base ?? baseImage(run.tools, isReference(text) ? text : text.toLowerCase()),
    parent,
  );
  if (run.budget.files < 0) stage.files = Files.of('unknown', stage.base.folders);
  beginStage(run, stage);
  if (parent === null) noteDigest(run, text, instruction.line);
  recordStep(run, instruction, stage, null, [text]);
}

/** The names of all stages, in order, before any is built. */
export function stageNames(dockerfile: Dockerfile): readonly { readonly name: string | null }[] {
  return dockerfile.instructions
    .filter(({ keyword }) => keyword === 'from')
    .map(({ args }) => ({ name: args.length === 3 ? (args[2]?.toLowerCase() ?? null) : null }));
}
