import { type Locale, words } from '../../../wording/wording.ts';
import { container, cut, type Message, text } from '../message.ts';

const say = words('no-lesson', {
  en: {
    student:
      'This class has no lesson that I can read (`{{slug}}`), so I cannot help with it yet. Please tell a teaching assistant: they can set it right.',
    staff:
      'I cannot read the lesson `{{slug}}`. Choose another one with `/lesson choose:`, or see what is wrong with it: `dockhand lesson check {{slug}}`.',
  },
});

/** The answer where the lesson is missing or unusable, for whoever asked. */
export const noLesson = (locale: Locale, slug: string, reader: 'student' | 'staff'): Message => ({
  components: [container('waiting', [text(say(locale, reader, { slug: cut(slug, 60) }))])],
});
