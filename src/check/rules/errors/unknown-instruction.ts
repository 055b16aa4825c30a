import { nearest } from '../../../spelling/nearest.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import { keywords } from '../../dockerfile/keywords.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, referencePage, type Violation } from '../rule.ts';

const shellWords = new Set(
  `pip pip3 uv apt apt-get apk python python3 chmod mkdir cd echo cp mv rm set exec export curl wget git && || sh bash useradd
   adduser npm touch`.split(/\s+/),
);

/** A line of the start script pasted into the Dockerfile. */
const isOfScript = (text: string): boolean =>
  /^\s*(?:set\s+-\w|exec\s|(?:uv\s+run\s+)?python3?\s+\S*manage\.py\s+(?:migrate|runserver))/.test(text);

/** A letter of another alphabet; empty if there is none. */
const foreignLetter = (word: string): string => /[^\P{L}a-zA-Z]/u.exec(word)?.[0] ?? '';

/** Whether a line looks like the continuation of the RUN above it. */
const continuesRun = (above: Instruction | undefined, written: string): boolean =>
  above?.keyword === 'run' &&
  (/^[-&|]/.test(written) || /(?:install|add|&&|\|\||-y|-r)\s*$/.test(above.rest));

const keywordOf = (word: string): string | null =>
  /^[A-Z]+$/.test(word) && keywords.some((each) => each === word.toLowerCase()) ? word : null;

/** `WORKDIR=/app`: an instruction followed by a sign instead of a space. */
const isJoined = (written: string): boolean =>
  keywordOf(/^([A-Za-z]+)[=:([&]/.exec(written)?.[1]?.toUpperCase() ?? '') !== null && !/:$/.test(written);

/** `ENTRY POINT`: an instruction split into two words. */
function splitKeyword(text: string): string | null {
  const [first = '', second = ''] = text.trim().split(/\s+/);
  return second === '' ? null : keywordOf(`${first}${second}`.toUpperCase());
}

/** A line of an array in brackets that begins on the line above. */
const isInList = (above: Instruction | undefined, written: string): boolean =>
  /^["'\]]/.test(written) && above !== undefined && above.rest.lastIndexOf('[') > above.rest.lastIndexOf(']');

/** What a line without an instruction was probably meant to be. The most reliable clue comes first. */
function likelyMistake(
  { written, text }: Instruction,
  above: Instruction | undefined,
  suggestion: string | null,
) {
  if (/^(?:```|~~~)/.test(written)) return 'fence';
  if (/^(?:<{7}|={7}|>{7})/.test(written)) return 'conflict';
  if (/[\p{Z}\p{C}]/u.test(written)) return 'blank';
  if (isJoined(written)) return 'joined';
  if (splitKeyword(text) !== null) return 'split';
  if (/^(?:docker|docker-compose)$/.test(written)) return 'terminal';
  if (keywordOf(text.trim().split(/\s+/)[1] ?? '') !== null && !shellWords.has(written)) return 'prefix';
  if (isInList(above, written)) return 'list';
  if (foreignLetter(written) !== '') return 'lookalike';
  if (/^\/\/|^<!--|^--|^;/.test(written) && suggestion === null) return 'comment';
  if (written.toLowerCase() === 'cd') return 'cd';
  if (written.toLowerCase() === 'cp') return 'copy';
  if (/\\\s+#/.test(above?.rest ?? '')) return 'behindBackslash';
  if (isOfScript(text)) return 'script';
  if (suggestion !== null) return 'typo';
  if (continuesRun(above, written)) return 'continued';
  return shellWords.has(written.toLowerCase()) ? 'command' : 'found';
}

const wordBefore = (written: string): string => quoted(/^[A-Za-z]+/.exec(written)?.[0] ?? '');
const wordAfter = ({ text }: Instruction): string => quoted(text.trim().split(/\s+/)[1] ?? '', 30);

export const unknownInstruction = defineRule({
  id: 'UnknownInstruction',
  severity: 'error',
  url: referencePage('overview'),
  reads: 'the first word of each line',
  texts: {
    title: 'Every line begins with an instruction',
    why: 'Docker takes the first word of a line for an instruction (FROM, RUN, COPY …). It cannot guess what another word means.',
    found:
      'The build stops here: {{phrase}}. A line begins with an instruction like RUN or COPY, or with # for a comment.',
    typo: 'The build stops here: {{phrase}}. Did you mean {{suggestion}}?',
    command:
      'The build stops here: {{phrase}}. `{{word}}` is a command, not an instruction: put RUN before it, or end the line above with a backslash if it goes on here.',
    continued:
      'The build stops here: {{phrase}}. The line above seems to go on here: end it with a backslash as its very last character.',
    fence:
      'The build stops here: {{phrase}}. This mark belongs to the chat message, not to the Dockerfile: delete the line.',
    conflict:
      'The build stops here: {{phrase}}. This is a mark of a merge conflict in git: choose one version and delete the marks.',
    joined: 'The build stops here: {{phrase}}. Put a space after {{word}}, in place of the character there.',
    prefix: 'The build stops here: {{phrase}}. Delete what comes before {{word}}: the line begins with it.',
    list: 'The build stops here: {{phrase}}. The list that the line above begins has to be on one line, up to its closing bracket.',
    comment: 'The build stops here: {{phrase}}. A comment begins with #.',
    cd: 'The build stops here: {{phrase}}. The folder is changed with WORKDIR, which holds for all steps below.',
    script:
      'The build stops here: {{phrase}}. This line belongs in the start script, a file of its own, and not in the Dockerfile.',
    copy: 'The build stops here: {{phrase}}. Files of your folder come into the image with COPY.',
    behindBackslash:
      'The build stops here: {{phrase}}. A comment stands after the backslash of the line above, so the command ends there. Put the comment on a line of its own.',
    split: 'The build stops here: {{phrase}}. {{word}} is one word, without a space.',
    terminal:
      'The build stops here: {{phrase}}. This is a command for your own terminal and no part of the Dockerfile: delete the line.',
    lookalike:
      'The build stops here: {{phrase}}. The letter {{letter}} in the first word comes from another alphabet and only looks like the right one: type the word again.',
    blank:
      'The build stops here: {{phrase}}. There is an invisible character next to the first word, probably copied from a web page: type the line again.',
  },
  good: { Dockerfile: 'FROM python:3.11-slim\nRUN pip install uv\n' },
  bad: { Dockerfile: 'FROM python:3.11-slim\nRUUN pip install uv\n' },
  find: (context, report) => {
    const violations: Violation[] = [];
    const file = context.names.dockerfile;
    let previous = -2;
    const { steps } = context.simulation;
    for (const [index, { instruction }] of steps.entries()) {
      if (instruction.keyword !== null || !context.sent.dockerfile) continue;
      // A command that is broken over several lines without backslashes is a single mistake.
      const follows = previous === index - 1;
      previous = index;
      if (follows) continue;
      const { written, line } = instruction;
      const word = quoted(written, 30);
      const phrase = quoted(`unknown instruction: ${written}`, 60);
      const suggestion = nearest(written.toLowerCase(), keywords)?.toUpperCase() ?? null;
      const letter = foreignLetter(written);
      const key = likelyMistake(instruction, steps[index - 1]?.instruction, suggestion);
      const named = key === 'joined' ? wordBefore(written) : wordAfter(instruction);
      const split = key === 'split' ? splitKeyword(instruction.text) : null;
      const values = {
        phrase,
        word: split ?? (key === 'joined' || key === 'prefix' ? named : word),
        letter,
        suggestion: suggestion ?? '',
      };
      violations.push({ file, line, message: report(key, values) });
    }
    return violations;
  },
});
