import type { BuildErrorCode } from '../../dockerfile/build-error.ts';
import { quoted } from '../../dockerfile/text.ts';
import { defineRule, type Example, type Rule, referencePage } from '../rule.ts';

interface BuildErrorDefinition {
  readonly code: BuildErrorCode;
  /** The section of Docker's Dockerfile reference. */
  readonly anchor: string;
  readonly texts: Readonly<Record<'title' | 'why' | 'found', string>>;
  readonly good: Example;
  readonly bad: Example;
}

/** A rule for one kind of refusal. It quotes BuildKit's own phrase, so that students recognise it. */
export function buildErrorRule({ code, anchor, texts, good, bad }: BuildErrorDefinition): Rule {
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
          file: context.names.dockerfile,
          line,
          message: report('found', {
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
