import { expect, test } from '@jest/globals';
import { openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed, lines } from '../mutation.ts';

/** A heredoc before its command, with what the shell allows around it; each writes the lesson's own start script. */
const writing: readonly string[] = [
  `<<'SCRIPT' cat > /entrypoint.sh`,
  `<<'SCRIPT' cat > /entrypoint.sh 2>&1`,
  `<<'SCRIPT' cat 2>&1 > /entrypoint.sh`,
  `<<'SCRIPT' cat > /entrypoint.sh 2>&1 && chmod +x /entrypoint.sh`,
  `mkdir -p /x 2>&1 && <<'SCRIPT' cat > /entrypoint.sh`,
];

test.each(writing)('reads RUN %s as the shell does', async (command) => {
  const fixture = await openLessonFixture();
  const step = `RUN ${command}\n${answer.script}SCRIPT\n`;
  const report = fixture.check({
    Dockerfile: changed(answer.dockerfile, lines.script, step),
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
  });
  expect(report.ready).toBe(true);
});
