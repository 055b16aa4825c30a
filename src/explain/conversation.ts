/** Words of people, which no program says of itself; uv says “we can conclude”. */
const people =
  /(?<![\p{L}-])(?:i|my|teacher|yesterday|tomorrow|je|mon|ma|mes|prof|hier|demain|ich|mein|gestern|yo|ayer)(?![\p{L}-])/iu;
/** She tells what was printed, or asks about it. */
const reports =
  /(?<!\p{L})(?:gets?|got|getting|says?|said|sees?|seeing|shows?|prints?|fails?|failed|error|tells?|gives?|with|having|why|how|what|fix|solve|help|erreur|affiche|dit|j['’]ai|avec|pourquoi|comment|quoi|fehler|kommt|bekomme|sagt|mit|warum|wie|por qu[ée]|c[óo]mo|sale)(?!\p{L})/iu;
/** What programs write between words, and sentences hardly do. */
const signs = /[:=/\\|"`<>[\]{}()_\d]/;

/** Whether a person says a line in conversation, and only happens to use the words of an error. */
export function isConversation(line: string): boolean {
  const start = line.slice(0, 400);
  return people.test(start) && !reports.test(start) && !signs.test(start);
}
