/**
 * The image or stage that a `RUN --mount` takes its files from: the last `from=`, in any case, as in BuildKit (buildkit,
 * instructions/commands_runmount.go; the fields are CSV). `unreadable` means CSV that BuildKit rejects.
 */
export type MountSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'from'; readonly names: readonly string[] };

export function mountSource(mount: string): MountSource {
  const fields = csvFields(mount);
  if (fields === null) return { kind: 'unreadable' };
  const names = fields.flatMap((field) => {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
    return key === 'from' && equals >= 0 ? [field.slice(equals + 1)] : [];
  });
  return names.length === 0 ? { kind: 'none' } : { kind: 'from', names };
}

/** Parses a line of CSV (RFC 4180); null if a quote is in the wrong place. */
function csvFields(line: string): readonly string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (line[at] === '"') {
      at += 1;
      for (;;) {
        const end = line.indexOf('"', at);
        if (end < 0) return null;
        field += line.slice(at, end);
        at = end + 1;
        if (line[at] !== '"') break;
        field += '"';
        at += 1;
      }
      if (at < line.length && line[at] !== ',') return null;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      field = line.slice(at, end);
      if (field.includes('"')) return null;
      at = end;
    }
    fields.push(field);
    if (at >= line.length) return fields;
    at += 1;
  }
}
