import { readFlags } from './flags.ts';
import { validateHealthcheck } from './healthcheck.ts';
import { parseHeredocWord } from './heredoc.ts';
import { atLeastOneArgument, exactlyOneArgument, InstructionError } from './instruction-error.ts';
import type { Keyword } from './keywords.ts';
import type { Shape } from './shape.ts';
import { trim } from './text.ts';

type Flags = ReadonlyMap<string, readonly string[]>;

interface ShapedInstruction extends Shape {
  /** The keyword in upper case, as in BuildKit's messages. */
  readonly name: string;
  /** Parses the flags. Throws for a flag that the instruction does not have. */
  readonly readFlags: () => Flags;
}

/**
 * Validates an instruction as BuildKit does after reading all lines, and returns its flags. If several things are wrong, BuildKit reports
 * only one, so each validator reads the flags at the same point as BuildKit.
 */
export function validateArguments(keyword: Keyword, shape: Shape, flags: readonly string[]): Flags {
  return validators[keyword]({
    ...shape,
    name: keyword.toUpperCase(),
    readFlags: () => readFlags(keyword, flags),
  });
}

const validators: Readonly<Record<Keyword, (instruction: ShapedInstruction) => Flags>> = {
  add: validateCopy,
  arg: validateArg,
  cmd: ({ readFlags }) => readFlags(),
  copy: validateCopy,
  entrypoint: ({ readFlags }) => readFlags(),
  env: validatePairs,
  expose: validateExpose,
  from: validateFrom,
  healthcheck: ({ name, args, readFlags }) => {
    if (args.length === 0) throw atLeastOneArgument(name);
    return validateHealthcheck(args, readFlags);
  },
  label: validatePairs,
  maintainer: validateSingle,
  onbuild: validateOnbuild,
  run: validateRun,
  shell: validateShell,
  stopsignal: validateStopsignal,
  user: validateSingle,
  volume: validateVolume,
  workdir: validateSingle,
};

function validatePairs({ name, pairs, readFlags }: ShapedInstruction): Flags {
  const flags = readFlags();
  if (pairs.length === 0) throw atLeastOneArgument(name);
  if (pairs.some((pair) => pair.name === ''))
    throw new InstructionError('KeyValueFormat', `${name} names can not be blank`, {
      instruction: name,
      word: '=',
    });
  return flags;
}

function validateRun({ readFlags }: ShapedInstruction): Flags {
  const flags = readFlags();
  const network = flags.get('network')?.[0] ?? 'default';
  if (!['default', 'none', 'host'].includes(network))
    throw new InstructionError('UnknownFlag', `invalid network mode ${JSON.stringify(network)}`, {
      flag: '--network',
    });
  return flags;
}

function validateCopy({ name, args, json, readFlags }: ShapedInstruction): Flags {
  const values = { instruction: name, source: args[0] ?? '' };
  if (args.length < 2) {
    const phrase = `${name} requires at least two arguments, but only one was provided. Destination could not be determined`;
    throw new InstructionError('MissingDestination', phrase, values);
  }
  if (!json && parseHeredocWord(args.at(-1) ?? '') !== null)
    throw new InstructionError(
      'MissingDestination',
      `${name} cannot accept a heredoc as a destination`,
      values,
    );
  return readFlags();
}

function validateSingle({ name, args, readFlags }: ShapedInstruction): Flags {
  if (args.length !== 1) throw exactlyOneArgument(name);
  return readFlags();
}

/** BuildKit ignores the flags of STOPSIGNAL and ARG. */
function validateStopsignal({ name, args }: ShapedInstruction): Flags {
  if (args.length !== 1) throw exactlyOneArgument(name);
  return new Map();
}

function validateArg({ name, args }: ShapedInstruction): Flags {
  if (args.length === 0) throw atLeastOneArgument(name);
  if (args.some((each) => each.startsWith('=')))
    throw new InstructionError('KeyValueFormat', 'ARG names can not be blank', {
      instruction: 'ARG',
      word: '=',
    });
  return new Map();
}

function validateExpose({ name, args, readFlags }: ShapedInstruction): Flags {
  if (args.length === 0) throw atLeastOneArgument(name);
  return readFlags();
}

function validateVolume({ name, args, readFlags }: ShapedInstruction): Flags {
  if (args.length === 0) throw atLeastOneArgument(name);
  const flags = readFlags();
  if (args.some((each) => trim(each) === ''))
    throw new InstructionError('EmptyVolume', 'VOLUME specified can not be an empty string');
  return flags;
}

function validateShell({ name, args, json, readFlags }: ShapedInstruction): Flags {
  const flags = readFlags();
  if (args.length === 0) throw atLeastOneArgument(name);
  if (!json) throw new InstructionError('ShellNotJson', 'SHELL requires the arguments to be in JSON form');
  return flags;
}

function validateFrom({ args, readFlags }: ShapedInstruction): Flags {
  const isNamed = args.length === 3 && args[1]?.toLowerCase() === 'as';
  if (!isNamed && args.length !== 1)
    throw new InstructionError('FromArguments', 'FROM requires either one or three arguments', {
      count: args.length,
    });
  const name = args[2] ?? '';
  if (isNamed && !/^[a-z][a-z0-9\-_.]*$/.test(name.toLowerCase())) {
    const phrase = `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`;
    throw new InstructionError('InvalidStageName', phrase, { name });
  }
  return readFlags();
}

function validateOnbuild({ args, readFlags }: ShapedInstruction): Flags {
  const trigger = (args[0] ?? '').toUpperCase();
  if (trigger === '') throw atLeastOneArgument('ONBUILD');
  if (trigger === 'ONBUILD') {
    const phrase = "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed";
    throw new InstructionError('OnbuildTrigger', phrase, { trigger });
  }
  if (trigger === 'MAINTAINER' || trigger === 'FROM')
    throw new InstructionError('OnbuildTrigger', `${trigger} isn't allowed as an ONBUILD trigger`, {
      trigger,
    });
  return readFlags();
}
