import { type Locale, type TranslatableText, translate, words } from '../../wording/wording.ts';

/** Names of the mistakes that a lesson proof plants into the lesson's own answer. */
const say = words('lesson-mistakes', {
  en: {
    'todo-left-out': 'TODO {{n}} left out',
    'of-todo': 'TODO {{n}}: {{what}}',
    promise: 'promise: {{what}}',
    classic: 'classic: {{what}}',
    'not-left-out': 'it cannot be left out, because its hint has no line of the answer',
    without: 'without {{what}}',
    'without-copy': 'without COPY of {{path}}',
    'without-start': 'without a start',
    'without-build': 'without the build',
    'without-secret': 'without the secret {{name}}',
    'without-checkout': 'without the checkout',
    'without-login': 'without the login',
    'part-lacks': '{{what}} without {{part}}',
    'lock-lacks': '{{what}} without its lock file',
    'file-lacks': '{{what}} without the file',
    'above-lacks': '{{what}} without {{above}} above',
    added: 'with {{path}}',
    'not-executable': '{{path}} not executable',
    'too-early': '{{what}} too early',
    'before-file': '{{what}} before its {{file}}',
    'after-code': '{{what}} after all of the code',
    'as-root': 'as root again',
    'other-folder': 'in another folder',
    'other-value': 'with another value',
    'value-of': '{{name}} with another value',
    'other-base': 'on {{image}}',
    'other-program': 'another program',
    'in-shell': 'in a shell',
    'single-quotes': 'with single quotes',
    'on-localhost': 'on localhost',
    'other-port': 'on another port',
    'not-listening': 'with a program that does not listen',
    'knows-nothing': 'with a server that knows nothing',
    'not-answering': 'with a program that does not answer',
    'keeps-signal': 'behind a shell that keeps the signal',
    'other-image': '{{service}} on another image',
    'other-build': '{{service}} built from another folder',
    'nameless-volume': '{{path}} in a volume without a name',
    'waits-for-start': '{{service}} waits for the start of {{on}} only',
    'port-mapping': '{{service}} with {{ports}}',
    'other-machine': '{{job}} on another machine',
    'no-machine': 'a job without runs-on',
    'no-version': 'an action without its version',
    'other-trigger': 'not on {{event}}',
    'other-branches': 'on {{event}} of other branches only',
    'other-tags': 'on {{event}} of other tags only',
    'other-input': '{{what}} with another {{input}}',
    'other-built': 'the built files of another folder',
    'unmarked-file': 'the name of the file without {{option}}',
    'shell-around': 'a shell around the program',
    'unserved-pages': 'the pages in a folder that {{server}} does not serve',
    'in-background': '{{program}} in the background',
  },
});

/** A mistake's name as data, so that each reader gets it in their language. */
export const called = say.later;

/** Where a mistake belongs: to a TODO, to the assertions of the whole lesson, or to the classic mistakes. */
export type MistakePlace = number | 'promise' | 'classic';

/** A mistake, or a statement about an assertion, prefixed with where it belongs. */
export const placed = (locale: Locale, place: MistakePlace, what: TranslatableText | string): string => {
  const said = typeof what === 'string' ? what : translate(locale, what);
  return typeof place === 'number'
    ? say(locale, 'of-todo', { n: place, what: said })
    : say(locale, place, { what: said });
};

export const todoLeftOut = (locale: Locale, n: number): string => say(locale, 'todo-left-out', { n });
