import type { Entry } from './entry.ts';

/**
 * Who may execute a file after a chmod with this mode; null if the mode does not change that. The shell that runs a script must also read
 * it, so others need both permissions.
 */
export function modeMakesExecutable(mode: string): Entry['executable'] {
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    if ((bits & 0o111) === 0) return false;
    if ((bits & 0o004) === 0) return 'private';
    return (bits & 0o001) === 0 ? 'owner' : true;
  }
  let result: Entry['executable'] = null;
  for (const clause of mode.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxXst]*)$/.exec(clause);
    if (match === null) return null;
    const [, who = '', operator = '', rights = ''] = match;
    const [reads, executes] = [rights.includes('r'), rights.includes('x')];
    const others = who === '' || /[ao]/.test(who);
    const owner = who === '' || /[au]/.test(who);
    if (operator === '+' && executes) result = others || result === true ? true : 'owner';
    if (operator === '-' && executes && owner) result = false;
    else if (operator === '-' && executes && result === true) result = 'owner';
    if (operator === '=' && owner) result = executes && (others ? true : 'owner');
    // A clause for others alone (`o=…`) replaces the permissions they had.
    else if (operator === '=' && others && result !== null && result !== false)
      result = reads ? executes || 'owner' : 'private';
    if (operator === '-' && reads && others && (result === true || result === 'owner')) result = 'private';
  }
  return result;
}
