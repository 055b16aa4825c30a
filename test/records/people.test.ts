import { describe, expect, test } from '@jest/globals';
import { onEachDatabase } from './databases.ts';

const ada = '200000000000000001';
const bob = '99';

onEachDatabase((opened) => {
  describe('a person', () => {
    test('has the language that was set last', async () => {
      expect(await opened.records.people.locale(ada)).toBeNull();
      await opened.records.people.setLocale(ada, 'en-GB');
      await opened.records.people.setLocale(ada, 'de');
      expect(await opened.records.people.locale(ada)).toBe('de');
    });

    test('never moves the cursor of an answered DM backwards', async () => {
      await opened.records.people.dmOpened(ada, 'c1', '5', 10);
      await opened.records.people.dmAnswered(ada, 'c1', '1000', 20);
      // 999 is the older id, although it sorts later as text.
      await opened.records.people.dmAnswered(ada, 'c1', '999', 30);
      expect(await opened.records.people.dms(0, 10)).toEqual([
        { user: ada, channel: 'c1', answered: '1000', interrupted: false },
      ]);
      await opened.records.people.dmOpened(ada, 'c1', '7', 40);
      expect(await opened.records.people.dms(0, 10)).toEqual([
        { user: ada, channel: 'c1', answered: '1000', interrupted: false },
      ]);
      await opened.records.people.dmOpened(ada, 'c2', '2000', 50);
      expect(await opened.records.people.dms(0, 10)).toEqual([
        { user: ada, channel: 'c2', answered: '2000', interrupted: false },
      ]);
    });

    test('lists a person while their DM is recent, and never without a DM', async () => {
      await opened.records.people.dmOpened(ada, 'c1', '5', 10);
      await opened.records.people.dmOpened(bob, 'c2', '0', 20);
      await opened.records.people.setLocale('3', 'en');
      expect((await opened.records.people.dms(15, 10)).map((dm) => dm.user)).toEqual([bob]);
      expect((await opened.records.people.dms(0, 10)).map((dm) => dm.user)).toEqual([bob, ada]);
      expect((await opened.records.people.dms(0, 1)).map((dm) => dm.answered)).toEqual(['0']);
    });

    test('records a person again at the next message after their data were deleted', async () => {
      await opened.records.people.dmAnswered(ada, 'c1', '1000', 20);
      await opened.records.personalData.erase({ guild: '1', user: ada }, () => false);
      expect(await opened.records.people.dms(0, 10)).toEqual([]);
      await opened.records.people.dmAnswered(ada, 'c1', '1001', 30);
      expect(await opened.records.people.dms(0, 10)).toEqual([
        { user: ada, channel: 'c1', answered: '1001', interrupted: false },
      ]);
    });

    test('counts the interrupted attempts at a message until it is answered', async () => {
      const { people } = opened.records;
      expect(await people.dmAttempted(ada, '6')).toBe(1);
      await people.dmOpened(ada, 'c1', '5', 10);
      await people.dmOpened(bob, 'c2', '5', 10);
      expect([await people.dmAttempted(ada, '6'), await people.dmAttempted(ada, '6')]).toEqual([1, 2]);
      expect((await people.dms(0, 10)).filter((dm) => dm.interrupted).map((dm) => dm.user)).toEqual([ada]);
      await people.setDmAttempts(ada, '6', 1);
      expect(await people.dmAttempted(ada, '6')).toBe(2);
      expect(await people.dmAttempted(ada, '7')).toBe(1);
      await people.dmAnswered(ada, 'c1', '7', 20);
      expect((await people.dms(0, 10)).map((dm) => dm.interrupted)).toEqual([false, false]);
      expect(await people.dmAttempted(ada, '7')).toBe(1);
    });

    test('keeps language and DM independent of each other', async () => {
      await opened.records.people.setLocale(ada, 'de');
      await opened.records.people.dmOpened(ada, 'c1', '5', 10);
      await opened.records.people.setLocale(ada, 'fr');
      expect(await opened.records.people.locale(ada)).toBe('fr');
      expect(await opened.records.people.dms(0, 10)).toHaveLength(1);
    });
  });
});
