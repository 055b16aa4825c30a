import { removeAffix, SubstitutionError } from './substitution-patterns.ts';

/** Evaluates `${name:-word}` and similar. */
export function applyOperator(
  name: string,
  operator: string,
  colon: boolean,
  word: string,
  value: string | null,
): string {
  const unset = value === null || (colon && value === '');
  switch (operator) {
    case '-':
      return unset ? word : value;
    case '+':
      return unset ? '' : word;
    case '?':
      if (value === null)
        throw new SubstitutionError(`${name}: ${word === '' ? 'is not allowed to be unset' : word}`);
      if (unset) throw new SubstitutionError(`${name}: ${word === '' ? 'is not allowed to be empty' : word}`);
      return value;
    default:
      return removeAffix(operator, word, value ?? '');
  }
}
