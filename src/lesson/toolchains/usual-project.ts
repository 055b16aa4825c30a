/** The usual name of a Django project's own command. */
export const usualCommand = 'manage.py';
