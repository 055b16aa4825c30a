import { words } from '../../simulation/image/word-list.ts';

/** Programs that every Debian image had up to bookworm, and that slim images lack since trixie. */
const ofAdduser = words('adduser addgroup deluser delgroup');

/** What the release in a tag implies about the programs of an image. A tag without a release can mean any release. */
export function ofRelease(label: string, programs: ReadonlySet<string>) {
  if (/bookworm|bullseye/.test(label)) return { programs: new Set([...programs, ...ofAdduser]) };
  const isBare = label.includes('trixie') && label.includes('slim');
  return { programs, lacks: isBare ? ofAdduser : [] };
}
