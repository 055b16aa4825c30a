/** Whether a path is a folder itself, or below it. Both are clean and absolute. */
export const within = (folder: string, path: string): boolean =>
  folder === '/' || path === folder || path.startsWith(`${folder}/`);
