import { expect, test } from '@jest/globals';
import type { ReceivedPractice } from '../../src/records/records.ts';
import { mendedHunt } from '../support/hunt.ts';
import { verdictOf } from '../support/verdicts.ts';
import { onEachDatabase } from './databases.ts';

const ada = { guild: '100000000000000001', user: '200000000000000001' };
const practiceOf = (id: string, student = ada): ReceivedPractice => ({
  ...{ id, student, receivedAt: 5, reply: null },
  lesson: { slug: 'l', digest: 'd' },
  files: { Dockerfile: 'FROM scratch\n' },
  hunt: mendedHunt,
});

onEachDatabase((opened) => {
  test('a run for practice is under way until it is judged, once, and gone when it is forgotten', async () => {
    const { practice } = opened.records;
    const begun = await practice.create(practiceOf('h1'));
    expect(begun).toMatchObject({ state: 'queued', verdict: null, hunt: mendedHunt });
    await practice.create(practiceOf('h1'));
    await practice.create(practiceOf('h2', { ...ada, guild: '100000000000000009' }));
    expect((await practice.underway(5)).map(({ id }) => id).toSorted()).toEqual(['h1', 'h2']);
    expect(await practice.underway(5, { guild: ada.guild })).toEqual([begun]);
    await practice.create(practiceOf('h3', { ...ada, user: '200000000000000002' }));
    expect(await practice.underway(5, ada)).toEqual([begun]);
    await practice.forget('h3');
    await practice.setReply('h1', { kind: 'message', channel: '1', message: '2' });
    expect(await practice.judge('h1', verdictOf('passed'), 7)).toBe(true);
    expect(await practice.judge('h1', verdictOf('failed'), 8)).toBe(false);
    expect(await practice.underway(5, { guild: ada.guild })).toEqual([]);
    await opened.reopen();
    const again = opened.records.practice;
    const [told] = await again.unnotified(5);
    expect(told).toMatchObject({ id: 'h1', judgedAt: 7, verdict: { outcome: 'passed' } });
    expect(told?.reply).toEqual({ kind: 'message', channel: '1', message: '2' });
    expect(await again.unnotified(5, { id: 'h1', judgedAt: 7 })).toEqual([]);
    await again.forget('h1');
    expect(await again.get('h1')).toBeNull();
  });

  test('a student’s runs for practice are deleted with their data, and old ones with time', async () => {
    const { practice, personalData } = opened.records;
    await practice.create(practiceOf('h1'));
    await practice.create(practiceOf('h2', { ...ada, user: '200000000000000002' }));
    await personalData.erase(ada, () => true);
    expect((await practice.underway(5)).map(({ id }) => id)).toEqual(['h2']);
    await practice.judge('h2', verdictOf('failed'), 7);
    await personalData.prune(8);
    expect(await practice.get('h2')).toBeNull();
  });

  test('A turn of practice outlives its run, and goes with its student’s data, with time, or where the run was never begun', async () => {
    const { practice, personalData } = opened.records;
    const bea = { ...ada, user: '200000000000000002' };
    await practice.create(practiceOf('h1'));
    await practice.create({ ...practiceOf('h2'), receivedAt: 9 });
    await practice.create(practiceOf('h3', bea));
    await practice.create({ ...practiceOf('h4', bea), receivedAt: 6 });
    await practice.judge('h1', verdictOf('passed'), 7);
    await practice.forget('h1');
    expect(await practice.turnsSince(ada, 0)).toEqual([5, 9]);
    expect(await practice.turnsSince(ada, 5)).toEqual([9]);
    await practice.discard('h2');
    expect(await practice.turnsSince(ada, 0)).toEqual([5]);
    await personalData.erase(ada, () => true);
    expect(await practice.turnsSince(ada, 0)).toEqual([]);
    await personalData.prune(6);
    expect(await practice.turnsSince(bea, 0)).toEqual([6]);
  });
});
