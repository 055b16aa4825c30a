import { defineFailure, type Failure, inBuild } from '../failure.ts';

/** Failures of tests and linters. */
export const codeCheckFailures: readonly Failure[] = [
  defineFailure({
    id: 'tests-failed',
    general: true,
    phase: inBuild,
    about: 'exit-code',
    when: [
      '^FAILED <file>::<test…>',
      '^FAILED (failures=',
      '^FAILED (errors=',
      '<n> failed, <m> passed in',
      '^=<line> <n> failed in',
      '^FAIL: <test>',
      '^--- FAIL: <test>',
      '^FAIL <file>.test.<kind>',
      '^FAIL <file>.spec.<kind>',
      '^Test Suites: <n> failed',
      '^Tests: <n> failed',
      '^Test Files <n> failed',
      '^Tests <n> failed',
      '^# fail <n>$',
    ],
    cause:
      'The tests ran, and one of them found something else than it expects. Docker and the workflow did their part.',
    cure: 'Read what stands above: what was expected, and what came. Run the same test on your machine.',
    next: 'git log -1 --stat',
    examples: [
      'FAILED tests/test_home.py::test_home - assert 404 == 200\n========================= 1 failed, 2 passed in 0.31s ==========================',
      'FAIL: test_home (shop.tests.HomeTests.test_home)\nTraceback (most recent call last):\nAssertionError: 404 != 200\n\nFAILED (failures=1)',
      '--- FAIL: TestHome (0.00s)\n    main_test.go:18: status = 404; want 200\nFAIL',
      'FAIL src/Home.test.jsx\n\nTest Suites: 1 failed, 1 total\nTests:       1 failed, 1 total',
      ' Test Files  1 failed (1)\n      Tests  1 failed (1)',
    ],
  }),
  defineFailure({
    id: 'code-check-failed',
    general: true,
    phase: inBuild,
    about: 'exit-code',
    when: [
      '^Found <n> error.$',
      '^Found <n> errors.$',
      '^Found <n> error in <m> file',
      '^Found <n> errors in <m> file',
      '^would reformat <file>',
      'would be reformatted',
      '<n> problem (<m> error',
      '<n> problems (<m> error',
      'Code style issues found in',
      'Code style issues in',
      'Treating warnings as errors because process.env.CI',
    ],
    cause:
      'A tool that checks the code, like ruff, mypy, eslint or prettier, complains of something. Docker and the workflow did their part.',
    cure: 'The lines above name file, line and rule. Run the same tool on your machine; many can fix it themselves (`--fix`).',
    next: 'git diff',
    examples: [
      'src/main.py:1:8: F401 [*] `sys` imported but unused\nFound 1 error.',
      'would reformat /home/runner/work/shop/shop/src/main.py\n1 file would be reformatted.',
      "/app/src/App.jsx\n  3:8  error  'logo' is defined but never used  no-unused-vars\n\n1 problem (1 error, 0 warnings)",
      '[warn] Code style issues found in the above file. Run Prettier with --write to fix.',
      'src/main.py:7: error: Incompatible return value type (got "int", expected "str")  [return-value]\nFound 1 error in 1 file (checked 4 source files)',
    ],
  }),
];
