import { expect, test } from '@jest/globals';
import { typedCommand } from '../../../src/discord/direct-messages/typed-command.ts';

const names = new Set(['ask', 'check', 'explain', 'help', 'hint', 'indice', 'layers', 'status', 'verify']);
const read = (text: string): string | null => {
  const typed = typedCommand(text, (name) => names.has(name));
  return typed === null ? null : `${typed.name} ${typed.rest}`.trim();
};

test.each([
  ['/hint 3', 'hint 3'],
  ['/hint3', 'hint 3'],
  ['!hint:3', 'hint 3'],
  ['hint #2', 'hint 2'],
  ['hint for todo 4 pls', 'hint 4'],
  ['can u give me hint 2', 'hint 2'],
  ['could you please give me a hint for task 3?', 'hint 3'],
  ['im stuck on todo 3', 'hint 3'],
  ['how do i do todo 5', 'hint 5'],
  ['TODO 1 help', 'hint 1'],
  ['give me a hint', 'hint'],
  ['next hint please', 'hint'],
  ["j'ai besoin d'un indice", 'indice'],
  ['indice pour le todo 5 svp', 'hint 5'],
  ['je suis bloqué au todo 3', 'hint 3'],
  ['comment faire le todo 2 ?', 'hint 2'],
  ['verify pls', 'verify'],
  ['can you check it', 'check'],
  ['my status', 'status'],
  ['when is the deadline', 'status'],
  ['how many points do i have', 'status'],
  ['quelle est la date limite ?', 'status'],
  ['i want to talk to a human', 'ask'],
  ['can a teacher help me', 'ask'],
  ['je veux parler à un prof', 'ask'],
  ['what can you do', 'help'],
  ['HELP ME', 'help'],
  ['comment ça marche ?', 'help'],
])('reads "%s" as a command', (text, command) => {
  expect(read(text)).toBe(command);
});

test.each([
  'how do i verify?',
  'what is check',
  'i got 3 errors on todo 2',
  'error on todo 3',
  'i dont want a hint',
  'thanks for the hint',
  'merci pour l’indice',
  'help with docker',
  'Step 4/8 : RUN pip install uv',
  './hint3.sh',
  '/app',
  '2',
  'hint 1 and hint 2',
  'hint 12345',
  'it works',
  'please',
  'COPY . .',
  'hint\nhint',
])('takes "%s" for no command', (text) => {
  expect(read(text)).toBeNull();
});

test('names no command that there is not', () => {
  expect(typedCommand('when is the deadline', (name) => name === 'hint')).toBeNull();
});
