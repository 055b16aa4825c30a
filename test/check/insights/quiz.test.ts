import { describe, expect, test } from '@jest/globals';
import type { QuizQuestion } from '../../../src/check/insights/quiz.ts';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();
const solved = answer.Dockerfile ?? '';

/** The question on a topic, out of as many seeds as it takes. */
function questionOn(topic: QuizQuestion['topic'], files = answer): QuizQuestion | null {
  for (let seed = 0; seed < 40; seed += 1) {
    const found = ask('quiz', { seed: `${seed}` }, files).find((question) => question.topic === topic);
    if (found !== undefined) return found;
  }
  return null;
}

/** The right answer, as a key or as it is shown. */
function rightAnswer(topic: QuizQuestion['topic'], files = answer): string | null {
  const question = questionOn(topic, files);
  const right = question?.choices[question.right];
  if (right === undefined) return null;
  return right.kind === 'sentence' ? right.key : right.text;
}
const withFile = (name: string, text: string) => ({ ...answer, [name]: text });
const script = answer['entrypoint.sh'] ?? '';

describe('questions about the student’s own image', () => {
  test('asks three questions of different topics, each with one right answer among others', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const questions = ask('quiz', { seed: `${seed}` });
      expect(questions).toHaveLength(3);
      expect(new Set(questions.map(({ topic }) => topic)).size).toBe(3);
      for (const { choices, right } of questions) {
        expect(choices.length).toBeGreaterThan(1);
        expect(choices[right]).toBeDefined();
        expect(new Set(choices.map((choice) => JSON.stringify(choice))).size).toBe(choices.length);
      }
    }
  });

  test('asks the same for the same seed, and other questions for others', () => {
    expect(ask('quiz', { seed: 'a' })).toEqual(ask('quiz', { seed: 'a' }));
    const all = Array.from({ length: 10 }, (_, seed) => JSON.stringify(ask('quiz', { seed: `${seed}` })));
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  test.each([
    ['folder', 'Dockerfile', solved, '/app/core'],
    ['folder', 'Dockerfile', solved.replace('WORKDIR /app/core', 'WORKDIR /srv'), '/srv'],
    ['user', 'Dockerfile', solved, 'root'],
    ['user', 'Dockerfile', solved.replace('EXPOSE', 'RUN useradd bob\nUSER bob\nEXPOSE'), 'bob'],
    ['argument', 'entrypoint.sh', script, 'server'],
    ['argument', 'entrypoint.sh', `${script}\nexec "$@"\n`, null],
    ['argument', 'Dockerfile', solved.replace('ENTRYPOINT', 'CMD'), 'list'],
    ['expose', 'Dockerfile', solved, 'no'],
    ['expose', 'Dockerfile', solved.replace('EXPOSE 8000', ''), null],
    ['database', 'Dockerfile', solved, 'gone'],
    ['database', 'Dockerfile', solved.replace('EXPOSE', 'VOLUME /app/core\nEXPOSE'), 'volume'],
    ['context', '.dockerignore', '*\n', 'hidden'],
    ['context', '.dockerignore', '# nothing\n', 'sent'],
  ] as const)(
    'gives for the question on %s, with a changed %s (%#), the answer of the image',
    (topic, name, text, right) => {
      expect(rightAnswer(topic, withFile(name, text))).toBe(right);
    },
  );

  test('asks nothing about the image of an empty Dockerfile', () => {
    const topics = Array.from({ length: 10 }, (_, seed) =>
      ask('quiz', { seed: `${seed}` }, withFile('Dockerfile', '')),
    ).flat();
    expect(topics.map(({ topic }) => topic)).not.toContain('folder');
  });
});
