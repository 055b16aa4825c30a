/**
 * Cases whose outcome is a race between two programs of the student's: recorded is how it ended once, and a slower machine may see
 * the other end. So the check may foretell neither.
 */
export const races: Readonly<Record<string, string>> = {
  'C87-ampersand':
    'the migrations run beside the server: whether it is asked before or after they are through is chance',
};
