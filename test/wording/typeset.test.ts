import { describe, expect, test } from '@jest/globals';
import { typeset, withPlainSpaces } from '../../src/wording/typeset.ts';

/** Non-breaking characters are shown as `_`. */
const set = (locale: string, text: string): string => typeset(locale, text).replaceAll('\u00a0', '_');

describe('a French text', () => {
  test.each([
    ['Pourquoi ?', 'Pourquoi_?'],
    ['dit « non » : rien', 'dit «_non_»_: rien'],
    ['240 Mo en 9 couches', '240_Mo en 9_couches'],
    ['il y a {{count}} minutes, 1 jour de retard', 'il y a {{count}}_minutes, 1_jour de retard'],
    ['{{path}} minuteur, 3 jouets', '{{path}} minuteur, 3 jouets'],
    ['{{free}} Go sur {{percent}} %, après 0,4 s', '{{free}}_Go sur {{percent}}_%, après 0,4_s'],
    ['3 ou 4 serveurs, 5 sites', '3 ou 4 serveurs, 5 sites'],
    ['ligne {{line}}, lignes 3 à 4, TODO 5, port 80', 'ligne_{{line}}, lignes_3 à 4, TODO_5, port_80'],
    ['une ligne vide, aéroport 4', 'une ligne vide, aéroport 4'],
  ])('keeps together what belongs together: %s', (text, expected) => {
    expect(set('fr', text)).toBe(expected);
    expect(withPlainSpaces(typeset('fr', text))).toBe(text);
  });

  test.each(['`ls : 240 Mo ?`', 'avant\n```sh\n# Quoi ? : `x` 3 Mo\n```', '```\na : b\n```'])(
    'leaves code as it is typed: %s',
    (text) => {
      expect(set('fr', text)).toBe(text);
    },
  );
});

test('An English text is left as it is', () => {
  expect(set('en', 'Why ? 240 MB « a » : line 3')).toBe('Why ? 240 MB « a » : line 3');
});
