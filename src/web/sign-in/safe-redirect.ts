const most = 200;

/**
 * Where to go after signing in: only a path of these pages, never another site. Everything else is the front page:
 * a second slash or a backslash would be read as a host by some browser.
 */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > most) return '/';
  return /^\/(s\/[A-Za-z0-9/_-]*|jobs)?$/.test(wanted) && !wanted.includes('//') ? wanted : '/';
}
