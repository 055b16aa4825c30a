import { beforeAll, expect, test } from '@jest/globals';
import { type Calibration, calibrate } from './calibration.ts';
import { undoneThoughItRuns } from './cases/undone.ts';
import { type Recorded, recorded } from './recorded.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
let all: Calibration;
beforeAll(async () => {
  setting = await openSetting();
  all = calibrate(setting);
});

const names = (cases: readonly Recorded[]): readonly string[] => cases.map(({ name }) => name);

test('no yes that was no, and no no that was yes, over every case whose truth an engine has told', () => {
  expect({ yes: names(all.falseYes), no: names(all.falseNo) }).toEqual({ yes: [], no: [] });
});

test.each([...new Set(recorded.map(({ source }) => source))])(
  'at most 5 %% of %s are not known',
  (source) => {
    const { cases, unknown } = calibrate(setting, source);
    expect({ share: unknown.length / cases <= 0.05, names: names(unknown) }).toEqual({
      share: true,
      names: names(unknown),
    });
  },
);

test('what runs and is undone names its TODO, and the check does too', () => {
  for (const [name, { todo }] of Object.entries(undoneThoughItRuns)) {
    const one = recorded.find((each) => each.name === name && each.source !== 'mutations');
    expect(one?.passes).toBe(true);
    const undone = setting
      .check(one?.files ?? {})
      .todos.filter(({ status }) => status !== 'done')
      .map(({ n }) => n);
    expect({ name, undone }).toEqual({ name, undone: expect.arrayContaining([todo]) });
  }
});

test('every case has a name of its own', () => {
  const all = recorded.map(({ source, name }) => `${source}: ${name}`);
  expect(new Set(all).size).toBe(all.length);
});
