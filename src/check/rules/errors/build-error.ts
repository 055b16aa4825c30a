import type { WordingValues } from '../../../wording/wording.ts';
import type { BuildErrorCode } from '../../dockerfile/build-error.ts';
import type { Instruction } from '../../dockerfile/instruction.ts';
import { quoted } from '../../dockerfile/text.ts';
import { instructionAt } from '../queries.ts';
import { defineRule, type Example, type Rule, type RuleContext, referencePage } from '../rule.ts';

interface Chosen {
  readonly key: string;
  readonly values: WordingValues;
}

interface BuildErrorDefinition {
  readonly code: BuildErrorCode;
  /** The section of Docker's Dockerfile reference. */
  readonly anchor: string;
  readonly texts: Readonly<Record<string, string> & Record<'title' | 'why' | 'found', string>>;
  /** Chooses a sentence that says more about a rejected instruction than `found`, with its values; null for `found`. */
  readonly choose?: (instruction: Instruction, phrase: string) => Chosen | null;
  readonly good: Example;
  readonly bad: Example;
}

/** A rule for one kind of build error. It quotes BuildKit's own message, so that students recognise it. */
export function buildErrorRule({ code, anchor, texts, choose, good, bad }: BuildErrorDefinition): Rule {
  const chosenAt = (context: RuleContext, line: number, phrase: string): Chosen => {
    const instruction = instructionAt(context, line);
    const chosen = instruction === undefined ? null : choose?.(instruction, phrase);
    return chosen ?? { key: 'found', values: {} };
  };
  return defineRule({
    id: code,
    severity: 'error',
    url: referencePage(anchor),
    reads: 'what BuildKit’s parser refuses',
    texts,
    good,
    bad,
    find: (context, report) => {
      if (!context.sent.dockerfile) return [];
      if (context.dockerfile.errors.length === 0 && context.simulation.errors.length === 0) return [];
      return [context.dockerfile.errors, context.simulation.errors]
        .flatMap((errors) => errors.filter((error) => error.code === code))
        .map(({ line, phrase, values }) => ({
          line,
          phrase,
          values,
          chosen: chosenAt(context, line, phrase),
        }))
        .map(({ line, phrase, values, chosen }) => ({
          file: context.names.dockerfile,
          line,
          message: report(chosen.key, {
            ...chosen.values,
            ...Object.fromEntries(
              Object.entries(values).map(([key, value]) => [
                key,
                typeof value === 'string' ? quoted(value, 60) : value,
              ]),
            ),
            phrase: quoted(phrase, 160),
          }),
        }));
    },
  });
}
