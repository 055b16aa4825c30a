import type { TranslatableText } from '../../../wording/wording.ts';
import { quoted } from '../../dockerfile/text.ts';
import { failureFor, placeOf } from '../queries.ts';
import { defineRule, type Violation } from '../rule.ts';

/** What stands at the script's beginning instead of a first line. */
function flawOfFirstLine(text: string): 'mark' | 'fence' | 'dockerfile' | 'comments' | 'noShebang' {
  if (text.startsWith('\ufeff')) return 'mark';
  if (/^\s*(?:```|~~~)/.test(text)) return 'fence';
  const first = text.split('\n').find((line) => !/^\s*(?:#|$)/.test(line));
  if (first === undefined && /^#\s+#!/.test(text)) return 'comments';
  return /^\s*FROM\s/i.test(first ?? '') ? 'dockerfile' : 'noShebang';
}

export const entrypointInterpreter = defineRule({
  id: 'EntrypointInterpreter',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the first line of the script, and whether the image has the program that it names',
  texts: {
    title: 'The first line of the start script names a shell of the image',
    why: 'The first line (`#!/bin/sh`) says which program reads the script. Without it Linux does not know how to run the file.',
    noShebang:
      'This script does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Make that its very first line, with nothing before it.',
    written:
      'The file that this step writes does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Nothing may come before it, not even a space.',
    comments:
      'All lines of this script are comments, so Linux cannot run it: “exec format error”. Delete the # and the spaces at the beginning of each line.',
    fence:
      'The marks ``` belong to the chat message, not to the script, so Linux cannot run it: “exec format error”. Delete both lines: #!/bin/sh is the very first one.',
    dockerfile:
      'This file holds your Dockerfile, so Linux cannot run it: “exec format error”. The script is a file of its own, with the lines that the lesson gives.',
    mark: 'This file begins with an invisible mark (a BOM), so Linux does not see `#!/bin/sh`: “exec format error”. Save it as UTF-8 without BOM.',
    python:
      'The first line has Python read this file, but the lines below are written for a shell: “SyntaxError”. Use #!/bin/sh.',
    oneWord:
      'Linux hands what comes after {{interpreter}} to it as one word, “{{words}}”, and it can make nothing of that. Let the first line end there: a comment takes a line of its own.',
    absent:
      'The first line asks for {{interpreter}}, which is not in this image: “no such file or directory”. Use #!/bin/sh.',
  },
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
    const violationsWith = (message: TranslatableText): readonly Violation[] => [
      { ...placeOf(failure), line: 1, message, status: 'wrong' },
    ];
    switch (failure.kind) {
      case 'interpreter-not-found':
        return violationsWith(report('absent', { interpreter: quoted(failure.interpreter) }));
      case 'interpreter-arguments': {
        const { interpreter, words } = failure;
        return violationsWith(report('oneWord', { interpreter: quoted(interpreter), words: quoted(words) }));
      }
      case 'not-python':
        return violationsWith(report('python'));
      case 'exec-format':
        // What a heredoc of the Dockerfile holds is not the file that it stands in.
        return failure.at.file === context.project.dockerfile
          ? [{ ...placeOf(failure), message: report('written'), status: 'wrong' }]
          : violationsWith(
              report(flawOfFirstLine(context.buildContext.files.get(failure.at.file)?.text ?? '')),
            );
    }
  },
});
