import { type Locale, words } from '../../wording/wording.ts';
import type { UsedFile } from './check-result.ts';
import { code } from './quote.ts';
import { ago } from './time.ts';

const say = words('files', {
  en: {
    sent: '{{path}} (just sent)',
    remembered: '{{path}} (remembered, sent {{ago}})',
    looked: 'Looked at: {{list}}.',
    more: '{{list}} and {{count}} more',
    absent: 'Not sent yet: {{list}}.',
  },
});

/** More files are counted. */
const mostNamed = 8;

/** Which files an answer is about, how old the remembered ones are, and which were never sent. */
export function filesLine(locale: Locale, used: readonly UsedFile[], absent: readonly string[]): string {
  const named = used
    .slice(0, mostNamed)
    .map((file) =>
      file.ageMs === null
        ? say(locale, 'sent', { path: code(file.path, 60) })
        : say(locale, 'remembered', { path: code(file.path, 60), ago: ago(locale, file.ageMs) }),
    )
    .join(', ');
  const count = used.length - mostNamed;
  const list = count > 0 ? say(locale, 'more', { list: named, count }) : named;
  const lines = [
    ...(list === '' ? [] : [say(locale, 'looked', { list })]),
    ...(absent.length === 0
      ? []
      : [
          say(locale, 'absent', {
            list: absent
              .slice(0, mostNamed)
              .map((path) => code(path, 60))
              .join(', '),
          }),
        ]),
  ];
  return lines.map((line) => `-# ${line}`).join('\n');
}
