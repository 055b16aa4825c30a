import { termMistyped, termNamed } from './index.ts';
import type { Term } from './term.ts';
import { mostAsked, plain, withoutEnd, wordSet } from './words-of-terms.ts';

/** Words of a question before and after the term, in the languages that classes write in. */
const before = wordSet(
  "hi hello hey ok so please pls can could would should must will u you i i'm im am we they he she one do don't dont does did not understand know get tell explain define describe show me us to about " +
    "what whats what's wht wat wats wut wtf wth how hows how's why whys why's is isn't are was were a an the my our this that these it of mean means by meaning definition explanation info information question purpose point idea concept role difference differences diff between when use using used which better need needs have has even really actually still exactly confused help learn more on with " +
    "c c'est ca cest quoi koi kwa qu'est-ce que qu'est ce qu'on qu'un qu'une un une le la les l' d' des du de quelle quel est sont différence entre y a a-t-il il quand comment utiliser utilise on je j'ai tu peux pourquoi pk pq ne comprends comprend pas rien explique expliquer m'expliquer explique-moi moi veut veux dire fait faire à aux au sert servent quoi faut faut-il mettre dois-je doit dois peut besoin est-ce qu'il signifie définition vraiment sur pour met mets bonjour salut " +
    'was ist sind bedeutet macht wozu warum braucht brauche ich man erkläre mir ein eine einen der die das den unterschied zwischen wann wie',
);
const after = wordSet(
  "mean means meaning do does for is are work works used needed necessary required mandatory optional useful important good bad better faster smaller again exactly please pls plz thanks thx here there then anyway really actually even tho though lol haha bro man sir in a docker dockerfile the my compose do to me like im i'm five 5 simple terms words english about script file line entrypoint entrypoint.sh container image build python django " +
    "c c'est ca quoi koi exactement veut dire dans un une le la mon svp stp vraiment en à sert obligatoire nécessaire utile bien mieux pour s'il te vous plaît moi français bitte genau notwendig",
);
/** Words that make a question even when they follow the term: "layer c'est quoi". */
const asking = wordSet("what quoi koi c'est mean means meaning sert bedeutet");
const between = wordSet('and or vs vs. versus et ou und oder instead rather than que over');
const comparing = wordSet('difference differences diff différence différences unterschied compare');

/** No term, one, or two that are compared. */
type AskedFor = readonly [] | readonly [Term] | readonly [Term, Term];

/** The term that a text names or asks about ("what is a layer?"); two when it compares them ("CMD or ENTRYPOINT?"). */
export function termsAskedFor(text: string): AskedFor {
  const said = text.trim();
  if (said === '' || said.length > mostAsked || said.includes('\n')) return [];
  const named = termNamed(said);
  if (named !== null) return [named];
  const words = withoutEnd(plain(said)).split(' ');
  const first = words.findIndex((word) => !before.has(word));
  const start = Math.max(0, first);
  const rest = words.slice(start);
  const pair = pairOf(rest) ?? (words.some((word) => comparing.has(word)) ? neighbours(rest) : null);
  if (pair !== null) return pair;
  const one = first === -1 ? null : (termBefore(rest, termNamed) ?? termBefore(rest, termMistyped));
  // Without a question word it is not a question: "layer problem".
  const isQuestion = start > 0 || rest.some((word, at) => at > 0 && asking.has(word));
  return one === null || !isQuestion ? [] : [one];
}

/** The term at the beginning of the words, if only words of a question follow it. */
function termBefore(words: readonly string[], find: (name: string) => Term | null): Term | null {
  for (let end = words.length; end > 0; end -= 1) {
    const found = find(words.slice(0, end).join(' '));
    if (found !== null) return found;
    if (!after.has(words[end - 1] ?? '')) return null;
  }
  return null;
}

/** Two terms joined by a comparing word ("or", "vs"). */
function pairOf(words: readonly string[]): AskedFor | null {
  const at = words.findIndex((word) => between.has(word));
  const second = words.findLastIndex((word) => between.has(word));
  if (at <= 0 || second === words.length - 1) return null;
  const one = termBefore(words.slice(0, at), termNamed);
  const rest = words.slice(second + 1);
  const from = rest.findIndex((word) => !before.has(word));
  const other = from < 0 ? null : (termBefore(rest.slice(from), termNamed) ?? termNamed(rest[from] ?? ''));
  return two(one, other);
}

/** Two adjacent terms in a question about a difference: "différence image conteneur". */
function neighbours(words: readonly string[]): AskedFor | null {
  for (let at = 1; at < words.length; at += 1) {
    const pair = two(termNamed(words.slice(0, at).join(' ')), termBefore(words.slice(at), termNamed));
    if (pair !== null) return pair;
  }
  return null;
}

function two(one: Term | null, other: Term | null): AskedFor | null {
  if (one === null || other === null) return null;
  return one.id === other.id ? [one] : [one, other];
}
