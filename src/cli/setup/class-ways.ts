import { isTimeZone } from '../../config/table/discord.ts';
import type { Settings } from '../../config/table/table.ts';
import { localeOf, locales, operatorLocale, words } from '../../wording/wording.ts';
import { type DoctorFinding, problem } from '../doctor/finding.ts';
import type { EnvChanges } from './env-file.ts';
import type { Questions } from './questions.ts';
import type { SetupAnswers } from './setup-answers.ts';

const say = words('cli-setup-class', {
  en: {
    language:
      'Which language are board, alerts and announcements in? (What one person reads is in their own.)',
    ofServer: 'that of the server: {{language}}',
    noLanguage: 'Dockhand has no texts in {{written}}; there are {{there}}',
    noLanguageTodo: 'Say one of them with --language, or server for the language that the server has chosen.',
    zone: 'By which clocks does the class live, for instance Europe/Paris? [{{usual}}]',
    noZone: '{{written}} is no time zone. A continent and a city name one: Europe/Paris, America/Bogota.',
  },
});

/** The answer for following the server's language, even when it changes. The setting then stays empty. */
const asTheServer = 'server';

/** The language from the command line, as it is written to `.env`; a problem if Dockhand does not support it. */
export function saidLanguage(written: string | undefined): {
  readonly changes: EnvChanges;
  readonly problems: readonly DoctorFinding[];
} {
  if (written === undefined) return { changes: {}, problems: [] };
  if (written === asTheServer) return { changes: { CLASS_LANGUAGE: '' }, problems: [] };
  if (/^en\b/i.test(written) || localeOf(written) !== 'en')
    return { changes: { CLASS_LANGUAGE: written }, problems: [] };
  const message = say(operatorLocale, 'noLanguage', { written, there: locales.join(', ') });
  return {
    changes: {},
    problems: [problem('setup.language', message, say(operatorLocale, 'noLanguageTodo'))],
  };
}

/** Asks for the class's language and time zone if the options do not give them. */
export async function askClassWays(
  questions: Questions,
  { language, timeZone }: SetupAnswers,
  usual: { readonly settings: Settings; readonly serverLocale: string; readonly zone: string },
): Promise<EnvChanges> {
  const own = usual.settings.CLASS_LANGUAGE;
  return {
    ...(language === undefined
      ? { CLASS_LANGUAGE: await askLanguage(questions, own, usual.serverLocale) }
      : {}),
    ...(timeZone === undefined ? { CLASS_TIME_ZONE: await askZone(questions, usual.zone) } : {}),
  };
}

async function askLanguage(
  questions: Questions,
  own: string | undefined,
  serverLocale: string,
): Promise<string> {
  const ofServer = say(operatorLocale, 'ofServer', { language: languageName(localeOf(serverLocale)) });
  const choices = [
    { id: asTheServer, name: ofServer },
    ...locales.map((locale) => ({ id: locale, name: languageName(locale) })),
  ];
  const usual = own === undefined ? asTheServer : localeOf(own);
  const { id } = await questions.choose(say(operatorLocale, 'language'), choices, usual);
  if (id === asTheServer) return '';
  // Keeps a more specific tag such as en-GB.
  return own !== undefined && localeOf(own) === id ? own : id;
}

const languageName = (locale: string): string =>
  new Intl.DisplayNames(operatorLocale, { type: 'language' }).of(locale) ?? locale;

async function askZone(questions: Questions, usual: string): Promise<string> {
  for (;;) {
    const answer = await questions.text(say(operatorLocale, 'zone', { usual }));
    const written = answer === '' ? usual : answer;
    if (isTimeZone(written)) return written;
    questions.say(say(operatorLocale, 'noZone', { written }));
  }
}
