import { failuresFor, one, placeOf, shown } from '../asking.ts';
import { defineRule } from '../rule.ts';

export const entrypointInterpreter = defineRule({
  id: 'EntrypointInterpreter',
  severity: 'error',
  aim: 'entrypoint-script',
  reads: 'the first line of the script, and whether the image has the program that it names',
  texts: {
    title: 'The first line of the start script names a shell of the image',
    why: 'The first line (`#!/bin/sh`) says which program reads the script. Without it Linux does not know how to run the file.',
    noShebang:
      'This script does not begin with `#!/bin/sh`, so Linux cannot run it: “exec format error”. Make that its very first line.',
    mark: 'This file begins with an invisible mark (a BOM), so Linux does not see `#!/bin/sh`: “exec format error”. Save it as UTF-8 without BOM.',
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
  find: (view, tell) =>
    one(
      failuresFor(view, 'entrypoint-script').find(
        ({ code }) => code === 'exec-format' || code === 'no-interpreter',
      ),
      (failure) => ({
        ...placeOf(failure),
        line: 1,
        message:
          failure.code === 'no-interpreter'
            ? tell('absent', { interpreter: shown(failure, 'interpreter') })
            : tell(failure.values.mark === 1 ? 'mark' : 'noShebang'),
        status: 'wrong',
      }),
    ),
});
