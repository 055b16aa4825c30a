/** Resolves the ids in messages to names, for one person's page. */
export function namesOf(state) {
  const users = new Map(state.users.map((one) => [one.id, one]));
  const channels = new Map(state.channels.map((one) => [one.id, one]));
  const roles = new Map(state.guilds.flatMap((guild) => guild.roles.map((role) => [role.id, role])));
  const colours = new Map();
  for (const guild of state.guilds)
    for (const { userId, roles: own } of guild.members) {
      const colour = own.map((id) => roles.get(id)?.color ?? 0).find((one) => one !== 0);
      if (colour) colours.set(userId, { color: `#${colour.toString(16).padStart(6, '0')}` });
    }
  return {
    names: {
      user: (id) => users.get(id)?.name ?? 'somebody',
      role: (id) => roles.get(id)?.name ?? 'a role',
      channel: (id) => channels.get(id)?.name ?? 'a channel',
    },
    user: (id, otherwise) =>
      users.get(id) ?? {
        id,
        name: otherwise?.global_name ?? otherwise?.username ?? 'somebody',
        bot: otherwise?.bot === true,
      },
    colour: (id) => colours.get(id),
    roleNames: (id) =>
      state.guilds.flatMap((guild) =>
        (guild.members.find((one) => one.userId === id)?.roles ?? []).flatMap(
          (role) => roles.get(role)?.name ?? [],
        ),
      ),
  };
}
