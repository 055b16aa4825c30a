import {
  type APIChannel,
  type APIGuildMember,
  type APIRole,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord.js';

/** Who asks for the permissions, as Discord's REST API gives it. */
export interface PermissionHolder {
  readonly guild: string;
  readonly owner: string;
  readonly user: string;
  readonly roles: readonly APIRole[];
  readonly member: Pick<APIGuildMember, 'roles'>;
}

const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/**
 * What somebody may do in a channel: everybody's permissions and those of her roles, then the channel's overwrites for everybody,
 * for her roles and for herself, in this order.
 * https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn(holder: PermissionHolder, channel: APIChannel): bigint {
  const { guild, owner, user, roles, member } = holder;
  const base = roles
    .filter(({ id }) => id === guild || member.roles.includes(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if (user === owner || (base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const overwrites = ('permission_overwrites' in channel ? channel.permission_overwrites : null) ?? [];
  const ofRoles = overwrites.filter(
    ({ type, id }) => type === OverwriteType.Role && member.roles.includes(id),
  );
  const layers = [
    overwrites.filter(({ id }) => id === guild),
    ofRoles,
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === user),
  ];
  return layers.reduce((all, layer) => {
    const denied = layer.reduce((bits, { deny }) => bits | BigInt(deny), 0n);
    const allowed = layer.reduce((bits, { allow }) => bits | BigInt(allow), 0n);
    return (all & ~denied) | allowed;
  }, base);
}
