import { beforeAll, describe, expect, test } from '@jest/globals';
import { withoutSecrets } from '../../../src/check/model/secrets.ts';
import { checkText } from '../../../src/cli/check/check-text.ts';
import { sarif } from '../../../src/cli/check/sarif.ts';
import { checkJson } from '../../../src/cli/check.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const value = 'sk-0123456789abcdefghijklmnop';

/** Lines with a secret, some of which Docker refuses with messages that would repeat it. */
const ways: readonly (readonly [name: string, lines: string])[] = [
  ['ENV', `ENV DJANGO_SECRET_KEY=${value}`],
  ['ENV with quotes', `ENV DJANGO_SECRET_KEY="${value} and more"`],
  ['the legacy form of ENV', `ENV API_TOKEN ${value}`],
  ['the legacy form of ENV with a space before the equals sign', `ENV API_TOKEN = ${value}`],
  ['ARG', `ARG GITHUB_TOKEN=${value}`],
  ['ENV with a comment', `ENV API_TOKEN=${value} # mine`],
  ['ENV with a stray word', `ENV API_TOKEN=${value} ${value}`],
  ['ENV used as a folder', `ENV API_TOKEN=${value}\nWORKDIR /$API_TOKEN`],
  ['ARG used in a command', `ARG API_TOKEN=${value}\nRUN curl-it $API_TOKEN`],
  ['ENV used in COPY', `ENV API_TOKEN=${value}\nCOPY $API_TOKEN /x`],
  ['a mistyped instruction', `ENVV API_TOKEN=${value}`],
  ['an export', `RUN export API_TOKEN=${value} && git clone-it $API_TOKEN`],
  ['ENV used in EXPOSE', `ENV API_TOKEN=${value}\nEXPOSE $API_TOKEN`],
];

describe('pasted secrets', () => {
  test.each(ways)('reports a secret in %s without repeating it', (_, lines) => {
    const text = fixture.answer.Dockerfile ?? '';
    const files = { ...fixture.answer, Dockerfile: text.replace('EXPOSE 8000', `${lines}\nEXPOSE 8000`) };
    const report = fixture.check(files);
    const shown = [
      JSON.stringify(report),
      JSON.stringify(checkJson(report)),
      JSON.stringify(sarif([{ folder: '', report }])),
      checkText(report, fixture.lesson, files),
    ];
    for (const each of shown) expect(each).not.toContain(value.slice(0, 12));
    expect(report.findings.length).toBeGreaterThan(0);
  });
});

test('leaves other values unchanged', () => {
  const text = 'ENV DEBUG=1 PUBLIC_KEY=abcdef\nARG PORT=8000\nENV MONKEY banana\n';
  expect(withoutSecrets(text)).toBe(text);
});
