import { words } from '../../simulation/image/word-list.ts';

/** Programs that every image of Debian had up to bookworm, and its slim images no more since trixie. */
const ofAdduser = words('adduser addgroup deluser delgroup');

/** What the release that a tag names says of the programs in an image; a tag that names none may be of any. */
export function ofRelease(label: string, programs: ReadonlySet<string>) {
  if (/bookworm|bullseye/.test(label)) return { programs: new Set([...programs, ...ofAdduser]) };
  const isBare = label.includes('trixie') && label.includes('slim');
  return { programs, lacks: isBare ? ofAdduser : [] };
}
