/** What a project is taken for whose lesson does not say what its own program is called. */
export const usualProject = { directory: '', command: 'manage.py', sourceEnding: '.py' } as const;

/** What a run of such a project leaves in its folder. */
export const usualDatabase = 'db.sqlite3';
