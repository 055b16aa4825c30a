import type { Machine } from '../../simulation/shell/machine.ts';

/** Recognises what `manage.py shell` is mostly used for at start: creating a user unless there is one with that name. */

const word = String.raw`(?:'[^'\\{}]{1,80}'|"[^"\\{}]{1,80}")`;
const text = String.raw`(?:'[^'\\{}]{0,80}'|"[^"\\{}]{0,80}")`;
const user = String.raw`(?:User|get_user_model\(\))`;
const value = String.raw`(?:${text}|True|False|None|\w{1,40})`;
const asked = String.raw`${user}\.objects\.filter\(\w{1,40} ?= ?${value}\)\.(?:exists|first|count)\(\)`;
const option = String.raw`(?:\w{1,40} ?= ?)?${value}`;
const made = String.raw`${user}\.objects\.create_(?:super)?user\( ?(?:username ?= ?)?(${word}|\w{1,40})(?:, ?${option}){0,6},? ?\)`;
const given = String.raw`(?:os\.environ\.get|os\.getenv)\(${text}(?:, ?${text})?\)`;

const questions = new RegExp(String.raw`^(?:not )?(?:${asked}|\w{1,40})(?: ?(?:==|>|<) ?\d)?$`);
const makes = new RegExp(String.raw`^(?:\w{1,40} ?= ?)?(?:${asked} or )?${made}$`);
const names = new RegExp(String.raw`^(\w{1,40}) ?= ?(${word}|${given}|get_user_model\(\))$`);
const says = new RegExp(String.raw`^print\(${text}\)$`);
const imports = /^(?:import|from [\w.]{1,80} import) ([\w, ]{1,80})$/;

/** What a program that creates a user may do besides what any program may. Statements have to be passed in order. */
export class UserProgram {
  readonly #machine: Machine;
  /** Names that are defined so far. `#texts` has those that certainly hold a non-empty text. */
  readonly #known = new Set('True False None print not or'.split(' '));
  readonly #texts = new Set<string>();
  #made = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Whether a statement certainly succeeds, given that the tables exist and no user was created before. */
  readonly goesWell = (statement: string, isInBlock: boolean): boolean => {
    const [, imported = ''] = imports.exec(statement) ?? [];
    if (imported !== '' && !isInBlock) for (const name of imported.split(/, ?/)) this.#known.add(name.trim());
    if (!this.#knowsNamesOf(statement)) return false;
    const named = names.exec(statement);
    if (named !== null) return !isInBlock && this.#name(named[1] ?? '', named[2] ?? '');
    const making = makes.exec(statement);
    if (making !== null) return this.#make(making[1] ?? '');
    return says.test(statement) || questions.test(statement);
  };

  /** Checks all free names: those that do not follow a dot and are not being assigned. */
  #knowsNamesOf(statement: string): boolean {
    const bare = statement.replace(/'[^']*'|"[^"]*"/g, ' ');
    const used = bare.match(/(?<![\w.])[A-Za-z_]\w*(?!\w)(?! ?=(?!=))/g) ?? [];
    return used.every((each) => this.#known.has(each));
  }

  #name(variable: string, given: string): boolean {
    const [, name = '', fallback = ''] = /\(['"]([^'"]*)['"](?:, ?['"]([^'"]*)['"])?\)$/.exec(given) ?? [];
    const isText = !given.includes('(') || (this.#machine.env.get(name) ?? fallback) !== '';
    this.#known.add(variable);
    if (isText) this.#texts.add(variable);
    else this.#texts.delete(variable);
    return true;
  }

  /** A user needs a name, and Django allows no two users with the same name. */
  #make(name: string): boolean {
    this.#made += 1;
    return this.#made === 1 && (/^['"]/.test(name) || this.#texts.has(name));
  }
}
