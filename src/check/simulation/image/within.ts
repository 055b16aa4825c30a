/** Whether a path is the folder itself or below it. Both must be absolute and normalized. */
export const within = (folder: string, path: string): boolean =>
  folder === '/' || path === folder || path.startsWith(`${folder}/`);
