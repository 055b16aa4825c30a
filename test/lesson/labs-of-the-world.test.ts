import { describe, expect, test } from '@jest/globals';
import { readLesson } from '../../src/lesson/parse-lesson.ts';
import { hintsIn, lessonIn, titlesIn } from './support/lesson-in.ts';

const remarksIn = (text: string) =>
  readLesson({ text, file: 'a.md' }).remarks.map(({ kind, line }) => [kind, line]);

/** How a lab sets two tasks, and what it calls the help for each. */
const labs: readonly (readonly [string, string])[] = [
  ['Chinese, counted by hand', '## 任务一：写\n\n提示：a\n\n## 任务二：跑\n\n**答案：** b\n'],
  ['Chinese, counted before the word', '## 第1题 写\n\n> 提示：a\n\n## 第2题 跑\n\n> 参考答案：b\n'],
  ['Chinese headings with a count', '## 一、任务：写\n\n### 提示\n\na\n\n## 二、任务：跑\n\n### 答案\n\nb\n'],
  ['Chinese, without a space', '## 练习1写\n\n提示：a\n\n## 练习2跑\n\n提示：b\n'],
  ['traditional Chinese', '## 任務 1：写\n\n提示：a\n\n## 任務 2：跑\n\n解答：b\n'],
  ['Japanese, in double width', '## 課題１：写\n\n### ヒント\n\na\n\n## 課題２：跑\n\n### 解答例\n\nb\n'],
  ['Japanese, in brackets', '## 【演習1】写\n\n**ヒント**：a\n\n## 【演習2】跑\n\n**ヒント**：b\n'],
  ['Korean', '## 과제 1. 写\n\n**힌트:** a\n\n## 과제 2. 跑\n\n**정답:** b\n'],
  ['Russian', '## Задание 1. 写\n\n**Подсказка:** a\n\n## Задание 2. 跑\n\n**Ответ:** b\n'],
  ['Ukrainian', '## Завдання №1: 写\n\nПідказка: a\n\n## Завдання №2: 跑\n\nВідповідь: b\n'],
  ['Polish', '## Zadanie 1: 写\n\nPodpowiedź: a\n\n## Zadanie 2: 跑\n\n**Rozwiązanie:** b\n'],
  ['Turkish', '## Görev 1: 写\n\n**İpucu:** a\n\n## Görev 2: 跑\n\n**Çözüm:** b\n'],
  ['Czech', '## Úkol 1: 写\n\n**Nápověda:** a\n\n## Úkol 2: 跑\n\n**Řešení:** b\n'],
  ['Vietnamese', '## Bài tập 1: 写\n\n**Gợi ý:** a\n\n## Bài tập 2: 跑\n\n**Lời giải:** b\n'],
  ['Spanish', '## Reto 1: 写\n\n**Pista:** a\n\n## Desafío 2: 跑\n\n**Respuesta:** b\n'],
  [
    'German, joined by a preposition',
    '**Übung 1:** 写\n\n**Übung 2:** 跑\n\n**Tipp zu Übung 1:** a\n\n**Lösung zu Übung 2:** b\n',
  ],
  [
    'Russian, at the end',
    '## Задача 1: 写\n\n## Задача 2: 跑\n\n## Решение задачи 1\n\na\n\n## Решение задачи 2\n\nb\n',
  ],
];

/** A tip in bold is like any other. */
const tip = (hint: string | null) => hint?.replace('**', '') ?? null;

describe('labs of other languages', () => {
  test.each(labs)('sets two tasks with help as in %s', (_, text) => {
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['写', '跑']);
    expect(hintsIn(`# T\n\n${text}`).map(tip)).toEqual(['a', 'b']);
    expect(remarksIn(`# T\n\n${text}`)).toEqual([]);
  });

  test.each([
    ['查看答案', '点击查看'],
    ['解答を見る', 'ヒントを表示'],
    ['정답 보기', '힌트 확인'],
    ['Показать решение', 'Нажмите, чтобы увидеть ответ'],
    ['Çözümü göster', 'Cevabı görmek için tıkla'],
  ])('opens %s and %s', (one, two) => {
    const box = (summary: string, text: string) =>
      `<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`;
    const text = `# T\n\n## 任务 1：写\n\n${box(one, 'a')}\n## 任务 2：跑\n\n${box(two, 'b')}`;
    expect(hintsIn(text)).toEqual(['a', 'b']);
  });

  test('a template of any script has its TODOs in its comments', () => {
    const text =
      '# T\n\n```dockerfile\nFROM a\n# 任务1：写\n\n# 请补充：跑\n\n# TODO(3)：停\n\n# Задание 4: стоп\n```\n\n提示1：a\n\n提示2：b\n';
    expect(titlesIn(text)).toEqual(['写', '跑', '停', 'стоп']);
    expect(hintsIn(text)).toEqual(['a', 'b', null, null]);
  });

  test.each([
    '## 実習\n\n1. 写\n2. 跑\n',
    '## 实验任务\n\n1. 写\n2. 跑\n\n## 思考题\n\n1. 为什么\n',
    '**Задачи:**\n\n- 写\n- 跑\n',
  ])('%j lists two tasks', (text) => {
    expect(titlesIn(`# T\n\n${text}`).slice(0, 2)).toEqual(['写', '跑']);
  });

  test.each([
    '## 提示符\n\n命令提示符：用\n',
    '## 任务描述\n\n写\n',
    '## 问题描述\n\n写\n',
    '## Решение проблем\n\nТекст.\n',
    '## Ответственность\n\nТекст.\n',
    '## Задачи Docker\n\nТекст.\n',
    '과제는 아래와 같다.\n',
    '課題を読む。\n',
  ])('%j sets no task and is no remark', (text) => {
    const template = '# T\n\n```\n# TODO 1: 写\n```\n\n';
    expect(titlesIn(template + text)).toEqual(['写']);
    expect(remarksIn(template + text)).toEqual([]);
  });
});

describe('what a lab has beside its tasks', () => {
  test('a challenge in the section of an exercise is another task, and the exercise stays one', () => {
    const text =
      '# T\n\n### Exercise 1: A\n\n**Challenge:** B\n\n### Exercise 2: C\n\n**Bonus challenge:** D\n';
    expect(titlesIn(text).toSorted()).toEqual(['A', 'B', 'C', 'D']);
  });

  test('exercises are the tasks of a lab that shows its steps first, which the author is told', () => {
    const text = '# T\n\n## Step 1: Look\n\nx\n\n## Step 2: See\n\ny\n\n## Exercises\n\n1. Write\n2. Run\n';
    expect(titlesIn(text)).toEqual(['Write', 'Run']);
    expect(remarksIn(text)).toEqual([['questionIsNoTask', 3]]);
  });

  test('a task that is only named again is the same one', () => {
    const text =
      '# T\n\n## Task 1: A\n\n## Bonus Task: B\n\n## Criteria\n\n### Task 1\n\n### Bonus Task (2 pts)\n';
    expect(titlesIn(text)).toEqual(['A', 'B']);
  });

  test('a letter behind a number may be a capital', () => {
    expect(titlesIn('# T\n\n## Exercise 1: A\n\n## Exercise 1B: B\n\n## Exercise 2: C\n')).toEqual([
      'A',
      'C',
      'B',
    ]);
  });

  test('a step of a task is part of it', () => {
    expect(remarksIn('# T\n\n## Task 1: A\n\n### Step 1: B\n\nx\n')).toEqual([]);
  });

  test.each([
    ['## More exercises\n\n1. Write\n2. Run\n', [['listIsNoTask', 9]]],
    ['**Questions:**\n\n- Why?\n- How?\n', [['listIsNoTask', 9]]],
    ['## Exercises\n\nText.\n', []],
  ])('a list beside the tasks is reported once: %j', (text, remarks) => {
    expect(
      remarksIn(
        `# T\n\n## Exercise 1: Install\n\n---\n\n${text.startsWith('##') ? '' : '# U\n\n'}${text}`,
      ).map(([kind]) => [kind]),
    ).toEqual(remarks.map(([kind]) => [kind]));
  });

  test('questions in bold are reported if the lesson has tasks, and are tasks if it has none', () => {
    const text = '**Question :** Pourquoi ?\n\n**Frage:** Warum?\n';
    expect(titlesIn(`# T\n\n${text}`)).toEqual(['Pourquoi ?', 'Warum?']);
    expect(remarksIn(`# T\n\n## Task 1: A\n\n${text}`)).toEqual([
      ['questionIsNoTask', 5],
      ['questionIsNoTask', 7],
    ]);
  });

  test('a hint within a text is reported', () => {
    expect(remarksIn('# T\n\n## Task 1: A\n\n1. Do\n   Hint: use b\n')).toEqual([['hintNotRead', 6]]);
  });

  test.each([
    ['FROM ...', 'RUN … …'],
    ['FROM', 'WORKDIR'],
    ['FROM FILL_ME', 'RUN REPLACE_ME'],
    ['FROM ____', 'EXPOSE ????'],
  ])('gaps without a TODO are reported: %j', (...rows) => {
    expect(remarksIn(`# T\n\n\`\`\`dockerfile\n${rows.join('\n')}\n\`\`\`\n`)).toEqual([
      ['todoNotInComment', 4],
      ['todoNotInComment', 5],
    ]);
  });

  test('a gap below a TODO belongs to it, and a second one is reported', () => {
    const text =
      '# T\n\n```dockerfile\n# TODO 1: Choose\nFROM ____\nRUN ____\n# TODO 2: Run\nCMD ____\n```\n';
    expect(remarksIn(text)).toEqual([['todoNotInComment', 6]]);
    expect(lessonIn(text).todos).toHaveLength(2);
  });
});
