/** The choices in a select menu, or a command's option, for people, roles or channels. */
export function entities(state, type) {
  const users = state.users.map((one) => ({ value: one.id, label: one.name, user: one }));
  const roles = state.guilds.flatMap((guild) =>
    guild.roles.map((one) => ({
      value: one.id,
      label: `@${one.name.replace(/^@/, '')}`,
      colour: one.color,
    })),
  );
  if (type === 5) return users;
  if (type === 6) return roles;
  if (type === 7) return [...users, ...roles];
  return state.channels
    .filter((one) => one.guildId !== null)
    .map((one) => ({ value: one.id, label: `#${one.name}`, channelType: one.type }));
}
