import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { IntakeResult } from '../../src/intake/intake-result.ts';
import { readForm, readMessage } from '../../src/intake/read-message.ts';

/**
 * What learners really sent about this lesson's files, and what they meant: the contained files, byte for byte, or none for a question,
 * an error message or a greeting.
 */
interface Recorded {
  readonly name: string;
  readonly message: string;
  /** Name → base64. */
  readonly attachments: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly kind: IntakeResult['kind'];
  readonly files: Readonly<Record<string, string>>;
}

const recorded = ['recorded.jsonl', 'pastes.jsonl', 'shapes.jsonl', 'meant.jsonl', 'further.jsonl'].flatMap(
  (name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded),
);

function read({ message, attachments, form }: Recorded): IntakeResult {
  const files = Object.entries(attachments).map(([name, base64]) => ({ name, base64 }));
  return Object.keys(form).length > 0 ? readForm(form, files) : readMessage({ text: message, files });
}

describe('recorded messages', () => {
  test.each(recorded.map((one) => [one.name, one] as const))(
    'reads %s as the student meant it',
    (_name, one) => {
      const { kind, files } = read(one);
      expect({ kind, files }).toEqual({ kind: one.kind, files: one.files });
    },
  );
});
