import { ComponentType } from 'discord-api-types/v10';
import type { Gradebook } from '../../../grading/gradebook.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { container, type Message, type MessageFile, text } from '../message.ts';
import { quote } from '../quote.ts';

const say = words('export', {
  en: {
    here: '### The gradebook of {{lesson}}\nStudents: {{students}}, with points: {{graded}}. It holds names and grades: keep it where such things may lie.',
  },
});

/** The gradebook as a file, visible only to the person who asked. */
export const exportMessage = (locale: Locale, gradebook: Gradebook, file: MessageFile): Message => ({
  components: [
    container('calm', [
      text(
        say(locale, 'here', {
          lesson: quote(gradebook.lesson.title, 120),
          students: gradebook.rows.length,
          graded: gradebook.rows.filter(({ grade }) => grade.points !== null).length,
        }),
      ),
      { type: ComponentType.File, file: { url: `attachment://${file.name}` } },
    ]),
  ],
  files: [file],
});
