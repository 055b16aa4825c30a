import type { AuditEntry } from '../../../records/records.ts';
import { sayEntry } from '../../../teaching/audit-wording.ts';
import type { Locale } from '../../../wording/wording.ts';
import { cut, type Message, text } from '../message.ts';
import { quote } from '../quote.ts';
import { stamp } from '../time.ts';

/** An audit log entry as one sentence. It pings nobody. */
export const auditLine = (locale: Locale, entry: AuditEntry): string =>
  sayEntry(locale, entry, {
    person: (user) => `<@${user}>`,
    moment: (at) => stamp(at, 'f'),
    quote: (words) => quote(words, 300),
  });

/** An audit log entry as a message for the staff channel. */
export const auditMessage = (locale: Locale, entry: AuditEntry): Message => ({
  components: [text(`-# 🗒️ ${cut(auditLine(locale, entry), 1000)}`)],
});
