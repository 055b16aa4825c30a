import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type Checker, openChecker } from '../../src/check/check.ts';
import { type InstalledLesson, loadLesson } from '../../src/library/library.ts';
import { readStudentFiles } from '../../src/library/student-files.ts';

/** A change of the lesson's own answer: what stands in front of a line of its Dockerfile. */
type Change = readonly [lesson: string, line: string, before: string, ready: boolean | null];

const folder = join(import.meta.dirname, '../../lessons');
const lessons = new Map<string, InstalledLesson>();
let check: Checker;
beforeAll(async () => {
  check = await openChecker();
  for (const slug of ['backend-docker', 'fastapi-docker', 'frontend-docker'])
    lessons.set(slug, await loadLesson(join(folder, slug)));
});

async function readyWith([slug, line, before]: Change): Promise<boolean | null> {
  const loaded = lessons.get(slug);
  if (loaded === undefined) throw new Error(`There is no lesson ${slug}`);
  const { lesson, tree, solution } = loaded;
  const { files } = await readStudentFiles(solution ?? '', lesson.manifest?.files);
  const answer = files.Dockerfile ?? '';
  const Dockerfile = answer.replace(line, () => `${before}\n${line}`);
  expect(Dockerfile).not.toBe(answer);
  return check({ student: { files: { ...files, Dockerfile }, complete: true }, lesson, tree }).ready;
}

const served = ['backend-docker', 'EXPOSE'] as const;
const settings = 'config/settings.py';

test.each<Change>([
  [...served, 'RUN : > manage.py', null],
  [...served, 'RUN echo "print(1)" > manage.py', null],
  [...served, "RUN sed -i 's/execute_from_command_line/print/' manage.py", null],
  [...served, `RUN echo 'ROOT_URLCONF = "shop.urls"' >> ${settings}`, null],
  [...served, 'RUN rm config/urls.py && cp config/wsgi.py config/urls.py', null],
  [...served, 'RUN mv config/settings.py s.py && cp products/apps.py config/settings.py', null],
  [...served, 'COPY pyproject.toml config/urls.py', null],
  [...served, 'RUN cat <<EOF > products/views.py\nimport nothing\nEOF', null],
  ['fastapi-docker', 'RUN useradd', 'RUN echo "app = 1" > app/main.py', null],
  ['fastapi-docker', 'RUN useradd', "RUN sed -i 's#/books#/b#' app/main.py", null],
  ['frontend-docker', 'RUN npm run build', 'RUN : > src/index.html', null],
  ['frontend-docker', 'RUN npm run build', "RUN sed -i 's/Assam/Coffee/' src/*.json", null],
])('does not know what becomes of %s when %s follows %s', async (...change) => {
  expect(await readyWith(change)).toBe(change[3]);
});

test.each<Change>([
  [...served, "RUN sed -i 's/\\r$//' manage.py", true],
  [...served, 'RUN chmod +x manage.py && touch manage.py', true],
  [...served, 'RUN cp manage.py /tmp/ && mv /tmp/manage.py .', true],
  [...served, 'COPY core/manage.py .', true],
  [...served, "RUN sed -n 1p manage.py && sed 's/a/b/' manage.py > /tmp/copy.py", true],
  [...served, 'RUN echo "notes" > notes.txt && echo more >> notes.txt', true],
  ['fastapi-docker', 'RUN useradd', 'RUN touch app/main.py', true],
  ['frontend-docker', 'RUN npm run build', 'RUN echo tea > note.txt', true],
  ['frontend-docker', 'RUN npm run build', "RUN sed -i 's/\\r$//' src/index.html", true],
])('knows that %s still runs when %s follows %s', async (...change) => {
  expect(await readyWith(change)).toBe(change[3]);
});
