import { describe, expect, test } from '@jest/globals';
import { read } from './lesson-texts.ts';

describe('outlines', () => {
  test('reads parts at any depth', () => {
    expect(read('# T\n\n### A\n\n#### a\n\n### B\n').parts.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(read('# T\n\n### A\n\n## B\n\n### b\n').parts.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(read('Title\n=====\n\nPart\n----\n').parts.map(({ title }) => title)).toEqual(['Part']);
  });

  test('takes the topmost heading for the title', () => {
    expect(read('## Only title\n\n### A\n').title).toBe('Only title');
    expect(read('## Before\n\n# The `real` **title**\n').title).toBe('The real title');
  });

  test('gives every part a unique id', () => {
    const ids = read('# T\n\n## Été à la carte!\n\n## ete a la carte\n\n## 🎉\n\n## 第一部\n').parts.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['ete-a-la-carte', 'ete-a-la-carte-2', 'part', '第一部']);
  });

  test('skips front matter but not a rule at the top', () => {
    expect(read('---\nlayout: page\n---\n# T\n\n```\nFROM a\n# TODO 1: x\n```\n').todos[0]?.line).toBe(8);
    expect(read('---\n\n# T\n\n---\n').title).toBe('T');
  });

  test.each([
    '**Objectives**\n\n- a\n- b\n',
    '**Learning Objectives:**\n- a\n- b\n',
    '### Your learning goals\n\nYou will:\n\n* a\n* b\n',
    '## What you will learn\n\n1. a\n2. b\n',
  ])('reads the objectives in %j', (text) => {
    expect(read(`# T\n\n${text}\n## Next\n\n- c\n`).objectives).toEqual(['a', 'b']);
  });

  test('ignores a list that only mentions objectives', () => {
    expect(read('# T\n\nThe objectives of this course are many.\n\n- a\n').objectives).toEqual([]);
  });

  test('reads no commands from a script', () => {
    expect(read('# T\n\n```bash\n#!/bin/sh\nset -e\n```\n').commands).toEqual([]);
  });

  test('attaches a comment to the command below it', () => {
    const { commands } = read(
      '# T\n\n```sh\n# far away\n\nls\n# one\n# two\npwd\ngit commit -m "a # b"\n```\n',
    );
    expect(commands).toEqual([
      { command: 'ls', comment: null },
      { command: 'pwd', comment: 'one two' },
      { command: 'git commit -m "a # b"', comment: null },
    ]);
  });
});
