import { swallowedBy } from '../../dockerfile/swallowed.ts';
import { defineRule } from '../rule.ts';

export const swallowedInstruction = defineRule({
  id: 'SwallowedInstruction',
  severity: 'error',
  reads: 'continuation lines',
  texts: {
    title: 'No instruction is swallowed by a backslash',
    why: 'A backslash at the end of a line joins it with the next one, over empty lines too.',
    found:
      'The backslash above line {{next}} makes `{{word}}` there a part of this command, not an instruction. Delete the backslash.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN echo a\nWORKDIR /app\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUN echo a \\\n\nWORKDIR /app\n' },
  find: (context, report) => {
    const lines = (context.student.files[context.names.dockerfile] ?? '').split('\n');
    return context.dockerfile.instructions.flatMap((instruction) => {
      const found = swallowedBy(instruction, lines);
      if (found === null) return [];
      const message = report('found', { next: found.line, word: found.word });
      return [{ file: context.names.dockerfile, line: instruction.line, message }];
    });
  },
});
