import type { TranslatableText } from '../../../wording/wording.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import { quoted } from '../../dockerfile/text.ts';
import type { SimulatedFailure } from '../../simulation/failures.ts';
import { failureFor, placeOf } from '../queries.ts';
import { defineRule, type Reporter } from '../rule.ts';
import { oddSign } from './slips/odd-character.ts';
import { placeOfStart, writingStep } from './slips/written-file.ts';

/** What the script has on its first line instead of a shebang. */
function flawOfFirstLine(
  text: string,
): 'mark' | 'fence' | 'dockerfile' | 'comments' | 'noShebang' | 'noText' {
  if (text.trim() === '') return 'noText';
  if (text.startsWith('\ufeff')) return 'mark';
  if (/^\s*(?:```|~~~)/.test(text)) return 'fence';
  const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line));
  if (first === undefined && /^#\s+#!/.test(text)) return 'comments';
  return /^\s*FROM\s/i.test(first ?? '') ? 'dockerfile' : 'noShebang';
}

const texts = {
  title: 'The first line of the start script names a shell of the image',
  why: 'The first line (`#!/bin/sh`) says which program reads the script. Without it Linux does not know how to run the file.',
  noShebang:
    'This script does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Make that its very first line, with nothing before it.',
  written:
    'The file that this step writes does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Nothing may come before it, not even a space.',
  comments:
    'All lines of this script are comments, so Linux cannot run it: “exec format error”. Delete the # and the spaces at the beginning of each line.',
  fence:
    'The lines with three backticks belong to the chat message, not to the script, so Linux cannot run it: “exec format error”. Delete both lines: #!/bin/sh is the very first one.',
  dockerfile:
    'This file holds your Dockerfile, so Linux cannot run it: “exec format error”. The script is a file of its own, with the lines that the lesson gives.',
  mark: 'This file begins with an invisible mark (a BOM), so Linux does not see `#!/bin/sh`: “exec format error”. Save it as UTF-8 without BOM.',
  noText:
    'This script is empty, so there is nothing to run: “exec format error”. Write the lines into it that the lesson gives, and save it.',
  dash: 'This step writes the -e of `echo -e` into the file as well, because /bin/sh knows no such option: “exec format error”. Leave -e out.',
  newLine:
    'This step writes `\\n` into the file as it is, and no new line, so the first line does not end: “no such file or directory”. Use printf in place of echo.',
  oneLine:
    'This file has no line endings that Linux knows (only CR), so all of it is the first line: “no such file or directory”. Save it with LF: in VS Code, click CRLF or CR at the bottom right.',
  odd: 'A character in the first line ({{sign}}) only looks like a plain one, or cannot be seen at all, so Linux does not find {{interpreter}}. Type the first line again.',
  oddStart:
    'A character before #! ({{sign}}) cannot be seen, so Linux does not know how to run this file: “exec format error”. Delete the first line, and type it again.',
  python:
    'The first line has Python read this file, but the lines below are written for a shell: “SyntaxError”. Use #!/bin/sh.',
  oneWord:
    'Linux hands what comes after {{interpreter}} to it as one word, “{{words}}”, and it can make nothing of that. Let the first line end there: a comment takes a line of its own.',
  absent:
    'The first line asks for {{interpreter}}, which is not in this image: “no such file or directory”. Use #!/bin/sh.',
} as const;

export const entrypointInterpreter = defineRule({
  id: 'EntrypointInterpreter',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the first line of the script, and whether the image has the program that it names',
  texts,
  good: {
    'entrypoint.sh':
      '#!/bin/sh\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  bad: {
    'entrypoint.sh':
      'set -e\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n',
  },
  find: (context, report) => {
    const failure = failureFor(context, 'entrypoint-script', [
      'exec-format',
      'interpreter-not-found',
      'interpreter-arguments',
      'not-python',
    ]);
    if (failure === undefined) return [];
    const step = writingStep(context, failure);
    const text = step === undefined ? (context.buildContext.files.get(failure.at.file)?.text ?? '') : '';
    // A script that a step of the Dockerfile writes is no file of the student's, so the step itself is reported.
    const at = step === undefined ? { ...placeOf(failure), line: 1 } : placeOfStart(context, failure);
    return [{ ...at, message: sentenceFor(failure, { text, step }, report), status: 'wrong' }];
  },
});

type OfFirstLine = SimulatedFailure<
  'exec-format' | 'interpreter-not-found' | 'interpreter-arguments' | 'not-python'
>;

/**
 * The sentence for a first line that names no shell. `text` is the student's file, `step` the instruction that writes the script instead.
 */
function sentenceFor(
  failure: OfFirstLine,
  { text, step }: { readonly text: string; readonly step: Instruction | undefined },
  report: Reporter<typeof texts>,
): TranslatableText {
  const [first = ''] = text.slice(0, 300).split('\n');
  const sign = oddSign(first);
  switch (failure.kind) {
    case 'interpreter-not-found': {
      const interpreter = quoted(failure.interpreter);
      if (text.includes('\r') && !text.includes('\n')) return report('oneLine');
      if (step !== undefined && failure.interpreter.includes('\\n')) return report('newLine');
      return sign === null ? report('absent', { interpreter }) : report('odd', { sign, interpreter });
    }
    case 'interpreter-arguments':
      return report('oneWord', { interpreter: quoted(failure.interpreter), words: quoted(failure.words) });
    case 'not-python':
      return report('python');
    case 'exec-format':
      if (step !== undefined) return report(/\becho\s+-\w{0,3}e/.test(step.rest) ? 'dash' : 'written');
      return sign !== null && !first.startsWith('\ufeff') && first.includes('#!')
        ? report('oddStart', { sign })
        : report(flawOfFirstLine(text));
  }
}
