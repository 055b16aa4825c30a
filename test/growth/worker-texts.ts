import {
  containerMessages,
  migrated,
  networkAtStart,
  noTable,
} from '../../workers/phases/explain/known/container-messages.ts';
import { engineMessages } from '../../workers/phases/explain/known/engine-messages.ts';
import { recognise } from '../../workers/phases/explain/known/recognise.ts';
import { stepMessages } from '../../workers/phases/explain/known/step-messages.ts';
import { installsDependencies } from '../../workers/phases/rebuild.ts';
import { decisiveLines, excerptOf } from '../../workers/sandbox/excerpt.ts';
import { planSteps, readStepName } from '../../workers/sandbox/step-lines.ts';

/** Reads a text in all the ways in which a worker reads what an engine, a step or a container says, and the Dockerfile itself. */
export function explainedTexts(text: string): void {
  const lines = text.split('\n');
  for (const known of [containerMessages, engineMessages, stepMessages]) recognise(known, text);
  for (const sign of [networkAtStart, noTable, migrated]) sign.test(text);
  excerptOf(lines);
  decisiveLines(lines, /error/i);
  readStepName(text);
  installsDependencies({ instruction: `RUN ${text}` });
  planSteps(text);
}
