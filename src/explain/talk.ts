/** Words of people, which no program says of itself. */
const people =
  /(?<!\p{L})(?:i|my|we|our|should|teacher|yesterday|tomorrow|je|mon|ma|mes|nous|notre|prof|hier|demain|ich|mein|wir|unser|gestern|yo|mi|ayer)(?!\p{L})/iu;
/** She tells what was printed, or asks about it. */
const reports =
  /(?<!\p{L})(?:gets?|got|getting|says?|said|sees?|seeing|shows?|prints?|fails?|failed|error|tells?|gives?|with|having|why|how|what|fix|solve|help|erreur|affiche|dit|j['’]ai|avec|pourquoi|comment|quoi|fehler|kommt|bekomme|sagt|mit|warum|wie|por qu[ée]|c[óo]mo|sale)(?!\p{L})/iu;
/** What programs write between words, and sentences hardly do. */
const signs = /[:=/\\|"`<>[\]{}()_\d]/;

/** Whether a line is a sentence of somebody who only happens to use words of an error. */
export function isTalk(line: string): boolean {
  const start = line.slice(0, 400);
  return people.test(start) && !reports.test(start) && !signs.test(start);
}
