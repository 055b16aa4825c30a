/**
 * Cases whose outcome is a race between two of the student's programs: one outcome is recorded, and a slower machine may see the other.
 * So the check must predict neither.
 */
export const races: Readonly<Record<string, string>> = {
  'C87-ampersand':
    'the migrations run beside the server: whether it is asked before or after they are through is chance',
};
