/** The user part of a USER value (`user:group`): a name or a number; empty if there is none. */
export const userName = (written: string): string => written.split(':', 1)[0] ?? '';

/** Whether a USER value means root, as an empty one does. */
export const isRoot = (written: string): boolean => ['', 'root', '0'].includes(userName(written));

/** The owner of files that a user creates. */
export const ownerOf = (written: string): string => userName(written) || 'root';
