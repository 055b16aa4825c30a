/**
 * How reliable the check's `ready` is, over all cases that an engine has decided: `node bench/check/calibration.ts [SOURCE]`. Exits with
 * 1 when the check was ever wrong, or is undecided too often.
 */
import { calibrate } from '../../test/check/calibration.ts';
import { openLessonFixture } from '../../test/check/lesson-fixture.ts';
import { recordedCases } from '../../test/check/recorded-cases.ts';

/** The share of cases in which the check may be undecided, per source. */
const mostUnknown = 0.05;

const fixture = await openLessonFixture();
const [, , only] = process.argv;
const sources = [...new Set(recordedCases.map(({ source }) => source))];
let wrong = false;
for (const source of only === undefined ? sources : [only]) {
  const { cases, falseYes, falseNo, unknown } = calibrate(fixture, source);
  const share = unknown.length / cases;
  console.log(
    `${source}: ${cases} cases; said yes and was no: ${falseYes.length}; said no and was yes: ${falseNo.length}; not known: ${unknown.length} (${(share * 100).toFixed(1)} %)`,
  );
  for (const { name, says } of falseYes) console.log(`  yes, and was no   ${name}   ${says.slice(0, 150)}`);
  for (const { name } of falseNo) console.log(`  no, and was yes   ${name}`);
  for (const { name, passes } of unknown)
    console.log(`  not known (${passes ? 'passes' : 'fails'})   ${name}`);
  if (falseYes.length + falseNo.length > 0 || share > mostUnknown) wrong = true;
}
process.exitCode = wrong ? 1 : 0;
