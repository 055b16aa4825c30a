/** Words that only people use. “We” is not among them: uv prints “we can conclude”. */
const people =
  /(?<![\p{L}-])(?:i|my|teacher|yesterday|tomorrow|je|mon|ma|mes|prof|hier|demain|ich|mein|gestern|yo|ayer)(?![\p{L}-])/iu;
/** The student reports what was printed, or asks about it. */
const reports =
  /(?<!\p{L})(?:gets?|got|getting|says?|said|sees?|seeing|shows?|prints?|fails?|failed|error|tells?|gives?|with|having|why|how|what|fix|solve|help|erreur|affiche|dit|j['’]ai|avec|pourquoi|comment|quoi|fehler|kommt|bekomme|sagt|mit|warum|wie|por qu[ée]|c[óo]mo|sale)(?!\p{L})/iu;
/** Characters that are common in program output and rare in prose. */
const signs = /[:=/\\|"`<>[\]{}()_\d]/;

/** Whether a line is conversation that merely happens to contain the words of an error. */
export function isConversation(line: string): boolean {
  const start = line.slice(0, 400);
  return people.test(start) && !reports.test(start) && !signs.test(start);
}
