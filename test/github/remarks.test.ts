import { expect, test } from '@jest/globals';
import type { PullRequest } from '../../src/github/pull-request.ts';
import { remarksOn } from '../../src/github/remarks.ts';

const asWanted: PullRequest = {
  owner: 'ada',
  repo: 'shop',
  number: 3,
  commit: '0'.repeat(40),
  author: 'ada',
  url: 'https://github.com/ada/shop/pull/3',
  branch: 'docker-ada',
  base: 'main',
  defaultBranch: 'main',
  messages: ['Add Dockerfile'],
  draft: false,
  private: false,
  from: 'here',
};
const expected = {
  folder: 'backend',
  branch: 'docker-<name>',
  message: 'Add Dockerfile',
  base: null,
  required: [],
};
const rules = [
  ['branch', 'branch', { branch: 'feature' }],
  ['message', 'message', { messages: ['wip', 'more'] }],
  ['base', 'base', { base: 'develop' }],
  ['ready', 'draft', { draft: true }],
] as const;

test.each(rules)(
  'Only what a lesson requires of a pull request is more than a remark: %s',
  (rule, kind, other) => {
    const differs = { ...asWanted, ...other };
    expect(remarksOn(asWanted, {}, { ...expected, required: [rule] })).toEqual([]);
    expect(remarksOn(differs, {}, expected)).toMatchObject([{ kind, required: false }]);
    expect(remarksOn(differs, {}, { ...expected, required: [rule] })).toMatchObject([
      { kind, required: true },
    ]);
    const others = rules.map(([one]) => one).filter((one) => one !== rule);
    expect(remarksOn(differs, {}, { ...expected, required: others })).toMatchObject([
      { kind, required: false },
    ]);
  },
);
