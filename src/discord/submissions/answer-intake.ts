import type { TextOwner } from '../../checker/text-reader.ts';
import { placeIn } from '../../intake/placing.ts';
import type { Fragment, Sorted } from '../../intake/sorted.ts';
import { type Answer, reply } from '../interactions/answer.ts';
import type { Call } from '../interactions/call.ts';
import type { Asked } from '../interactions/for-student.ts';
import type { Services } from '../interactions/services.ts';
import { checkMessage } from '../render/check.ts';
import { askAboutPiece } from '../render/fragment.ts';
import { meantMessage } from '../render/intake.ts';
import { lookAtLines, lookAtOthers, lookAtOwn } from './instant-check.ts';

/**
 * Answers what was read in a message or a form. Whole files are checked, and those of the asker's own are remembered;
 * some lines of a file never take its place: they are looked for in the one that is remembered, or asked about.
 */
export async function answerSorted(
  call: Call,
  asked: Asked,
  sorted: Sorted,
  /** Who sent it. */
  whose: TextOwner,
  services: Services,
): Promise<Answer> {
  const own = whose.user === call.user;
  switch (sorted.kind) {
    case 'files': {
      const looked = await (own
        ? lookAtOwn(asked, sorted, services)
        : lookAtOthers(asked, sorted, whose, services));
      return reply(checkMessage(call.locale, looked));
    }
    case 'fragment':
      if (own) return answerFragment(call, asked, sorted.fragment, services);
  }
  return reply(meantMessage(call.locale, sorted, asked));
}

async function answerFragment(
  call: Call,
  asked: Asked,
  { path, text }: Fragment,
  services: Services,
): Promise<Answer> {
  const { records } = services;
  const { student, lesson } = asked;
  const remembered = await records.workspace(student, lesson.slug);
  const whole = remembered.find((file) => file.path === path);
  const place = whole === undefined ? null : placeIn(whole.text, text);
  if (place !== null) {
    return reply(
      checkMessage(call.locale, await lookAtLines(asked, { path, ...place }, remembered, services)),
    );
  }
  const piece = await records.keepPiece({ student, lesson: lesson.slug, path, text }, services.now());
  const ageMs = whole === undefined ? null : Math.max(0, services.now() - whole.receivedAt);
  return reply(askAboutPiece(call.locale, { piece, path, text, ageMs }));
}
