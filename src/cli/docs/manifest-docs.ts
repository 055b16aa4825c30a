import assert from 'node:assert/strict';
import { assertionKinds, isOnlyByCheck, isOnlyByRun } from '../../lesson/manifest/assertions.ts';
import { manifestJsonSchema } from '../../lesson/manifest/manifest.ts';

/** Generates docs/manifest.md: each field of a manifest with its type, default and description from the JSON Schema. */

type FieldSchema = ReturnType<typeof manifestJsonSchema>;

const schemaIn = (given: FieldSchema | boolean | readonly unknown[] | undefined): FieldSchema =>
  typeof given === 'object' && !Array.isArray(given) ? (given as FieldSchema) : {};

/** The schema of the object that a value is, contains or may be. Null for simpler values and for assertions. */
function objectIn(schema: FieldSchema): FieldSchema | null {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return objectIn(schemaIn(schema.items));
  if (schema.additionalProperties !== undefined) return objectIn(schemaIn(schema.additionalProperties));
  for (const option of schema.anyOf ?? []) {
    const object = objectIn(option);
    if (object !== null) return object;
  }
  return null;
}

interface PageSection {
  /** The path of the object in a manifest: `postgres.variables`. */
  readonly path: string;
  readonly schema: FieldSchema;
}
/** Objects by their fields, so that those with identical fields are documented once. */
type PageSections = ReadonlyMap<string, PageSection>;

const shapeOf = (schema: FieldSchema): string => JSON.stringify(schema.properties);
const fieldsOf = (schema: FieldSchema): readonly (readonly [string, FieldSchema])[] =>
  Object.entries(schema.properties ?? {}).map(([name, field]) => [name, schemaIn(field)]);

/** All objects below this one, parents before children. */
function sectionsBelow(
  schema: FieldSchema,
  path: readonly string[],
  found = new Map<string, PageSection>(),
): PageSections {
  for (const [name, field] of fieldsOf(schema)) {
    const object = objectIn(field);
    if (object === null || found.has(shapeOf(object))) continue;
    const own = [...path, name];
    found.set(shapeOf(object), { path: own.join('.'), schema: describedBy(object, field) });
    sectionsBelow(object, own, found);
  }
  return found;
}

const describedBy = (object: FieldSchema, { description }: FieldSchema): FieldSchema =>
  description === undefined ? object : { ...object, description };

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

/** The bounds of a number or of the length of a list. */
function bounds(least: number | undefined, most: number | undefined): string {
  // Zod uses the largest safe integer for a missing bound.
  const isBound = (each: number | undefined): each is number =>
    each !== undefined && Math.abs(each) !== Number.MAX_SAFE_INTEGER;
  if (isBound(least)) return isBound(most) ? `, ${least} to ${most}` : `, at least ${least}`;
  return isBound(most) ? `, at most ${most}` : '';
}

function numberText({ type, minimum, maximum, exclusiveMinimum }: FieldSchema): string {
  const noun = type === 'integer' ? 'whole number' : 'number';
  if (typeof exclusiveMinimum !== 'number') return `${noun}${bounds(minimum, maximum)}`;
  return `${noun}, more than ${exclusiveMinimum}${bounds(undefined, maximum)}`;
}

function typeOf(schema: FieldSchema, sections: PageSections): string {
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

function countText({ minItems, maxItems }: FieldSchema): string {
  const count = bounds(minItems, maxItems);
  return count === '' ? '' : ` (${count.slice(2)})`;
}

function objectText(schema: FieldSchema, sections: PageSections): string {
  if (schema.properties === undefined)
    return `by name: ${typeOf(schemaIn(schema.additionalProperties), sections)}`;
  const path = sections.get(shapeOf(schema))?.path;
  assert(path !== undefined, `no section explains ${shapeOf(schema)}`);
  return `[object](#${anchorOf(path)})`;
}

function defaultText(name: string, field: FieldSchema, { required }: FieldSchema): string {
  if (required?.includes(name)) return '**required**';
  return field.default === undefined || field.default === null ? '' : code(field.default);
}

function tableOf(schema: FieldSchema, sections: PageSections): readonly string[] {
  const fields = fieldsOf(schema).filter(([name]) => name !== 'assert');
  if (fields.length === 0) return [];
  return [
    '| field | type | default | what |',
    '| --- | --- | --- | --- |',
    ...fields.map(([name, field]) => {
      const { description } = field;
      assert(description !== undefined, `the field ${name} has no description`);
      return `| \`${name}\` | ${cell(typeOf(field, sections))} | ${cell(defaultText(name, field, schema))} | ${cell(description)} |`;
    }),
    '',
  ];
}

/** The schemas of assertions by kind. */
function assertionsIn(root: FieldSchema): ReadonlyMap<unknown, FieldSchema> {
  const { oneOf = [] } = schemaIn(schemaIn(root.properties?.promises).items);
  return new Map(oneOf.map((each) => [schemaIn(each.properties?.assert).const, each]));
}

function assertionSections(root: FieldSchema, sections: PageSections): readonly string[] {
  const schemas = assertionsIn(root);
  return assertionKinds.flatMap((kind) => {
    const schema = schemas.get(kind);
    assert(schema !== undefined, `the JSON Schema has no assertion ${kind}`);
    const { description = '' } = schemaIn(schema.properties?.assert);
    const check = isOnlyByRun({ assert: kind })
      ? 'Only the run shows it.'
      : 'The check and the run judge it.';
    const judge = isOnlyByCheck({ assert: kind }) ? 'The check judges it.' : check;
    return [`### \`assert: ${kind}\``, '', `${description} ${judge}`, '', ...tableOf(schema, sections)];
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
    'This page and [manifest.schema.json](manifest.schema.json), for editors, are made from `src/lesson/manifest/manifest.ts`: `npm run docs`.',
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
