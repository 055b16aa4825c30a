/** A command that somebody wrote as a message: its name, and what follows it. */
export interface TypedCommand {
  readonly name: string;
  readonly rest: string;
}

/** Longer texts are files and questions. */
const maxLength = 1_200;
/** Without a sign before it, only a message that says nothing else is a command. */
const maxBareLength = 60;

const signed = /^[/!\\.]\s?([\p{L}][\p{L}-]{1,31})(?:\s([\s\S]*))?$/u;
/** As Discord's clients write the mention of a command. */
const mentioned = /^<\/([a-z][a-z-]{1,31})(?: [a-z -]{1,70})?:\d{1,21}>([\s\S]*)$/;

/** What a hint is called. */
const hintWords =
  'hints?|tips?|help|indice|astuce|aide|hinweise?|tipp|hilfe|pista|ayuda|suggerimento|aiuto|dica|ajuda';
const politeness = String.raw`(?:(?:please|pls|can i (?:have|get)|could i (?:have|get)|give me|show me|i need|i want|je veux|stp)\s+){0,3}(?:(?:an?|the|another|un|une|l')\s*)?`;
const bareHint = new RegExp(
  `^${politeness}(?:${hintWords})\\s*(?:for|of|on|with|to|number|nr|no|pour|du|le|de|zu|für)?[\\s#:.°-]{0,4}(?:todo|to-do|task|step|number)?[\\s#:°-]{0,4}(\\d{1,4})\\s*(?:please|pls|stp|bitte|por favor)?[\\s?!.]{0,5}$`,
  'iu',
);
const bareTodo = /^todo[\s#:°-]{0,4}(\d{1,4})\s*(?:please|pls)?[\s?!.]{0,5}$/i;

/**
 * Reads a message as a command: `/hint 3`, `!hint 3`, `hint 3`, a pasted mention of one. `known`: whether there is a command
 * of that name; a word alone is one only then. Null when it is something else.
 */
export function typedCommand(text: string, known: (name: string) => boolean): TypedCommand | null {
  const said = text.trim();
  if (said === '' || said.length > maxLength) return null;
  const [, name, rest = ''] = mentioned.exec(said) ?? signed.exec(said) ?? [];
  if (name !== undefined) {
    // A path is no command: `/app`, `./start.sh`, `.dockerignore`.
    return known(name.toLowerCase()) ? { name: name.toLowerCase(), rest: rest.trim() } : null;
  }
  if (said.length > maxBareLength || said.includes('\n')) return null;
  const todo = bareHint.exec(said)?.[1] ?? bareTodo.exec(said)?.[1];
  if (todo !== undefined) return { name: 'hint', rest: todo };
  const word = said.replace(/[\s?!.]{0,5}$/, '').toLowerCase();
  return known(word) ? { name: word, rest: '' } : null;
}
