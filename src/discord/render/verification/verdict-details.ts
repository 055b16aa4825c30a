import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { Submission } from '../../../records/records.ts';
import type { Verdict } from '../../../submission/verdict.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { container, cut, divider, type Message, text } from '../message.ts';
import { code, codeBlock } from '../quote.ts';
import { phaseTable } from './phases.ts';
import { accentOf, heading, placeLine } from './verdict-parts.ts';

const say = words('verdict-details', {
  en: {
    log: '**What the log says**',
    image_one: '**Your image** is {{mb}} MB, in one layer.',
    image_other: '**Your image** is {{mb}} MB, in {{count}} layers.',
    image: 'see image_one and image_other',
    layer: '-# {{mb}} MB · {{instruction}}',
  },
});

/** Smaller layers are not listed. Bytes. */
const smallLayer = 1e6;
const mostLayers = 6;

/** All details of a verification, for a reader who asked for them: phases with times, the log, the image. */
export function verdictDetails(locale: Locale, submission: Submission, verdict: Verdict): Message {
  const { phases, excerpt, image, outcome } = verdict;
  const parts: APIComponentInContainer[] = [text(cut(heading(locale, verdict).join('\n'), 900))];
  if (outcome === 'failed') {
    const frame = placeLine(locale, submission, verdict, 2);
    if (frame.length > 0) parts.push(text(frame.join('\n')));
    if (excerpt.length > 0) parts.push(text(`${say(locale, 'log')}\n${codeBlock(excerpt, '', 900)}`));
  }
  if (phases.length > 0) parts.push(divider(), text(cut(phaseTable(locale, phases), 1_000)));
  if (image !== null) parts.push(divider(), text(imageLines(locale, image).join('\n')));
  return { components: [container(accentOf(verdict), parts)] };
}

function imageLines(locale: Locale, { bytes, layers }: NonNullable<Verdict['image']>): readonly string[] {
  const heavy = layers
    .filter((layer) => layer.bytes >= smallLayer)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, mostLayers);
  return [
    say(locale, 'image', { mb: Math.round(bytes / 1e6), count: layers.length }),
    ...heavy.map((layer) =>
      say(locale, 'layer', { mb: Math.round(layer.bytes / 1e6), instruction: code(layer.instruction, 60) }),
    ),
  ];
}
