import { readYaml, type YamlProblem } from '../../yaml/document.ts';
import { recordOf } from '../../yaml/plain.ts';
import { composeBounds } from './bounds.ts';
import { interpolate, readEnvFile } from './interpolate.ts';
import { folderOf } from './project-path.ts';
import { readServices } from './read-services.ts';
import { type SchemaProblem, schemaProblems } from './schema.ts';
import type { ComposeService } from './service.ts';

/** A `$` that Compose stumbles over, or a variable that has no value. */
interface VariableProblem {
  readonly key: 'unset' | 'invalid' | 'required';
  readonly what: string;
  readonly line: number;
}

/** What keeps all of a file from being read. */
interface ReadingProblem extends Omit<YamlProblem, 'key'> {
  readonly key: YamlProblem['key'] | 'too-many-services';
}

/** A Compose file as it was read: what keeps Compose from reading it, and what it says. */
export interface ComposeFile {
  /** Its path in the project. */
  readonly path: string;
  /** With any of these the rest is empty. */
  readonly yamlProblems: readonly ReadingProblem[];
  readonly variableProblems: readonly VariableProblem[];
  readonly schemaProblems: readonly (SchemaProblem & { readonly line: number })[];
  readonly services: readonly ComposeService[];
  /** Names of the volumes and networks that the file declares. */
  readonly volumes: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  /** Those of them that lead nowhere outside. */
  readonly internalNetworks: ReadonlySet<string>;
  /** With variables put in. */
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** The variables of the `.env` beside a Compose file, which Compose puts into it. `textOf`: a file of the project; null where it is not there. */
export const variablesBeside = (
  path: string,
  textOf: (path: string) => string | null,
): Readonly<Record<string, string>> => readEnvFile(textOf(`${folderOf(path)}.env`) ?? '');

/** Reads a Compose file as Compose does: YAML, then variables, then its schema. Bounded, and never throws for what is in it. */
export function readCompose(
  path: string,
  text: string,
  variables: Readonly<Record<string, string>>,
): ComposeFile {
  const { value: written, problems, lineOf } = readYaml(text, 'go');
  if (problems.length > 0) return unread(path, lineOf, problems);
  const substitution = { variables, lineOf, problems: [], room: new ExpansionRoom() };
  const value = withVariables(written, [], substitution);
  const beyond = beyondBounds(value, substitution);
  if (beyond !== null) return unread(path, lineOf, [beyond]);
  const services = readServices(value, lineOf, folderOf(path));
  return {
    path,
    yamlProblems: [],
    variableProblems: substitution.problems,
    schemaProblems: [...schemaProblems(value), ...sameNames(services)].map((each) => ({
      ...each,
      line: lineOf(each.path),
    })),
    services,
    ...declaredIn(value),
    value,
    lineOf,
  };
}

/** Two containers of one name: Compose does not even read the file. */
function sameNames(services: readonly ComposeService[]): readonly SchemaProblem[] {
  const seen = new Set<string>();
  return services.flatMap(({ name, containerName }): readonly SchemaProblem[] => {
    if (containerName === null || !seen.has(containerName)) {
      if (containerName !== null) seen.add(containerName);
      return [];
    }
    const path = ['services', name, 'container_name'];
    return [{ path, kind: 'same-name', what: containerName, meant: null }];
  });
}

function unread(
  path: string,
  lineOf: ComposeFile['lineOf'],
  yamlProblems: readonly ReadingProblem[],
): ComposeFile {
  const none = new Set<string>();
  return {
    path,
    yamlProblems,
    variableProblems: [],
    schemaProblems: [],
    services: [],
    volumes: none,
    networks: none,
    internalNetworks: none,
    value: undefined,
    lineOf,
  };
}

/** What makes a file too large to be read on, once its variables are put in; null where nothing does. */
function beyondBounds(value: unknown, { room, lineOf }: VariableSubstitution): ReadingProblem | null {
  if (room.exceededAt !== null) return { key: 'too-long', line: room.exceededAt, said: '' };
  const services = Object.keys(recordOf(recordOf(value).services));
  if (services.length <= composeBounds.services) return null;
  const line = lineOf(['services', services[composeBounds.services] ?? '']);
  return { key: 'too-many-services', line, said: String(composeBounds.services) };
}

function declaredIn(value: unknown): Pick<ComposeFile, 'volumes' | 'networks' | 'internalNetworks'> {
  const { volumes, networks } = recordOf(value);
  const named = Object.entries(recordOf(networks));
  return {
    volumes: new Set(Object.keys(recordOf(volumes))),
    networks: new Set(named.map(([name]) => name)),
    internalNetworks: new Set(
      named.flatMap(([name, network]) => (recordOf(network).internal === true ? [name] : [])),
    ),
  };
}

interface VariableSubstitution {
  readonly variables: Readonly<Record<string, string>>;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly problems: VariableProblem[];
  readonly room: ExpansionRoom;
}

/** How much text a file may have once aliases and variables are put in: a few of them in each other make gigabytes of a page. */
class ExpansionRoom {
  exceededAt: number | null = null;
  #left: number = composeBounds.expandedCharacters;

  get left(): number {
    return this.#left;
  }

  take(characters: number, line: () => number): void {
    this.#left -= characters;
    if (this.#left < 0) this.exceededAt ??= line();
  }
}

/** How many problems of variables are reported at most: a file may have thousands. */
const mostProblems = 20;

/** The value with its variables put in: values of every depth, and no keys. */
function withVariables(value: unknown, path: readonly PropertyKey[], to: VariableSubstitution): unknown {
  if (to.room.exceededAt !== null) return null;
  if (typeof value === 'string') {
    const text = value.includes('$') ? substituted(value, path, to) : value;
    // What is read counts as well: a long text of variables that are empty leaves nothing behind.
    to.room.take(Math.max(value.length, text.length), () => to.lineOf(path));
    return text;
  }
  if (Array.isArray(value)) return value.map((each, index) => withVariables(each, [...path, index], to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      to.room.take(key.length, () => to.lineOf(path));
      return [key, withVariables(each, [...path, key], to)];
    }),
  );
}

function substituted(text: string, path: readonly PropertyKey[], to: VariableSubstitution): string {
  const result = interpolate(text, to.variables, to.room.left);
  const line = to.lineOf(path);
  const found: VariableProblem[] =
    result.refused === null
      ? result.unset.map((what) => ({ key: 'unset', what, line }))
      : [{ ...result.refused, line }];
  to.problems.push(...found.slice(0, mostProblems - to.problems.length));
  return result.text;
}
