/** Names of Linux's signals, and of the shell's EXIT. */
export const signalNames: ReadonlySet<string> = new Set(
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU
   XFSZ VTALRM PROF WINCH IO PWR SYS EXIT`.split(/\s+/),
);
