/**
 * `# syntax=` asks BuildKit to fetch another Dockerfile frontend, a program, from a registry. Docker's own frontend is
 * built into the engine, so a Dockerfile that asks for that one is served without a fetch, with its line numbers kept;
 * any other is refused by name. How directives are read: buildkit, frontend/dockerfile/parser/directives.go.
 */
export type SyntaxDirective =
  | { readonly kind: 'none' | 'own'; readonly dockerfile: string }
  | { readonly kind: 'strange'; readonly frontend: string; readonly line: number };

const hashDirective = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const slashDirective = /^\/\/\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const ownFrontend = /^(?:(?:docker\.io|index\.docker\.io)\/)?docker\/dockerfile(?:-upstream)?(?:[:@].*)?$/;

export function readSyntaxDirective(dockerfile: string): SyntaxDirective {
  const bare = dockerfile.replace(/^\ufeff/, '');
  const lines = bare.split('\n');
  const first = lines[0]?.startsWith('#!') ? 1 : 0;
  for (const pattern of [hashDirective, slashDirective]) {
    let end = first;
    let at = -1;
    let frontend = '';
    for (; end < lines.length; end++) {
      const match = pattern.exec((lines[end] ?? '').trim());
      if (match === null) break;
      if (at < 0 && match[1]?.toLowerCase() === 'syntax') {
        at = end;
        frontend = match[2] ?? '';
      }
    }
    if (at < 0) continue;
    const name = frontend.split(/\s+/)[0] ?? '';
    if (!ownFrontend.test(name)) return { kind: 'strange', frontend: name, line: at + 1 };
    // The other directives move up and a bare comment takes the last place, because a directive
    // that stands below a comment does not count any more.
    const kept = [...lines.slice(0, at), ...lines.slice(at + 1, end), '#', ...lines.slice(end)];
    return { kind: 'own', dockerfile: kept.join('\n') };
  }
  const json = /^\s*\{/.test(bare) ? jsonSyntax(bare) : null;
  if (json !== null) return { kind: 'strange', frontend: json, line: 1 };
  return { kind: 'none', dockerfile };
}

/** BuildKit also takes the frontend from a file that is JSON with a field `syntax`. */
function jsonSyntax(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'syntax' in value && typeof value.syntax === 'string')
      return value.syntax;
  } catch {
    // Not JSON: the engine will say what it is.
  }
  return null;
}
