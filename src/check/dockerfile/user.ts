/** Whether what USER says (`name:group`) means root; nothing said does. */
export const isRoot = (user: string): boolean => ['', 'root', '0'].includes(user.split(':')[0] ?? '');
