/** All bits of a mode, including set-uid, set-gid and sticky. */
const allBits = 0o7777;

/** Whether chmod accepts a mode. It refuses a typographic dash instead of a minus, and a mode without an operator. */
export const isMode = (mode: string): boolean =>
  (/^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= allBits) ||
  (/^[-+=][0-7]+$/.test(mode) && Number.parseInt(mode.slice(1), 8) <= allBits) ||
  mode.split(',').every((clause) => /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/.test(clause));
