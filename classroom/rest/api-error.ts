/** One error about one field, with Discord's own code and text. */
export interface FieldError {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** Discord's error codes and messages, with their HTTP statuses. */
const REFUSALS = {
  0: [404, '404: Not Found'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10014: [400, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20028: [429, 'The write action you are performing on the channel has hit the write rate limit.'],
  30032: [400, 'Maximum number of application commands reached (100).'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type DiscordErrorCode = keyof typeof REFUSALS;

/** A request refused as Discord refuses it: HTTP status, code, message and, for an invalid body, a tree of errors. */
export class DiscordApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly complaints: readonly FieldError[];

  constructor(code: DiscordErrorCode, complaints: readonly FieldError[] = []) {
    const [status, message] = REFUSALS[code];
    super(message);
    this.status = status;
    this.code = code;
    this.complaints = complaints;
  }

  toJSON(): Record<string, unknown> {
    const body = { message: this.message, code: this.code };
    return this.complaints.length === 0 ? body : { ...body, errors: errorTree(this.complaints) };
  }
}

/** Throws 50035 when there are any errors. */
export function refuseInvalid(complaints: readonly FieldError[]): void {
  if (complaints.length > 0) throw new DiscordApiError(50035, complaints);
}

/** `{data: {content: {_errors: […]}}}`: the nesting in which Discord sends errors. */
function errorTree(complaints: readonly FieldError[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of complaints) {
    let at = root;
    for (const step of path) {
      const next = (at[String(step)] ?? {}) as Record<string, unknown>;
      at[String(step)] = next;
      at = next;
    }
    const said = (at._errors ?? []) as unknown[];
    at._errors = [...said, { code, message }];
  }
  return root;
}
