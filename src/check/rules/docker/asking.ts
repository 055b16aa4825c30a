import type { View } from '../rule.ts';

/** FROM lines that Docker accepts. */
export const froms = (view: View) =>
  view.simulation.steps
    .filter(({ instruction }) => instruction.keyword === 'from')
    .map(({ instruction, stage }) => ({
      file: view.names.dockerfile,
      line: instruction.line,
      args: instruction.args,
      written: instruction.written,
      name: stage?.name ?? null,
      platform: instruction.options.get('platform')?.[0] ?? null,
    }));

export const stageNames = (view: View) =>
  view.simulation.stages.flatMap(({ name, line }) =>
    name === null ? [] : [{ file: view.names.dockerfile, line, name }],
  );

/** The ports of all EXPOSE lines, variables replaced. */
export const ports = (view: View) =>
  view.simulation.steps
    .filter(({ instruction }) => instruction.keyword === 'expose' && instruction.error === null)
    .flatMap(({ instruction, values }) =>
      values.map((port) => ({ file: view.names.dockerfile, line: instruction.line, port })),
    );
