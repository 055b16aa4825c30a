/** The project that is assumed when a lesson does not declare its program. */
export const usualProject = { directory: '', command: 'manage.py', sourceEnding: '.py' } as const;

/** The file that running such a project leaves in its folder. */
export const usualDatabase = 'db.sqlite3';
