import {
  type APIChannel,
  type APIGuildMember,
  type APIRole,
  OverwriteType,
  PermissionFlagsBits,
} from 'discord.js';

/** The member whose permissions are computed, as Discord's REST API returns it. */
export interface PermissionHolder {
  readonly guild: string;
  readonly owner: string;
  readonly user: string;
  readonly roles: readonly APIRole[];
  readonly member: Pick<APIGuildMember, 'roles'>;
}

const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/**
 * A member's permissions in a channel: those of everyone and of the member's roles, then the channel's overwrites for everyone,
 * for those roles and for the member, in this order. https://discord.com/developers/docs/topics/permissions#permission-overwrites
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
