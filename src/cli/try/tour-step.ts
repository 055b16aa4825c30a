import type { BotAnswer } from '../../../classroom/server.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { CommandError } from '../command-error.ts';
import type { Narrator } from './narrator.ts';

const say = words('try.scene', {
  en: {
    unexpected: 'The tour expected “{{wanted}}” here, and this came instead:\n{{text}}',
  },
});

/** Performs an action, waits until its answer is filled in, and prints it with the time taken. */
export async function timedAnswer(
  act: () => Promise<BotAnswer>,
  narrator: Narrator,
): Promise<{ readonly value: BotAnswer; readonly took: number }> {
  const started = Date.now();
  const value = await act();
  await value.untilFilled();
  const took = Date.now() - started;
  narrator.answer(value.text, took);
  return { value, took };
}

/** Throws if a text does not show what the tour is about to demonstrate. */
export function expectText(text: string, wanted: string): void {
  if (!text.includes(wanted))
    throw new CommandError(say(operatorLocale, 'unexpected', { wanted, text }), 'DOCKHAND_TRY');
}
