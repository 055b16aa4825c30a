import type { Services } from '../interactions/services.ts';
import { describeError } from '../rest/discord-errors.ts';

/** A picture as PNG; null where it cannot be drawn: then words have to do. */
export const paintOrNull = ({ staff, log }: Services, svg: string): Promise<Buffer | null> =>
  staff.painter.paint(svg).catch((error: unknown) => {
    log.error({ event: 'pictures.not-drawn', err: describeError(error) }, 'a picture was not drawn');
    return null;
  });
