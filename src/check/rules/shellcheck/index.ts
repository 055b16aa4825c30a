import type { Rule } from '../rule.ts';
import { sc2046 } from './sc2046-unquoted-command-substitution.ts';
import { sc2086 } from './sc2086-unquoted-variable.ts';
import { sc2164 } from './sc2164-cd-may-fail.ts';

/** Shell advice that ShellCheck also gives, under ShellCheck's numbers. It never makes a check fail. */
export const shellcheckRules: readonly Rule[] = [sc2046, sc2086, sc2164];
