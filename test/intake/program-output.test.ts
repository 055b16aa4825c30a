import { expect, test } from '@jest/globals';
import { failures } from '../../src/explain/failures/index.ts';
import { readMessage } from '../../src/intake/read-message.ts';

/** What programs really print when something is wrong. */
const outputs = failures
  .filter(({ rank }) => rank !== 'notice')
  .flatMap(({ id, examples }) => examples.map((output) => ({ id, output })));

const read = (text: string) => readMessage({ text, files: [] });

test.each([
  ['by itself', (output: string) => output],
  ['in a code block', (output: string) => `\`\`\`\n${output}\n\`\`\``],
  ['between French words', (output: string) => `salut, ça me dit ça :\n${output}\nune idée ?`],
  ['below words, in a code block', (output: string) => `I get\n\`\`\`\n${output}\n\`\`\`\nwhy?`],
])('stores nothing that a program printed as a file or a part of one, where it stands %s', (_, put) => {
  const taken = outputs.flatMap(({ id, output }) => {
    const { kind, files } = read(put(output));
    const isTaken = kind === 'files' || kind === 'fragment' || Object.keys(files).length > 0;
    return isTaken ? [`${id}: ${output} → ${JSON.stringify(files)}`] : [];
  });
  expect(taken).toEqual([]);
});

test('takes four of five outputs of programs for what they are, whatever program it was', () => {
  const known = outputs.filter(({ output }) => read(output).kind === 'error');
  expect(known.length / outputs.length).toBeGreaterThan(0.8);
});
