import { describe, expect, test } from '@jest/globals';
import { mostInstructions, parseDockerfile } from '../../../src/check/dockerfile/parse.ts';

const read = (text: string) =>
  parseDockerfile(text).instructions.map(({ keyword, line, end, rest }) => [keyword, line, end, rest]);

describe('lines', () => {
  test('joins lines at a backslash and drops comments between them', () => {
    expect(read('FROM a\nRUN x \\\n# why\n  && y\n')).toEqual([
      ['from', 1, 1, 'a'],
      ['run', 2, 4, 'x   && y'],
    ]);
  });

  test('joins the next instruction after a backslash and an empty line', () => {
    expect(read('FROM a\nRUN x \\\n\nCOPY a b\n')).toEqual([
      ['from', 1, 1, 'a'],
      ['run', 2, 4, 'x COPY a b'],
    ]);
  });

  test('does not join lines at two backslashes', () => {
    expect(read('RUN x \\\\\nRUN y\n')).toHaveLength(2);
  });

  test('drops a byte order mark and carriage returns', () => {
    expect(read('\ufeffFROM a\r\nRUN x\r\n')).toEqual([
      ['from', 1, 1, 'a'],
      ['run', 2, 2, 'x'],
    ]);
  });

  test('joins lines at the character that `# escape=` sets', () => {
    expect(read('# escape=`\nFROM a\nRUN x `\n y\n')[1]).toEqual(['run', 3, 4, 'x  y']);
    expect(read('# other\n# escape=`\nFROM a\nRUN x `\nRUN y\n')).toHaveLength(3);
  });
});

describe('heredocs', () => {
  const heredocs = (text: string) => parseDockerfile(text).instructions[0]?.heredocs;

  test('keeps a heredoc with its instruction', () => {
    expect(heredocs('RUN <<EOF\na\nb\nEOF\n')).toEqual([
      { name: 'EOF', content: 'a\nb\n', expand: true, chomp: false },
    ]);
    expect(read('RUN <<EOF\na\nEOF\nRUN b\n')[1]).toEqual(['run', 4, 4, 'b']);
  });

  test('reads a quoted delimiter as literal and a dash as chomping tabs', () => {
    expect(heredocs('COPY <<-"E" /x\n\ta\n\tE\n')).toEqual([
      { name: 'E', content: 'a\n', expand: false, chomp: true },
    ]);
  });

  test('finds no heredoc in quotes, in JSON or in other instructions', () => {
    expect(read('RUN echo "<<E"\nRUN x\n')).toHaveLength(2);
    expect(read('ENV A=<<E\nRUN x\n')).toHaveLength(2);
    expect(read('RUN ["cat", "<<E"]\nRUN x\n')).toHaveLength(2);
  });
});

describe('errors', () => {
  const errors = (text: string) => parseDockerfile(text).errors.map(({ code, line }) => `${code}:${line}`);

  test('reports errors in BuildKit’s order', () => {
    expect(errors('FROM a\nFOO x\nCOPY a\nENV A\n')).toEqual([
      'KeyValueFormat:4',
      'UnknownInstruction:2',
      'MissingDestination:3',
    ]);
  });

  test('reports an empty file and one without FROM', () => {
    expect(errors('')).toEqual(['EmptyDockerfile:1']);
    expect(errors('RUN x\n')).toEqual(['NoBuildStage:1']);
  });
});

test('reads an exec form that is not JSON as a shell form', () => {
  const [good, bad] = parseDockerfile('CMD ["a", "b"]\nCMD [\'a\']\n').instructions;
  expect(good).toMatchObject({ json: true, args: ['a', 'b'] });
  expect(bad).toMatchObject({ json: false, args: ["['a']"] });
});

test('refuses to read too many instructions', () => {
  expect(parseDockerfile('RUN x\n'.repeat(mostInstructions)).tooMany).toBe(false);
  expect(parseDockerfile('RUN x\n'.repeat(mostInstructions + 1))).toMatchObject({
    tooMany: true,
    instructions: [],
  });
});
