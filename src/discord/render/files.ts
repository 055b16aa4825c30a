import { type Locale, words } from '../../wording/wording.ts';
import type { UsedFile } from './check-result.ts';
import { code } from './quote.ts';
import { ago } from './time.ts';

const say = words('files', {
  en: {
    sent: '{{path}} (just sent)',
    remembered: '{{path}} (remembered, sent {{ago}})',
    looked: 'Looked at: {{list}}.',
    absent: 'Not sent yet: {{list}}.',
  },
});

/** Which files an answer is about, how old the remembered ones are, and which were never sent. */
export function filesLine(locale: Locale, used: readonly UsedFile[], absent: readonly string[]): string {
  const list = used
    .slice(0, 8)
    .map((file) =>
      file.ageMs === null
        ? say(locale, 'sent', { path: code(file.path, 60) })
        : say(locale, 'remembered', { path: code(file.path, 60), ago: ago(locale, file.ageMs) }),
    )
    .join(', ');
  const lines = [
    ...(list === '' ? [] : [say(locale, 'looked', { list })]),
    ...(absent.length === 0
      ? []
      : [
          say(locale, 'absent', {
            list: absent
              .slice(0, 8)
              .map((path) => code(path, 60))
              .join(', '),
          }),
        ]),
  ];
  return lines.map((line) => `-# ${line}`).join('\n');
}
