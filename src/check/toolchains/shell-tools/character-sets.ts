/** The characters in a set of tr, with escapes and ranges expanded; null when the set is not supported. */
export function characters(set: string): readonly string[] | null {
  if (/\[(?:[:=]|.\*)/.test(set)) return null;
  const found: string[] = [];
  for (let at = 0; at < set.length; at += 1) {
    let character = set[at] ?? '';
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(set.slice(at + 1, at + 4))?.[0];
      const next = set[at + 1] ?? '';
      if (octal !== undefined) character = String.fromCharCode(Number.parseInt(octal, 8));
      else character = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\u0007', b: '\b' }[next] ?? next;
      at += octal?.length ?? 1;
    }
    const high = set[at + 1] === '-' ? set[at + 2] : undefined;
    if (high === undefined || high === '\\') found.push(character);
    else {
      for (let code = character.charCodeAt(0); code <= high.charCodeAt(0) && found.length < 300; code += 1)
        found.push(String.fromCharCode(code));
      at += 2;
    }
  }
  return found;
}
