import type { OutputLine } from './output-lines.ts';

/** Signs of an error line, the most reliable first. `last`: the last match counts, as in a traceback, and not the first. */
const looks: readonly { readonly sign: RegExp; readonly last: boolean }[] = [
  {
    sign: /^(?:[a-z_]\w{0,40}\.){0,6}[A-Z]\w{0,60}(?:Error|Exception|Exit|Interrupt|DoesNotExist)(?:: |$)/,
    last: true,
  },
  { sign: /^(?:error|fatal|panic|critical|fatal error|erreur|e)(?: ?\[[^\]]{0,60}\])? ?: ?\S/i, last: false },
  { sign: /^npm (?:ERR!|error) \S|\bERR_[A-Z]{2,}/, last: false },
  {
    sign: /\b(?:error|fatal|failed|failure|exception|panic(?:ked)?|abort(?:ed|ing)?|killed|segfault)\b/i,
    last: false,
  },
  {
    // French, German and Spanish error messages.
    sign: /(?<!\p{L})(?:erreur|fatale?|échec|échoué|impossible|introuvable|refusée?|inconnue?|invalide|n['’](?:existe|apparaît|est) pas|pas (?:un|de|trouvé)|manquante?|délai dépassé|fehler|fehlgeschlagen|nicht gefunden|verweigert|ungültig|kein|falló|no se (?:puede|pudo|encontró)|denegado|inválid[oa])(?!\p{L})/iu,
    last: false,
  },
  {
    sign: /\b(?:cannot|can't|could not|couldn't|unable to|denied|refused|not found|no such|invalid|unknown|illegal|unexpected|missing|does not exist|not supported|not allowed|timed out|timeout)\b/i,
    last: false,
  },
];

/** Notes and hints, and npm's details about an error: its code, path, script and log file. */
const aside =
  /^(?:note|hint|help|tip|info)\b ?:|^npm (?:ERR!|error)(?:$| (?:code|errno|path|syscall|command|cwd|signal|workspace|location|Exit status|Failed at|This is probably|A complete log|\S{1,80}@\S{1,40})(?: |$))/i;

/** The printed line that most likely reports what went wrong; null when none looks like an error. */
export function likelyLine(lines: readonly OutputLine[]): OutputLine | null {
  for (const { sign, last } of looks) {
    const fits = ({ text }: OutputLine): boolean =>
      sign.test(text.slice(0, 400)) && !aside.test(text.slice(0, 160));
    const found = last ? lines.findLast(fits) : lines.find(fits);
    if (found !== undefined) return found;
  }
  return lines.find(({ loggedAsError }) => loggedAsError) ?? null;
}
