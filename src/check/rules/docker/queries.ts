import type { RuleContext } from '../rule.ts';

/** FROM instructions that Docker accepts. */
export const froms = (context: RuleContext) =>
  context.simulation.steps
    .filter(({ instruction }) => instruction.keyword === 'from')
    .map(({ instruction, stage }) => ({
      file: context.names.dockerfile,
      line: instruction.line,
      args: instruction.args,
      written: instruction.written,
      name: stage?.name ?? null,
      platform: instruction.options.get('platform')?.[0] ?? null,
    }));

export const stageNames = (context: RuleContext) =>
  context.simulation.stages.flatMap(({ name, line }) =>
    name === null ? [] : [{ file: context.names.dockerfile, line, name }],
  );

/** The ports of all EXPOSE instructions, after variable substitution. */
export const ports = (context: RuleContext) =>
  context.simulation.steps
    .filter(({ instruction }) => instruction.keyword === 'expose' && instruction.error === null)
    .flatMap(({ instruction, values }) =>
      values.map((port) => ({ file: context.names.dockerfile, line: instruction.line, port })),
    );
