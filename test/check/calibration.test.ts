import { beforeAll, expect, test } from '@jest/globals';
import { type Calibration, calibrate } from './calibration.ts';
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

test('no yes that was no, and no no that was yes, over every case whose truth an engine has told', () => {
  expect({ yes: names(all.falseYes), no: names(all.falseNo) }).toEqual({ yes: [], no: [] });
});

test.each([...new Set(recordedCases.map(({ source }) => source))])(
  'at most 5 %% of %s are not known',
  (source) => {
    const { cases, unknown } = calibrate(fixture, source);
    expect({ share: unknown.length / cases <= 0.05, names: names(unknown) }).toEqual({
      share: true,
      names: names(unknown),
    });
  },
);

test('what runs and is undone names its TODO, and the check does too', () => {
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

test('every case has a name of its own', () => {
  const all = recordedCases.map(({ source, name }) => `${source}: ${name}`);
  expect(new Set(all).size).toBe(all.length);
});
