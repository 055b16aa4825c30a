import { readForm, readMessage } from '../../src/intake/read-message.ts';
import { openLessonFixture } from '../../test/check/lesson-fixture.ts';
import { hostile, type Place } from '../../test/growth/hostile.ts';
import { readAsWorker } from '../../test/growth/worker-texts.ts';

type Numbers = (below: number) => number;

/** All functions that parse untrusted text, each with a text for it. */
export async function openReaders(): Promise<
  (random: Numbers, size: number) => { readonly what: string; readonly text: string; read(): void }
> {
  const fixture = await openLessonFixture();
  const files: readonly Place[] = ['Dockerfile', 'Dockerfile', 'entrypoint.sh', '.dockerignore'];
  return (random, size) => {
    const turn = random(8);
    const place = files[turn] ?? 'message';
    const text = hostile(random, place, size);
    if (turn < 4)
      return { what: place, text, read: () => void fixture.check({ ...fixture.answer, [place]: text }) };
    if (turn < 6) {
      const read = (): void => {
        readMessage({ text: text.slice(0, 4_000), files: [{ name: 'file', text }] });
        readForm({ dockerfile: text.slice(0, 4_000), entrypoint: text.slice(0, 4_000) }, []);
      };
      return { what: 'intake', text, read };
    }
    return { what: 'worker', text, read: () => readAsWorker(text) };
  };
}
