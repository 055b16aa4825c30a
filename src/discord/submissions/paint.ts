import type { Services } from '../interactions/services.ts';
import { describeError } from '../rest/discord-errors.ts';

/** Renders a picture as PNG; null when that fails, and the answer has to do with words. */
export const paintOrNull = ({ staff, log }: Services, svg: string): Promise<Buffer | null> =>
  staff.painter.paint(svg).catch((error: unknown) => {
    log.error({ event: 'pictures.not-drawn', err: describeError(error) }, 'a picture was not drawn');
    return null;
  });
