// @ts-expect-error: the package ships this file without types
import * as generated from 'discord-api-spec/zod';
import * as z from 'zod/mini';
import { type FieldError, refuseInvalid } from './api-error.ts';

type Schema = z.ZodMiniType;
type Checks = Parameters<Schema['check']>;

/*
 * The generated schemas accept unknown fields: the package's own switch, `setStrictObject`, comes too late, because its objects are
 * created during import. So they are rebuilt here, with two differences: unknown fields are refused, and a union whose members have a
 * literal `type` is discriminated by it, so that errors are about the intended member, as Discord's are.
 */
const rebuilt = new Map<Schema, Schema>();

interface SchemaDefinition {
  readonly type: string;
  readonly shape?: Record<string, Schema>;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  readonly getter?: () => Schema;
  readonly keyType?: Schema;
  readonly valueType?: Schema;
  readonly left?: Schema;
  readonly right?: Schema;
  readonly values?: readonly unknown[];
  readonly checks?: Checks;
}

function defOf(schema: Schema): SchemaDefinition {
  return schema._zod.def as unknown as SchemaDefinition;
}

function strict(schema: Schema): Schema {
  const known = rebuilt.get(schema);
  if (known) return known;
  const made = build(schema);
  rebuilt.set(schema, made);
  return made;
}

function build(schema: Schema): Schema {
  const def = defOf(schema);
  const checked = (made: Schema): Schema => (def.checks?.length ? made.check(...def.checks) : made);
  if (def.type === 'lazy' && def.getter) {
    const { getter } = def;
    return z.lazy(() => strict(getter()));
  }
  if (def.type === 'object' && def.shape) {
    return checked(
      z.strictObject(Object.fromEntries(Object.entries(def.shape).map(([k, v]) => [k, strict(v)]))),
    );
  }
  if (def.type === 'array' && def.element) return checked(z.array(strict(def.element)));
  if (def.type === 'optional' && def.innerType) return z.optional(strict(def.innerType));
  if (def.type === 'nullable' && def.innerType) return z.nullable(strict(def.innerType));
  if (def.type === 'record' && def.keyType && def.valueType)
    return checked(z.record(def.keyType as z.ZodMiniString, strict(def.valueType)));
  if (def.type === 'intersection' && def.left && def.right)
    return z.intersection(strict(def.left), strict(def.right));
  if (def.type === 'union' && def.options) return union(def.options);
  return schema;
}

function union(options: readonly Schema[]): Schema {
  const members = options.map(strict) as [Schema, ...Schema[]];
  return z.lazy(() => {
    const byType = options.map((option) => typesOf(option));
    if (byType.some((types) => types === null) || options.length < 2) return z.union(members);
    const chosen = new Map<unknown, Schema>();
    byType.forEach((types, index) => {
      const member = members[index];
      for (const type of types ?? []) if (member && !chosen.has(type)) chosen.set(type, member);
    });
    return z.any().check((context) => {
      const { value } = context;
      const type = (value as { type?: unknown } | null)?.type;
      const member = chosen.get(type);
      if (!member) {
        context.issues.push({
          code: 'invalid_union',
          errors: [],
          input: value,
          path: ['type'],
          message: `Value of field "type" must be one of (${[...chosen.keys()].join(', ')}).`,
        });
        return;
      }
      const result = member.safeParse(value, { reportInput: true });
      for (const issue of result.error?.issues ?? [])
        context.issues.push({ ...issue, input: value } as never);
    });
  });
}

/** The values of a member's literal `type`; null when it has none. */
function typesOf(option: Schema): readonly unknown[] | null {
  const def = defOf(option);
  if (def.type === 'lazy' && def.getter) return typesOf(def.getter());
  const type = def.type === 'object' ? def.shape?.type : undefined;
  const literal = type ? defOf(type) : undefined;
  return literal?.type === 'literal' ? (literal.values ?? null) : null;
}

const known = generated as unknown as Record<string, Schema | undefined>;

/** Discord's schema of that name (as in its OpenAPI description); it refuses unknown fields. */
export function specified(name: string): Schema {
  const schema = known[`${name}Schema`];
  if (!schema) throw new Error(`discord-api-spec knows no schema called ${name}`);
  return strict(schema);
}

/**
 * What clients send and Discord accepts although its description lacks it: `enforce_nonce` and `tts` on every kind of message, and
 * permissions as a string of digits (the description says number, which cannot hold them in JSON).
 */
export function withoutExtras(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
  const {
    enforce_nonce: _nonce,
    tts: _tts,
    default_member_permissions: bits,
    attachments,
    ...rest
  } = body as Record<string, unknown>;
  const digits = typeof bits === 'string' && /^\d{1,20}$/.test(bits);
  return {
    ...rest,
    ...(bits === undefined ? {} : { default_member_permissions: digits ? Number(bits) : bits }),
    ...(attachments === undefined ? {} : { attachments: withoutWhatStays(attachments) }),
  };
}

/** What can be changed about a file that is kept. Clients send all that they know about it (discord.js also under its own names). */
const OF_A_KEPT_FILE = new Set(['id', 'filename', 'description', 'title', 'is_remix']);

function withoutWhatStays(attachments: unknown): unknown {
  if (!Array.isArray(attachments)) return attachments;
  return attachments.map((one: unknown) => {
    if (one === null || typeof one !== 'object') return one;
    const { id } = one as { id?: unknown };
    const isKept = typeof id === 'string' && /^\d{15,20}$/.test(id);
    return isKept ? Object.fromEntries(Object.entries(one).filter(([key]) => OF_A_KEPT_FILE.has(key))) : one;
  });
}

/** Discord's errors about a body, in its own words, under `prefix`. */
export function complaintsAbout(
  schema: Schema,
  body: unknown,
  prefix: readonly (string | number)[] = [],
): FieldError[] {
  const result = schema.safeParse(body, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => complaintsOf(issue, prefix));
}

/** Throws 50035 for a body that does not match Discord's schema. */
export function conform(schema: Schema, body: unknown, prefix: readonly (string | number)[] = []): void {
  refuseInvalid(complaintsAbout(schema, body, prefix));
}

function complaintsOf(issue: z.core.$ZodIssue, prefix: readonly (string | number)[]): FieldError[] {
  const path = [...prefix, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  const one = (code: string, message: string): FieldError[] => [{ path, code, message }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'CLASSROOM_UNKNOWN_FIELD',
        message: `Discord's description of its API has no field "${key}" here.`,
      }));
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? one('BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`)
        : one('NUMBER_TYPE_MAX', `Value should be less than or equal to ${issue.maximum}.`);
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? one('BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`)
        : one('NUMBER_TYPE_MIN', `Value should be greater than or equal to ${issue.minimum}.`);
    case 'invalid_type':
      return issue.input === undefined
        ? one('BASE_TYPE_REQUIRED', 'This field is required')
        : one('BASE_TYPE_CHOICES', `Expected ${issue.expected}.`);
    case 'invalid_union': {
      // Among several alternatives, the one that matches the body best was probably intended.
      const depth = (issues: readonly z.core.$ZodIssue[]): number =>
        Math.max(0, ...issues.map((each) => each.path.length));
      const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
      if (nearest && depth(nearest) > 0) return nearest.flatMap((each) => complaintsOf(each, path));
      return one(
        'UNION_TYPE_CHOICES',
        issue.message === 'Invalid input' ? 'Fits none of the forms that are allowed here.' : issue.message,
      );
    }
    case 'invalid_value':
      return one('BASE_TYPE_CHOICES', `Value must be one of (${issue.values.map(String).join(', ')}).`);
    case 'invalid_format':
      return issue.format === 'url'
        ? one('URL_TYPE_INVALID_URL', 'Not a well formed URL.')
        : one('STRING_TYPE_REGEX', 'String value did not match validation regex.');
    default:
      return one('BASE_TYPE_INVALID', issue.message);
  }
}
