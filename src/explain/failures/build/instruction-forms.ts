import { defineFailure, type Failure } from '../failure.ts';
import { buildAgain } from '../next.ts';

/** Instructions that Docker knows but whose arguments it rejects. */
export const instructionFormFailures: readonly Failure[] = [
  defineFailure({
    id: 'copy-mode-invalid',
    phase: 'parse',
    about: 'executable',
    aims: ['entrypoint-script'],
    when: ["invalid chmod parameter: '<mode>'", 'invalid chmod parameter'],
    cause: 'COPY’s `--chmod` was given a mode that this Docker does not take.',
    cure: 'Write it as a number: `COPY --chmod=755 entrypoint.sh /entrypoint.sh`. Letters like `+x` belong to `RUN chmod`.',
    next: buildAgain,
    examples: [
      "dockerfile parse error on line 6: invalid chmod parameter: '+x'. it should be octal string and between 0 and 07777",
      'ERROR: failed to solve: invalid chmod parameter: a+x. it should be octal string',
    ],
  }),
  defineFailure({
    id: 'list-form-required',
    phase: 'parse',
    about: 'exec-form',
    when: [
      'requires the arguments to be in JSON form',
      'arrays must be comprised of strings only',
      'not a JSON array',
    ],
    cause: 'This instruction wants a list of texts in double quotes: numbers and plain words are none.',
    cure: 'Write `["/bin/bash", "-c"]`: square brackets, every word in double quotes, commas between them.',
    next: buildAgain,
    examples: [
      'dockerfile parse error on line 3: SHELL requires the arguments to be in JSON form',
      'failed to solve: when using JSON array syntax, arrays must be comprised of strings only',
    ],
  }),
  defineFailure({
    id: 'copy-of-address',
    phase: 'parse',
    about: 'copy',
    when: ["source can't be a URL for COPY", "source can't be a git ref for COPY"],
    cause: 'COPY only takes files of your folder or of another stage, no addresses.',
    cure: 'Write ADD in place of COPY, or fetch it in a RUN step with curl.',
    next: buildAgain,
    examples: [
      "ERROR: failed to solve: dockerfile parse error on line 4: source can't be a URL for COPY",
      "source can't be a git ref for COPY",
    ],
  }),
  defineFailure({
    id: 'variable-in-stage-name',
    phase: 'parse',
    about: 'stage',
    when: [
      "doesn't support variable expansion, define alias stage instead",
      'variable expansion is not supported for --from',
    ],
    cause: '`--from` does not take a variable.',
    cure: 'Give the image a stage of its own, `FROM $IMAGE AS tools`, and copy with `--from=tools`.',
    next: buildAgain,
    examples: [
      "failed to solve: '--from' doesn't support variable expansion, define alias stage instead",
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround',
    ],
  }),
];
