import type { GuildSettings } from '../records/records.ts';

/**
 * Whether somebody with these roles in a class's server is one of its teaching assistants. A class whose TA role is not
 * set has none.
 */
export const hasTaRole = ({ taRole }: Pick<GuildSettings, 'taRole'>, roles: readonly string[]): boolean =>
  taRole !== null && roles.includes(taRole);
