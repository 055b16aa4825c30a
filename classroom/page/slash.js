/** Parses a command while it is typed: which commands match so far, and which option is current. */

export function slashCommands(commands) {
  return commands
    .filter((one) => one.type === 1)
    .flatMap((command) => leaves(command, [command.name], command.options ?? [], command.description));
}

function leaves(command, path, options, description) {
  const inner = options.filter((one) => one.type === 1 || one.type === 2);
  if (inner.length === 0)
    return [{ id: `${command.id} ${path.join(' ')}`, name: path.join(' '), description, options }];
  return inner.flatMap((one) => leaves(command, [...path, one.name], one.options ?? [], one.description));
}

/** The position in `/hint todo:3`: still choosing a command, or at one of its options. */
export function readSlash(text, commands) {
  const typed = text.slice(1);
  const chosen = commands
    .filter((one) => typed === one.name || typed.startsWith(`${one.name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (!chosen || typed === chosen.name) {
    const start = typed.toLowerCase();
    return {
      matches: commands.filter((one) => one.name.startsWith(start) || one.name.includes(start)),
      chosen: null,
    };
  }
  const rest = typed.slice(chosen.name.length + 1);
  const words = rest.split(/\s+/);
  const last = words.at(-1) ?? '';
  const named = /^([\p{L}\p{N}_-]+):(.*)$/u.exec(last);
  const byName = named ? chosen.options.find((one) => one.name === named[1]) : undefined;
  const given = new Set(words.slice(0, -1).flatMap((word) => /^([\p{L}\p{N}_-]+):/u.exec(word)?.[1] ?? []));
  const free = chosen.options.filter((one) => !given.has(one.name));
  const option =
    byName ??
    (chosen.options.length === 1
      ? chosen.options[0]
      : free[Math.min(words.length - 1 - given.size, free.length - 1)]);
  return {
    matches: [],
    chosen,
    option: option ?? null,
    value: byName ? named[2] : last,
    before: rest.slice(0, rest.length - last.length),
  };
}

/** The text with the current option filled in. */
export function fillOption(reading, value) {
  const quoted = /\s/.test(String(value)) ? `"${value}"` : value;
  return `/${reading.chosen.name} ${reading.before}${reading.option.name}:${quoted} `;
}
