import { describe, expect, test } from '@jest/globals';
import { boxContainer } from '../../deploy/box/container.ts';
import { boxesFor, usualBox } from '../../setup/boxes/count.js';
import { newEnough } from '../../setup/engine.js';
import { alikeNames, firstFrom, imagesFrom } from '../../setup/lessons.js';
import { coresPerBox, megabytesPerBox, workerMegabytes } from '../../setup/machine-share.js';
import { settingsByName } from '../../src/config/table/table.ts';

describe('what boxes leave to the machine', () => {
  test.each([
    [1, 0.25],
    [2, 0.75],
    [4, 1.5],
    [8, 3.5],
  ])('%d cores give each of two boxes %d', (cores, each) => {
    expect(coresPerBox(cores, 2)).toBe(each);
  });

  test('a small machine keeps a third of its memory', async () => {
    expect(await megabytesPerBox(3 * 2 ** 30, 2)).toBe(1024);
    expect(await megabytesPerBox(64 * 2 ** 30, 2)).toBe(2048);
  });
});

describe('how many boxes a machine carries', () => {
  const large = { cores: 64, memory: 512 * 2 ** 30, disk: 1e12 };
  test.each([
    ['two where there is one core', { ...large, cores: 1 }, 2],
    ['two on two cores', { ...large, cores: 2 }, 2],
    ['one for each core but one', { ...large, cores: 6 }, 5],
    ['eight and no more', large, 8],
    ['those that two thirds of the memory carry', { ...large, memory: 12 * 2 ** 30 }, 4],
    ['those whose disks leave half of the room', { ...large, disk: 40e9 }, 3],
    ['two on a machine that has little of everything', { cores: 1, memory: 2 ** 30, disk: 1e9 }, 2],
  ])('counts %s', (_case, machine, boxes) => expect(boxesFor(machine)).toBe(boxes));

  test('takes a box for what the tables say', () => {
    expect(usualBox.memory).toBe(boxContainer.megabytes * 2 ** 20);
    expect(usualBox.disk).toBe(6e9);
  });

  test('the settings say how the count of boxes comes about', () => {
    const { about } = settingsByName.SANDBOX_BOX_COUNT;
    const lean = (part: Partial<typeof large>) => boxesFor({ ...large, ...part });
    expect(about).toContain(
      'one for each core but one, as far as there are 3 GB of memory and 12 GB of free disk',
    );
    expect([lean({ cores: 5 }), lean({ memory: 4 * 3 * 2 ** 30 }), lean({ disk: 4 * 12e9 })]).toEqual([
      4, 4, 4,
    ]);
    expect(about).toContain('from 2 to 8');
  });

  test('gives a worker a process’s memory for each of its boxes', () => {
    expect([2, 3, 8].map(workerMegabytes)).toEqual([1024, 1024, 1850]);
    expect(settingsByName.DOCKHAND_WORKER_MEMORY.about).toContain('250 MB, and 200 for each box, but 1 GB');
  });
});

describe('Compose', () => {
  test.each([
    ['2.24.0', true],
    ['v2.40.3-3', true],
    ['5.0.1', true],
    ['2.23.9', false],
    ['1.29.2', false],
    ['', false],
  ])('%s: new enough is %s', (version, enough) => {
    expect(newEnough(version)).toBe(enough);
  });
});

describe('base images', () => {
  test('the first FROM counts, flags, comments and case do not', () => {
    expect(firstFrom('# FROM no:1\nfrom --platform=linux/amd64 python:3.11-slim AS x\nFROM other')).toBe(
      'python:3.11-slim',
    );
    expect(firstFrom('RUN true')).toBeNull();
  });

  test('each stage of an answer counts that begins with an image', () => {
    const answer =
      'FROM node:24-slim AS deps\nFROM deps AS build\nfrom --platform=$BUILDPLATFORM golang:1.24 as Tool\nFROM scratch\nCOPY --from=tool / /\nFROM Tool\nFROM nginx:stable\nRUN echo FROM no:1';
    expect(imagesFrom(answer)).toEqual(['node:24-slim', 'golang:1.24', 'nginx:stable']);
  });

  test('a stand-in of a whole version wears the names of that version', () => {
    const allowed = ['node:24', 'node:24-slim', 'node:24-alpine', 'node:22-slim', 'nginx:stable'];
    expect(alikeNames('node:24-slim', allowed)).toEqual(['node:24']);
    expect(alikeNames('nginx:stable', allowed)).toEqual([]);
  });

  test('a stand-in wears only names of the same Python and Debian that the manifest allows', () => {
    const allowed = ['python:3.11-slim', 'python:3.11', 'python:3.11-alpine', 'python:3.12-slim'];
    expect(alikeNames('python:3.11-slim', allowed)).toEqual(['python:3.11']);
  });
});
