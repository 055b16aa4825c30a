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
  find: (view, tell) => {
    const lines = (view.student.files[view.names.dockerfile] ?? '').split('\n');
    return view.dockerfile.instructions.flatMap((instruction) => {
      const found = swallowedBy(instruction, lines);
      if (found === null) return [];
      const message = tell('found', { next: found.line, word: found.word });
      return [{ file: view.names.dockerfile, line: instruction.line, message }];
    });
  },
});
