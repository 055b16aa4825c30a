import { type BuildError, buildError } from '../../dockerfile/build-error.ts';
import { type Instruction, readInstruction } from '../../dockerfile/instruction.ts';
import { isKnown } from '../../dockerfile/unknown-text.ts';
import { ownerOf } from '../../dockerfile/user.ts';
import { type BuildState, type InstructionOutcome, noOutcome, type Substitution } from '../build/build.ts';
import { plainFile } from '../image/entry.ts';
import { resolvePath } from '../image/files.ts';
import type { Stage } from '../image/stage.ts';
import { copy } from './copy.ts';
import { refusedChecksum, refusedMode, refusedPort, refusedSignal, refusedSource } from './refusals.ts';
import { runInstruction } from './run.ts';
import { declare, expose, setVariables } from './variables.ts';

/** Applies an instruction to its stage. */
export function carryOut(
  run: BuildState,
  stage: Stage,
  instruction: Instruction,
  words: Substitution,
): InstructionOutcome {
  const { line } = instruction;
  switch (instruction.keyword) {
    case 'env':
      return { ...noOutcome, values: setVariables(stage, instruction, words) };
    case 'label':
      return { ...noOutcome, values: instruction.pairs.map(({ value }) => words.word(value ?? '')) };
    case 'arg':
      declare(run, stage, instruction, words);
      return noOutcome;
    case 'workdir': {
      const value = words.word(instruction.args[0] ?? '');
      stage.workdir = stage.files.links.follow(resolvePath(stage.workdir, value === '' ? '.' : value));
      stage.workdirSet = true;
      stage.workdirLine = line;
      if (isKnown(stage.workdir)) {
        if (stage.files.get(stage.workdir) === null) {
          const owner = ownerOf(stage.user);
          stage.files.put(stage.workdir, { ...plainFile, kind: 'folder', executable: true, owner, line });
        }
      }
      return { ...noOutcome, values: [value] };
    }
    case 'user': {
      const value = words.word(instruction.args[0] ?? '');
      stage.user = value;
      stage.userLine = line;
      return { ...noOutcome, values: [value] };
    }
    case 'shell':
      stage.shell = instruction.args;
      return noOutcome;
    case 'expose':
      return { ...noOutcome, values: instruction.args.flatMap((port) => expose(stage, port, line, words)) };
    case 'entrypoint':
    case 'cmd': {
      const start = {
        exec: instruction.json ? instruction.args : null,
        shell: instruction.json ? null : instruction.rest,
        line,
        written: instruction.rest,
      };
      if (instruction.keyword === 'cmd') stage.cmd = start;
      else {
        stage.entrypoint = instruction.json && instruction.args.length === 0 ? null : start;
        // ENTRYPOINT resets a CMD inherited from the base image or a parent stage, but not one set in this stage.
        if (stage.cmd !== null && (stage.cmd.line === 0 || stage.cmd === stage.parent?.cmd)) stage.cmd = null;
      }
      return noOutcome;
    }
    case 'copy':
    case 'add':
      return copy(run, stage, instruction, words);
    case 'run':
      runInstruction(run, stage, instruction, words);
      return noOutcome;
    case 'onbuild': {
      const { end, heredocs } = instruction;
      const text = { text: instruction.rest, start: line, end, heredocs, comment: null };
      stage.triggers.push(readInstruction(text, run.dockerfile.lines.escape).instruction);
      return noOutcome;
    }
    case 'volume':
    case 'stopsignal':
      return { ...noOutcome, values: instruction.args.map((arg) => words.word(arg)) };
    default:
      return noOutcome;
  }
}

/** Errors for which Docker rejects an instruction's values. */
export function refusals(
  instruction: Instruction,
  values: readonly string[],
  words: Substitution,
): readonly BuildError[] {
  const { line, keyword } = instruction;
  const one = (error: BuildError | null): readonly BuildError[] => (error === null ? [] : [error]);
  switch (keyword) {
    case 'expose':
      return values
        .toSorted()
        .flatMap((port) => one(refusedPort(port, line)))
        .slice(0, 1);
    case 'stopsignal':
      return one(refusedSignal(values[0] ?? '', line));
    case 'volume':
      return values.some((value) => value === '')
        ? [buildError('EmptyVolume', line, 'VOLUME specified can not be an empty string', {})]
        : [];
    case 'copy':
    case 'add': {
      const mode = one(refusedMode(values[0] ?? '', line));
      const named = instruction.args.slice(0, -1).filter((arg) => !/^\d*<<-?/.test(arg));
      const sourceErrors = named.flatMap((source) =>
        one(refusedSource(words.word(source), keyword === 'add', line)),
      );
      const checksum = one(
        refusedChecksum(
          words.word(instruction.options.get('checksum')?.[0] ?? ''),
          named.map((source) => words.word(source)),
          line,
        ),
      );
      return [...mode, ...sourceErrors, ...checksum].slice(0, 1);
    }
    default:
      return [];
  }
}
