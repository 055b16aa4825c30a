const most = 200;

/**
 * The redirect target after signing in: only a path of these pages, never another site. Everything else becomes the front page; a
 * second slash or a backslash would be parsed as a host by some browsers.
 */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > most) return '/';
  return /^\/(s\/[A-Za-z0-9/_-]*|jobs)?$/.test(wanted) && !wanted.includes('//') ? wanted : '/';
}
