import { onInterpreters } from '../python/environment-variables.ts';
import type { Toolchain } from '../toolchain.ts';
import { djangoAdmin } from './django-admin.ts';

/** Django's commands. Most of them are called as `python manage.py …` and are passed on by the Python toolchain. */
export const django: Toolchain = {
  name: 'django',
  programs: onInterpreters({ 'django-admin': (machine, args) => djangoAdmin(machine, args) }),
  oftenMissing: ['django-admin'],
  commonPrograms: ['runserver', 'migrate', 'manage'],
};
