import { assertionKinds, isOnlyByCheck, isOnlyByRun } from '../lesson/assertions.ts';
import { manifestJsonSchema } from '../lesson/manifest.ts';

/** docs/manifest.md: each field of a manifest with its type, default and description, as the JSON Schema has them. */

type Schema = ReturnType<typeof manifestJsonSchema>;

const schemaIn = (given: Schema | boolean | readonly unknown[] | undefined): Schema =>
  typeof given === 'object' && !Array.isArray(given) ? (given as Schema) : {};

/** The object with named fields that a value of this schema is, holds or may be. Null for anything simpler, and for assertions. */
function objectIn(schema: Schema): Schema | null {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return objectIn(schemaIn(schema.items));
  if (schema.additionalProperties !== undefined) return objectIn(schemaIn(schema.additionalProperties));
  for (const option of schema.anyOf ?? []) {
    const object = objectIn(option);
    if (object !== null) return object;
  }
  return null;
}

interface Section {
  /** Where its fields stand in a manifest: `postgres.variables`. */
  readonly path: string;
  readonly schema: Schema;
}
/** Objects by their fields: those that have the same ones are explained once. */
type Sections = ReadonlyMap<string, Section>;

const shapeOf = (schema: Schema): string => JSON.stringify(schema.properties);
const fieldsOf = (schema: Schema): readonly (readonly [string, Schema])[] =>
  Object.entries(schema.properties ?? {}).map(([name, field]) => [name, schemaIn(field)]);

/** All objects below this one, each before those that it holds. */
function sectionsBelow(
  schema: Schema,
  path: readonly string[],
  found = new Map<string, Section>(),
): Sections {
  for (const [name, field] of fieldsOf(schema)) {
    const object = objectIn(field);
    if (object === null || found.has(shapeOf(object))) continue;
    const own = [...path, name];
    found.set(shapeOf(object), { path: own.join('.'), schema: describedBy(object, field) });
    sectionsBelow(object, own, found);
  }
  return found;
}

const describedBy = (object: Schema, { description }: Schema): Schema =>
  description === undefined ? object : { ...object, description };

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/** The bounds of a number or of a list's length. */
function bounds(least: number | undefined, most: number | undefined): string {
  // Zod writes the largest safe integer where there is no bound.
  const isBound = (each: number | undefined): each is number =>
    each !== undefined && Math.abs(each) !== Number.MAX_SAFE_INTEGER;
  if (isBound(least)) return isBound(most) ? `, ${least} to ${most}` : `, at least ${least}`;
  return isBound(most) ? `, at most ${most}` : '';
}

function numberText({ type, minimum, maximum, exclusiveMinimum }: Schema): string {
  const noun = type === 'integer' ? 'whole number' : 'number';
  if (typeof exclusiveMinimum !== 'number') return `${noun}${bounds(minimum, maximum)}`;
  return `${noun}, more than ${exclusiveMinimum}${bounds(undefined, maximum)}`;
}

function typeOf(schema: Schema, sections: Sections): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.oneOf !== undefined) return '[assertion](#assertions)';
  if (schema.$ref !== undefined) return 'any JSON';
  const options = (schema.anyOf ?? schema.allOf ?? []).filter(({ type }) => type !== 'null');
  if (options.length > 0) return options.map((option) => typeOf(option, sections)).join(', or ');
  switch (schema.type) {
    case 'array':
      return `list: ${typeOf(schemaIn(schema.items), sections)}${countText(schema)}`;
    case 'object':
      return objectText(schema, sections);
    case 'integer':
    case 'number':
      return numberText(schema);
    case 'boolean':
      return '`true`, `false`';
    default:
      return schema.maxLength === undefined ? 'text' : `text, at most ${schema.maxLength} characters`;
  }
}

function countText({ minItems, maxItems }: Schema): string {
  const count = bounds(minItems, maxItems);
  return count === '' ? '' : ` (${count.slice(2)})`;
}

function objectText(schema: Schema, sections: Sections): string {
  if (schema.properties === undefined)
    return `by name: ${typeOf(schemaIn(schema.additionalProperties), sections)}`;
  const path = sections.get(shapeOf(schema))?.path;
  if (path === undefined) throw new Error(`no section explains ${shapeOf(schema)}`);
  return `[object](#${anchorOf(path)})`;
}

function defaultText(name: string, field: Schema, { required }: Schema): string {
  if (required?.includes(name)) return '**required**';
  return field.default === undefined || field.default === null ? '' : code(field.default);
}

function tableOf(schema: Schema, sections: Sections): readonly string[] {
  const fields = fieldsOf(schema).filter(([name]) => name !== 'assert');
  if (fields.length === 0) return [];
  return [
    '| field | type | default | what |',
    '| --- | --- | --- | --- |',
    ...fields.map(([name, field]) => {
      const { description } = field;
      if (description === undefined) throw new Error(`the field ${name} has no description`);
      return `| \`${name}\` | ${cell(typeOf(field, sections))} | ${cell(defaultText(name, field, schema))} | ${cell(description)} |`;
    }),
    '',
  ];
}

/** The schemas of the assertions, by kind. */
function assertionsIn(root: Schema): ReadonlyMap<unknown, Schema> {
  const { oneOf = [] } = schemaIn(schemaIn(root.properties?.promises).items);
  return new Map(oneOf.map((each) => [schemaIn(each.properties?.assert).const, each]));
}

function assertionSections(root: Schema, sections: Sections): readonly string[] {
  const schemas = assertionsIn(root);
  return assertionKinds.flatMap((assert) => {
    const schema = schemas.get(assert);
    if (schema === undefined) throw new Error(`the JSON Schema has no assertion ${assert}`);
    const { description = '' } = schemaIn(schema.properties?.assert);
    const check = isOnlyByRun({ assert }) ? 'Only the run shows it.' : 'The check and the run judge it.';
    const judge = isOnlyByCheck({ assert }) ? 'The check judges it.' : check;
    return [`### \`assert: ${assert}\``, '', `${description} ${judge}`, '', ...tableOf(schema, sections)];
  });
}

export function manifestPage(): string {
  const root = manifestJsonSchema();
  const sections = sectionsBelow(root, []);
  return [
    '# The manifest, field by field',
    '',
    '`manifest.yaml` beside `lesson.md` says what a verification has to find. [lessons.md](lessons.md) explains how the parts work together,',
    'and [tutorial.md](tutorial.md) writes a whole one. A field may be left out unless it is required.',
    '',
    'This page and [manifest.schema.json](manifest.schema.json), for editors, are made from `src/lesson/manifest.ts`: `npm run docs`.',
    '',
    ...tableOf(root, sections),
    ...[...sections.values()].flatMap(({ path, schema }) => [
      `${'#'.repeat(1 + path.split('.').length)} \`${path}\``,
      '',
      ...(schema.description === undefined ? [] : [schema.description, '']),
      ...tableOf(schema, sections),
    ]),
    '## Assertions',
    '',
    'What stands in `aims` of a TODO and in `promises`. `assert` names the kind.',
    '',
    ...assertionSections(root, sections),
  ].join('\n');
}
