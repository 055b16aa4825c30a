/** The user alone of what USER says (`user:group`): a name or a number; empty where it says nothing. */
export const userName = (written: string): string => written.split(':', 1)[0] ?? '';

/** Whether what USER says means root; nothing said does. */
export const isRoot = (written: string): boolean => ['', 'root', '0'].includes(userName(written));

/** Whose the files are that a user makes. */
export const ownerOf = (written: string): string => userName(written) || 'root';
