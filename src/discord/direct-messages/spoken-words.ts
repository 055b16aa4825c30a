/* Phrases with which students ask for a command without its name: "can i get a hint", "when is the deadline". */

/** The words of a message, in lower case and without accents. Null if it has characters that conversation does not contain. */
export function wordsOf(said: string): readonly string[] | null {
  const plain = said
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'");
  if (/[<>[\]{}|=$&;/\\]/.test(plain)) return null;
  return plain.match(/\d{1,9}|\p{L}[\p{L}']*/gu) ?? [];
}

const setOf = (words: string): ReadonlySet<string> => new Set(wordsOf(words) ?? []);

/** Filler words around a request, which carry no meaning of their own. */
export const fillers = setOf(
  'please pls plz hi hello hey ok so um can could would may will you u i we me my the a an another next some one more little get have give show tell send see want need like to for of on with at in from about number nr no this that is it do how am im stuck lost blocked solve start make understand go what when where are whats talk speak ask call now again thanks thx ty bro sir ' +
    "svp stp s'il te vous plait bonjour salut je tu on j'ai j'aimerais voudrais veux peux pouvez puis besoin d'un d'une un une le la les l' du de des au aux pour sur avec mon ma mes moi m'en donne donner montre montrer voir avoir autre prochain encore bloque bloquee coince coincee perdu suis comment faire faut est c'est quoi quel quelle parler parle demander appeler numero mets dans en merci " +
    'bitte ich brauche einen eine ein mir zum fur bei gib zeig das der die wie por favor un una necesito dame para el',
);

/** Words that mark a question about a command. */
export const asking = setOf("what how when where is c'est quoi comment was wie como");

/** Words that thanks begin with: "thanks for the hint" does not ask for a hint. */
export const thanking = setOf('thanks thank thx ty merci danke gracias grazie');

/** Words for a hint. */
export const hintWords = setOf(
  'hint hints tip tips help helps clue indice indices astuce astuces aide aides aider piste hinweis hinweise tipp hilfe pista ayuda suggerimento aiuto dica ajuda',
);
export const taskWords = setOf(
  'todo todos task step exercise tache etape exercice aufgabe schritt tarea paso',
);

/**
 * Phrases for the other commands, comma-separated. A phrase has to match the whole message, or what is left of it without the
 * fillers.
 */
const named: Readonly<Record<string, string>> = {
  hint:
    "hints, tip, clue, astuce, piste, stuck, im stuck, i'm stuck, i am stuck, je suis bloque, hint todo, " +
    'indice todo',
  status:
    'deadline, deadlines, due, due date, grade, grades, mark, marks, score, points, result, results, ' +
    'progress, did i pass, have i passed, am i done, am i late, when is it due, how many points do i ' +
    "have, where am i, echeance, date limite, note, notes, statut, resultat, resultats, delai, c'est pour " +
    "quand, pour quand, j'ai reussi, est ce que c'est valide",
  ask:
    'human, teacher, ta, assistant, teaching assistant, professor, mentor, someone, somebody, person, ' +
    'real person, teacher help, human help, help human, help teacher, help ta, ta help, ask, ask human, ' +
    "ask teacher, ask ta, prof, professeur, humain, quelqu'un, vraie personne, mensch, lehrer",
  help:
    'commands, command list, menu, what can you do, what can u do, what do you do, what are you, who are ' +
    'you, who r u, who are u, how does this work, how does this bot work, how do you work, how do i use ' +
    'you, how do i use this bot, how to use this bot, how to use you, help me, i need help, can you help ' +
    'me, can u help me, please help me, pls help me, help please, help pls, start, instructions, aide, ' +
    "aide moi, aidez moi, j'ai besoin d'aide, tu peux m'aider, peux tu m'aider, commandes, qui es tu, " +
    "t'es qui, tu es qui, tu fais quoi, que sais tu faire, tu sais faire quoi, que peux tu faire, comment " +
    'ca marche, comment tu marches, hilfe, was kannst du, ayuda',
};
export const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries(named).flatMap(([command, phrases]) =>
    phrases.split(',').map((each) => [(wordsOf(each) ?? []).join(' '), command] as const),
  ),
);
