import type { CheckReport } from './report.ts';

/** Names that Docker's own check takes for secrets, and those that it lets pass all the same. */
const secret = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const allowed = /(?:_|^)(?:public|file|version)(?:_|$)/i;

export const looksSecret = (name: string): boolean => secret.test(name) && !allowed.test(name);

/** Shown instead of a secret. */
const mask = '•••';

/** `NAME=value`, in quotes or not, wherever it stands; and the old `ENV NAME value`, to the end of its line. */
const assignment = /\b([A-Za-z_]\w*)=("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|(?:[^\s\\"']|\\.)+)/g;
const legacyAssignment = /^([ \t]*(?:ENV|ARG)[ \t]+)([A-Za-z_]\w{0,80})([ \t]+)(\S[^\n]*)$/gim;

/** A Dockerfile's or a script's lines as they may be shown: the values of what looks like a secret are left out. */
export function withoutSecrets(text: string): string {
  return secretsIn(text)
    .reduce(removeSecret, text)
    .replace(assignment, (whole, name: string) => (looksSecret(name) ? `${name}=${mask}` : whole))
    .replace(legacyAssignment, (whole, start: string, name: string, gap: string) =>
      looksSecret(name) ? `${start}${name}${gap}${mask}` : whole,
    );
}

/** Every such name contains one of these: a quick way to see that a text holds no secret. */
const partOfSecretName = /apikey|auth|credential|key|passw|pword|secret|token/i;

/** The values that a student's files give to what looks like a secret; very short ones say nothing. */
function secretsIn(text: string): readonly string[] {
  if (!partOfSecretName.test(text) || !/[_=\s]/.test(text)) return [];
  const found: string[] = [];
  const keep = (name: string, value: string): void => {
    const plain = value.replace(/^["']|["']$/g, '').trim();
    if (looksSecret(name) && plain.length >= 4 && !plain.startsWith('$')) found.push(plain);
  };
  for (const [, name = '', value = ''] of text.matchAll(assignment)) keep(name, value);
  for (const [, , name = '', , value = ''] of text.matchAll(legacyAssignment)) {
    keep(name, value);
    for (const word of value.split(/\s+/)) keep(name, word);
  }
  return found.slice(0, 50);
}

/** Masks a secret in a text, even where the text was cut off within the secret. */
function removeSecret(text: string, value: string): string {
  const begin = value.slice(0, 8);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, from)) {
    let end = begin.length;
    while (end < value.length && text[at + end] === value[end]) end += 1;
    parts.push(text.slice(from, at), mask);
    from = at + end;
  }
  return parts.join('') + text.slice(from);
}

/** A report whose messages repeat no secret of the files that it is about. */
export function redactSecrets(report: CheckReport, files: Readonly<Record<string, string>>): CheckReport {
  const secrets = Object.values(files).flatMap(secretsIn);
  if (secrets.length === 0) return report;
  const hide = (value: string | number): string | number =>
    typeof value === 'string' ? secrets.reduce(removeSecret, value) : value;
  const tell = <T extends { readonly message: CheckReport['todos'][number]['message'] }>(each: T): T => ({
    ...each,
    message: {
      ...each.message,
      values: Object.fromEntries(
        Object.entries(each.message.values).map(([name, value]) => [name, hide(value)]),
      ),
    },
  });
  return {
    ...report,
    blocker: report.blocker === null ? null : tell(report.blocker),
    todos: report.todos.map(tell),
    findings: report.findings.map(tell),
  };
}
