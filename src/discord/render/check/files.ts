import { type Locale, words } from '../../../wording/wording.ts';
import { code } from '../quote.ts';
import { ago } from '../time.ts';
import type { UsedFile } from './check-result.ts';

const say = words('files', {
  en: {
    sent: '{{path}} (just sent)',
    remembered: '{{path}} (remembered, sent {{ago}})',
    allSent: '{{list}} (all just sent)',
    allRemembered: '{{list}} (all remembered, sent {{ago}})',
    looked: 'Looked at: {{list}}.',
    more: '{{list}} and {{count}} more',
    absent: 'Not sent yet: {{list}}.',
  },
});

/** Files beyond this number are only counted. */
const mostNamed = 8;

/** The files, each with its age; a common age is shown once. */
function usedFiles(locale: Locale, used: readonly UsedFile[]): string {
  const ageOf = ({ ageMs }: UsedFile): string | null => (ageMs === null ? null : ago(locale, ageMs));
  const alike = used.length > 1 && new Set(used.map(ageOf)).size === 1;
  const named = used
    .slice(0, mostNamed)
    .map((file) => {
      const path = code(file.path, 60);
      const since = ageOf(file);
      if (alike) return path;
      return since === null ? say(locale, 'sent', { path }) : say(locale, 'remembered', { path, ago: since });
    })
    .join(', ');
  const count = used.length - mostNamed;
  const list = count > 0 ? say(locale, 'more', { list: named, count }) : named;
  const [first] = used;
  if (!alike || first === undefined) return list;
  const since = ageOf(first);
  return since === null
    ? say(locale, 'allSent', { list })
    : say(locale, 'allRemembered', { list, ago: since });
}

/** Which files an answer is about, how old the remembered ones are, and which were never sent. */
export function filesLine(locale: Locale, used: readonly UsedFile[], absent: readonly string[]): string {
  const list = usedFiles(locale, used);
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
