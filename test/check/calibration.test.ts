import { beforeAll, expect, test } from '@jest/globals';
import { type Calibration, calibrate } from './calibration.ts';
import { races } from './cases/races.ts';
import { undoneThoughItRuns } from './cases/undone.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { type RecordedCase, recordedCases } from './recorded-cases.ts';

let fixture: LessonFixture;
let all: Calibration;
beforeAll(async () => {
  fixture = await openLessonFixture();
  all = calibrate(fixture);
});

const names = (cases: readonly RecordedCase[]): readonly string[] => cases.map(({ name }) => name);

test('never predicts the opposite of what a real engine did', () => {
  expect({ yes: names(all.falseYes), no: names(all.falseNo) }).toEqual({ yes: [], no: [] });
});

test.each([...new Set(recordedCases.map(({ source }) => source))])(
  'predicts at least 95 %% of %s',
  (source) => {
    const { cases, unknown } = calibrate(fixture, source);
    expect({ share: unknown.length / cases <= 0.05, names: names(unknown) }).toEqual({
      share: true,
      names: names(unknown),
    });
  },
);

test('reports the TODO of every case that runs but is not done', () => {
  for (const [name, { todo }] of Object.entries(undoneThoughItRuns)) {
    const one = recordedCases.find((each) => each.name === name && each.source !== 'mutations');
    expect(one?.passes).toBe(true);
    const undone = fixture
      .check(one?.files ?? {})
      .todos.filter(({ status }) => status !== 'done')
      .map(({ n }) => n);
    expect({ name, undone }).toEqual({ name, undone: expect.arrayContaining([todo]) });
  }
});

test('does not predict the outcome of a race between two programs', () => {
  const raced = recordedCases.filter(({ name }) => Object.hasOwn(races, name));
  expect(names(raced)).toEqual(Object.keys(races));
  expect(raced.filter(({ files }) => fixture.check(files).ready !== null)).toEqual([]);
});

test('says why, wherever it predicts a failure', () => {
  const silent = recordedCases.filter(({ files }) => {
    const { ready, todos, findings } = fixture.check(files);
    const isExplained =
      todos.some(({ status, required }) => required && status !== 'done') ||
      findings.some(({ severity }) => severity === 'error');
    return ready === false && !isExplained;
  });
  expect(names(silent)).toEqual([]);
});

test('names the line at which the build stopped', () => {
  const stopped = recordedCases.filter(({ line }) => line !== null);
  const differing = stopped.flatMap(({ name, files, line }) => {
    const { blocker, ready } = fixture.check(files);
    return ready === null || blocker?.line === line
      ? []
      : [`${name}: ${line}, not ${blocker?.line ?? 'none'}`];
  });
  expect(stopped.length).toBeGreaterThan(50);
  expect(differing).toEqual([]);
});

test('gives every recorded case a unique name', () => {
  const all = recordedCases.map(({ source, name }) => `${source}: ${name}`);
  expect(new Set(all).size).toBe(all.length);
});
