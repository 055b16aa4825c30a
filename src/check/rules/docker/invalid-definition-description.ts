import { quoted } from '../../dockerfile/text.ts';
import { defineRule, dockerPage } from '../rule.ts';

/**
 * Whether the check is enabled. It is experimental in Docker, so it has to be requested by name or together with all experimental checks.
 */
const asked = (options: string): boolean =>
  options.split(';').some((option) => {
    const names = /^\s*experimental=(.*)$/s.exec(option)?.[1]?.split(',') ?? [];
    return names.some((name) => /^\s*(?:InvalidDefinitionDescription|all)\b/.test(name));
  });

/** The name in `FROM image AS name`. */
const stageNameIn = (args: readonly string[]): readonly string[] =>
  args.length === 3 ? [args[2]?.toLowerCase() ?? ''] : [];

export const invalidDefinitionDescription = defineRule({
  id: 'InvalidDefinitionDescription',
  severity: 'advice',
  url: dockerPage('invalid-definition-description'),
  reads: 'the comment above a named FROM or an ARG, where `# check=experimental=` asks for it',
  texts: {
    title: 'A comment above a stage or an argument describes it by its name',
    why: 'Tools show such a comment as the description of the stage or the argument, so it begins with that name.',
    found:
      'The comment above {{instruction}} should have the form `# {{name}} <description>`. If it is not a description, put an empty comment (`#`) between.',
  },
  good: {
    Dockerfile:
      '# check=experimental=InvalidDefinitionDescription\n# build makes the packages\nFROM python:3.11-slim AS build\n',
  },
  bad: {
    Dockerfile:
      '# check=experimental=InvalidDefinitionDescription\n# the first stage\nFROM python:3.11-slim AS build\n',
  },
  find: (context, report) => {
    if (!asked(context.dockerfile.lines.checkOptions ?? '')) return [];
    return context.dockerfile.instructions.flatMap(({ keyword, args, comment, line }) => {
      if (comment === null || comment === '' || (keyword !== 'from' && keyword !== 'arg')) return [];
      const names = keyword === 'arg' ? args.map((arg) => arg.split('=')[0] ?? '') : stageNameIn(args);
      const [first] = names;
      if (first === undefined || names.includes(comment.split(' ')[0] ?? '')) return [];
      const instruction = keyword.toUpperCase();
      return [
        {
          file: context.names.dockerfile,
          line,
          message: report('found', { instruction, name: quoted(first) }),
        },
      ];
    });
  },
});
