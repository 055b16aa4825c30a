/** The usual name of a Django project's management script. */
export const usualCommand = 'manage.py';
