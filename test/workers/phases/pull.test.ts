import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import type Docker from 'dockerode';
import type { Work } from '../../../workers/phases/phase.ts';
import { pullAside } from '../../../workers/phases/pull.ts';
import type { Engine } from '../../../workers/sandbox/engine/engine.ts';
import { EngineRefused } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';

/** What happens when images are needed beside a container, in order; `here`: those that the engine has. */
async function happens(here: readonly string[], wanted: readonly string[], said = '{}'): Promise<string[]> {
  const events: string[] = [];
  const docker = {
    getImage: (image: string) => ({
      inspect: async () => {
        if (!here.includes(image)) throw new EngineRefused(404, 'inspect');
      },
    }),
    pull: async (image: string) => {
      events.push(image);
      return Readable.from([`${said}\n`]);
    },
  };
  const { signal } = new AbortController();
  const engine: Engine = { call: (_, work) => work(docker as unknown as Docker, signal) };
  const egress = async (open: boolean) => void events.push(open ? 'opens' : 'shuts');
  const unclocked = <T>(work: () => Promise<T>): Promise<T> => work();
  const work = { box: { engine, egress }, limits: readLimits({}), signal, unclocked } as unknown as Work;
  await pullAside(work, wanted);
  return events;
}

test.each([
  ['all images are here', ['a:1', 'b:1'], ['a:1', 'b:1'], ['shuts']],
  ['no image is wanted', [], [], ['shuts']],
  ['one image is missing', ['a:1'], ['a:1', 'b:1'], ['opens', 'b:1', 'shuts']],
  ['a missing image is wanted twice', [], ['b:1', 'b:1'], ['opens', 'b:1', 'shuts']],
  ['a name is none', [], ['$IMAGE'], ['shuts']],
])('the way out of a box is open only while something is fetched: %s', async (_, here, wanted, events) => {
  expect(await happens(here, wanted)).toEqual(events);
});

test('the way out of a box is shut where an image cannot be fetched', async () => {
  expect(await happens([], ['b:1'], '{"error":"no such host"}')).toEqual(['opens', 'b:1', 'shuts']);
});
