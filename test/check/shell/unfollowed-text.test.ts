import { beforeAll, describe, expect, test } from '@jest/globals';
import { translate } from '../../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** The check's prediction for the lesson's solution with more instructions before its EXPOSE. */
const readyWith = (instructions: string): boolean | null =>
  fixture.check({
    ...fixture.answer,
    Dockerfile: (fixture.answer.Dockerfile ?? '').replace('\nEXPOSE', `\n${instructions}\nEXPOSE`),
  }).ready;

const curl = 'RUN apt-get update && apt-get install -y curl &&';
const script = 'https://example.com/setup.sh';

describe('Files are unknown after a shell runs unknown text, whichever way the text reaches the shell', () => {
  test.each([
    `${curl} curl -fsSL ${script} | sh && test -f /opt/tool/x`,
    `${curl} curl -fsSL ${script} | bash - && tool --version`,
    `${curl} curl -fsSL ${script} | sh -s -- -y && /root/.tool/bin/tool --version`,
    `${curl} curl -fsSL ${script} | bash -es stable && ls /opt/tool`,
    `${curl} sh -c "$(curl -fsSL ${script})" && test -f /opt/tool/x`,
    `${curl} eval "$(curl -fsSL ${script})" && test -f /opt/tool/x`,
    `${curl} curl -fsSLo /tmp/s ${script} && sh /tmp/s && test -f /opt/tool/x`,
    `${curl} curl -fsSLo /tmp/s ${script} && . /tmp/s && test -f /opt/tool/x`,
    `ADD ${script} /tmp/s\nRUN sh /tmp/s && test -f /opt/tool/x`,
    `ADD --chmod=755 ${script} /tmp/s\nRUN /tmp/s\nRUN cd /opt/tool`,
    `RUN sh < /proc/version; test -f /opt/tool/x`,
    `RUN rm -rf /opt/tool && sh < /proc/version; test -d /opt/tool`,
    `RUN cat /proc/version | xargs touch; test -f /opt/tool/x`,
    `RUN touch "$(cat /proc/version)"; test -f /opt/tool/x`,
    `RUN mkdir -p "/opt/$(cat /proc/version)"; test -d /opt/tool`,
    `RUN echo x > "/opt/$(uname -r)"; test -f /opt/tool`,
  ])('What is done to the files is unknown: %s', (instructions) => {
    expect(readyWith(instructions)).toBeNull();
  });
});

describe('A text that the shell itself reads may set any variable, and one that another shell reads sets none', () => {
  test.each([
    [`${curl} eval "$(curl -fsSL ${script})" && test "$TOOL" = 1`, null],
    [`${curl} curl -fsSLo /tmp/s ${script} && . /tmp/s && test -n "$TOOL"`, null],
    ['RUN sh < /proc/version; test -n "$TOOL"', false],
  ])('What the shell’s variables are after %s', (instructions, ready) => {
    expect(readyWith(instructions)).toBe(ready);
  });
});

describe('A shell reads its script from its input after a lone dash, and after -s', () => {
  test.each([
    ["RUN echo 'test -f /app/core/manage.py' | sh -", true],
    ["RUN echo 'exit 3' | sh -", false],
    ["RUN echo 'exit 3' | bash -e -", false],
    ['RUN echo \'test "$1" = -y\' | sh -s -- -y', true],
    ['RUN echo \'test "$1" = b\' | bash -s a', false],
    ["RUN echo 'exit 0' | sh - /nowhere", false],
    ["RUN printf 'false\\ntrue\\n' | sh -es a", false],
  ])('A shell reads its input: %s', (instruction, ready) => {
    expect(readyWith(instruction)).toBe(ready);
  });
});

describe('A file that may not be executed is distinguished from a missing one', () => {
  const told = (instructions: string): string =>
    fixture
      .check({
        ...fixture.answer,
        Dockerfile: (fixture.answer.Dockerfile ?? '').replace('\nEXPOSE', `\n${instructions}\nEXPOSE`),
      })
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ message }) => translate('en', message))
      .join('\n');

  test.each([
    ['COPY entrypoint.sh /x.sh\nRUN /x.sh', /\/x\.sh.?: “Permission denied”.*RUN chmod \+x/],
    ['ADD https://example.com/x.sh /x.sh\nRUN /x.sh', /\/x\.sh.?: “Permission denied”.*RUN chmod \+x/],
    [
      'RUN printf "#!/bin/ksh\\nls\\n" > /x && chmod +x /x && /x',
      /cannot run .?\/x.?\. Check its first line/,
    ],
    [
      'RUN useradd bo\nCOPY --chmod=700 entrypoint.sh /x.sh\nUSER bo\nRUN /x.sh',
      /“Permission denied” for the user .?bo/,
    ],
    ['RUN /x.sh', /\/x\.sh.?: not found\. No step has put this file/],
  ])('Reports why a file cannot be executed: %s', (instructions, sentence) => {
    expect(told(instructions)).toMatch(sentence);
  });

  test('A download is executable where the instruction says so', () => {
    expect(readyWith(`ADD --chmod=755 ${script} /x.sh\nRUN /x.sh`)).toBeNull();
  });
});
