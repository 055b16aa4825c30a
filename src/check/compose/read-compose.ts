import { readYaml, type YamlProblem } from '../../yaml/document.ts';
import { recordOf } from '../../yaml/plain.ts';
import { composeBounds } from './bounds.ts';
import { interpolate, readEnvFile } from './interpolate.ts';
import { folderOf } from './project-path.ts';
import { readServices } from './read-services.ts';
import { type SchemaProblem, schemaProblems } from './schema.ts';
import type { ComposeService } from './service.ts';

/** A `$` that Compose refuses, or a variable without a value. */
interface VariableProblem {
  readonly key: 'unset' | 'invalid' | 'required';
  readonly what: string;
  readonly line: number;
}

/** A problem because of which the whole file cannot be read. */
interface ReadingProblem extends Omit<YamlProblem, 'key'> {
  readonly key: YamlProblem['key'] | 'too-many-services';
}

/** A parsed Compose file: its problems, and its contents. */
export interface ComposeFile {
  /** Its path within the project. */
  readonly path: string;
  /** If there are any, everything else is empty. */
  readonly yamlProblems: readonly ReadingProblem[];
  readonly variableProblems: readonly VariableProblem[];
  readonly schemaProblems: readonly (SchemaProblem & { readonly line: number })[];
  readonly services: readonly ComposeService[];
  /** Names of the volumes and networks that the file declares. */
  readonly volumes: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  /** The networks among them without a connection to the outside. */
  readonly internalNetworks: ReadonlySet<string>;
  /** The parsed value, with variables substituted. */
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * The variables of the `.env` next to a Compose file, which Compose substitutes in it. `textOf` returns a file of the project, or null when
 * it does not exist.
 */
export const variablesBeside = (
  path: string,
  textOf: (path: string) => string | null,
): Readonly<Record<string, string>> => readEnvFile(textOf(`${folderOf(path)}.env`) ?? '');

/** Reads a Compose file in Compose's order: YAML, variables, schema. The work is bounded, and no content makes it throw. */
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

/** Two services with the same container name: Compose refuses the whole file. */
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

/** The first limit that a file exceeds once its variables are substituted; null when it exceeds none. */
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

/** The budget for a file's text after aliases and variables are expanded: when they are nested, a single page can expand to gigabytes. */
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

/** Limit on the reported problems with variables, because a file may have thousands. */
const mostProblems = 20;

/** Substitutes variables in values at every depth, but not in keys. */
function withVariables(value: unknown, path: readonly PropertyKey[], to: VariableSubstitution): unknown {
  if (to.room.exceededAt !== null) return null;
  if (typeof value === 'string') {
    const text = value.includes('$') ? substituted(value, path, to) : value;
    // The original text counts as well, because a long text of empty variables leaves nothing behind.
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
