/** Bits that a mode may have, set-uid and its like among them. */
const allBits = 0o7777;

/** Whether chmod takes it for a mode. With a long dash for a minus, or without a sign, it does not. */
export const isMode = (mode: string): boolean =>
  (/^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= allBits) ||
  (/^[-+=][0-7]+$/.test(mode) && Number.parseInt(mode.slice(1), 8) <= allBits) ||
  mode.split(',').every((clause) => /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/.test(clause));
