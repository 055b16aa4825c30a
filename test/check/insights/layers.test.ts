import { describe, expect, test } from '@jest/globals';
import { openInsightFixture } from './fixture.ts';

const { answer, ask } = await openInsightFixture();
const stepsOf = (dockerfile: string) => ask('layers', {}, { ...answer, Dockerfile: dockerfile }).steps;
const base = 'FROM python:3.11-slim\n';

describe('the image step by step', () => {
  test('follows folder and user through the file', () => {
    const steps = stepsOf(`${base}WORKDIR /app\nWORKDIR src\nRUN useradd bob\nUSER bob\n`);
    expect(steps.map(({ folder, user }) => [folder, user])).toEqual([
      ['/', 'root'],
      ['/app', 'root'],
      ['/app/src', 'root'],
      ['/app/src', 'root'],
      ['/app/src', 'bob'],
    ]);
  });

  test('lists what a COPY brings by the entries of its folder', () => {
    const [, copied] = stepsOf(`${base}COPY core /app/core\n`);
    expect(copied?.added.map(({ path }) => path)).toContain('/app/core/config/');
    expect(copied?.added.map(({ path }) => path)).toContain('/app/core/manage.py');
    expect(copied?.takes.files).toBeGreaterThan(10);
  });

  test('says what becomes executable, and what is installed', () => {
    const { steps } = ask('layers', {});
    expect(steps.find(({ line }) => line === 16)?.executable).toEqual(['/entrypoint.sh']);
    expect(steps.find(({ line }) => line === 5)?.installs.packages).toEqual(['uv']);
    expect(steps.find(({ line }) => line === 9)?.installs.project).toBe(true);
  });

  test('knows from which line an edit of the source invalidates the cache', () => {
    const { steps } = ask('layers', {});
    expect(steps.map(({ line, sourceSince }) => [line, sourceSince])).toEqual(
      steps.map(({ line }) => [line, line >= 11 ? 11 : null]),
    );
  });

  test('leaves out secrets', () => {
    const text = JSON.stringify(stepsOf(`${base}ENV API_TOKEN=hunter2hunter2 PORT=80\n`));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('"80"');
  });

  test('stops listing steps after many lines, and says so', () => {
    const files = { ...answer, Dockerfile: `${base}${'COPY . /a\n'.repeat(150)}` };
    const { steps, isCut } = ask('layers', {}, files);
    expect(isCut).toBe(true);
    expect(steps.length).toBeLessThanOrEqual(60);
  });
});
