import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { closeLateAnswer } from '../../../src/discord/notifications/late-answer.ts';
import { earlyMessage } from '../../../src/discord/render/verification/verify.ts';
import type { Messenger } from '../../../src/discord/rest/messenger.ts';

const place = { kind: 'message', channel: 'c', message: 'm' } as const;

/** Closes an answer; returns what was edited and what was logged. */
async function closed(
  find: Parameters<typeof closeLateAnswer>[1],
  editMessage: (channel: string, message: string, content: unknown) => Promise<void>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  await closeLateAnswer('sa1', find, { messenger: { editMessage } as unknown as Messenger, log });
  return lines.map((line) => (JSON.parse(line) as { readonly event: string }).event);
}

describe('closing an answer that came after its verdict', () => {
  test('Says in the reader’s language where the verdict is', async () => {
    const edits: unknown[] = [];
    const events = await closed(
      () => ({ place, locale: 'en' }),
      async (...edit) => void edits.push(edit),
    );
    expect({ edits, events }).toEqual({ edits: [['c', 'm', earlyMessage('en')]], events: [] });
  });

  test('Only logs that Discord refuses the edit, or that the answer cannot be looked up', async () => {
    const refuses = async (): Promise<void> => {
      throw new Error('refused');
    };
    const event = 'notify.late-answer-not-closed';
    expect(await closed(() => ({ place, locale: 'en' }), refuses)).toEqual([event]);
    expect(
      await closed(
        () => Promise.reject(new Error('away')),
        async () => undefined,
      ),
    ).toEqual([event]);
  });

  test('Edits nothing where there is no such answer', async () => {
    const edits: unknown[] = [];
    expect(
      await closed(
        () => null,
        async (...edit) => void edits.push(edit),
      ),
    ).toEqual([]);
    expect(edits).toEqual([]);
  });
});
