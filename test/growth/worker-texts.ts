import { findExhausted } from '../../workers/phases/explain/exhausted-limit.ts';
import {
  containerMessages,
  migrated,
  networkAtStart,
  noTable,
  unappliedMigrations,
} from '../../workers/phases/explain/known/container-messages.ts';
import { engineMessages } from '../../workers/phases/explain/known/engine-messages.ts';
import { recognise } from '../../workers/phases/explain/known/recognise.ts';
import { stepMessages } from '../../workers/phases/explain/known/step-messages.ts';
import { growingLine } from '../../workers/phases/explain/large-configuration.ts';
import { BoundedText } from '../../workers/sandbox/bounded-text.ts';
import { imageOfStep } from '../../workers/sandbox/build/images-of-steps.ts';
import { planSteps, readStepName } from '../../workers/sandbox/build/step-lines.ts';
import { readActivity } from '../../workers/sandbox/containers/container-activity.ts';
import { parseListeners } from '../../workers/sandbox/containers/listeners.ts';
import { cleanLine, decisiveLines, excerptOf } from '../../workers/sandbox/excerpt.ts';
import { installsDependencies } from '../../workers/toolchains/python-packages.ts';

const nothing = {
  ...{ memoryBytes: 0, memoryPeakBytes: 0, memoryLimitBytes: 0, oomKills: 0, processes: 0, processLimit: 0 },
  ...{ forksRefused: 0, diskBytes: 0, diskLimitBytes: 0, processor: { atMs: 0, usedMs: 0, deniedMs: 0 } },
};

/** Everything a worker reads that a student can influence, by what it is. */
export const workerTexts: Readonly<Record<string, (text: string) => void>> = {
  'what a container prints': (text) => {
    recognise(containerMessages, text);
    for (const sign of [networkAtStart, noTable, migrated, unappliedMigrations]) sign.test(text);
    findExhausted(nothing, nothing, text, 1);
    const lines = text.split('\n');
    excerptOf(lines);
    decisiveLines(lines, networkAtStart);
  },
  'what a container prints, in small chunks': (text) => {
    const kept = new BoundedText(64 * 1024);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 7) kept.add(bytes.subarray(at, at + 7));
    kept.tail(80);
  },
  'what a build step prints': (text) => {
    recognise(stepMessages, text);
    const lines = text.split('\n');
    excerptOf(lines);
    decisiveLines(lines, /error/i);
  },
  'what the engine says of a Dockerfile': (text) => void recognise(engineMessages, text),
  'one line of output': (text) => void cleanLine(text),
  'the name of a build step': (text) => {
    readStepName(text);
    readStepName(`[${text}`);
    imageOfStep(text);
    installsDependencies({ instruction: `RUN ${text}` });
  },
  'the Dockerfile': (text) => {
    planSteps(text);
    growingLine(text, 64 * 1024);
  },
  'the table of sockets of a container': (text) => void parseListeners(text),
  'the counters of a container’s processes': (text) => void readActivity(text),
};

/** Reads a text as each of them. */
export function readAsWorker(text: string): void {
  for (const read of Object.values(workerTexts)) read(text);
}
