import type { Verdict } from '../../../submission/verdict.ts';
import { nameReason } from '../../../submission/wording/reason-names.ts';
import type { Locale } from '../../../wording/wording.ts';
import { translateSafely } from '../quote.ts';

/** Why a verification failed: the explanation, else the name of the reason; null if it passed. */
export function whyOf(locale: Locale, { reason, explanation }: Verdict, limit: number): string | null {
  if (reason === null) return null;
  return explanation === null ? nameReason(locale, reason) : translateSafely(locale, explanation, limit);
}
