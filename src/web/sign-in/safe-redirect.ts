const most = 200;

/**
 * Returns the path to go to after sign-in. Only paths of these pages are allowed; anything else becomes the front page. A second slash or a
 * backslash is rejected, because some browsers would interpret what follows as a host.
 */
export function safeRedirect(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > most) return '/';
  return /^\/(s\/[A-Za-z0-9/_-]*|jobs)?$/.test(wanted) && !wanted.includes('//') ? wanted : '/';
}
