/**
 * What an engine says of itself and not of what it was given to build or to start: its session with the worker was lost, what it keeps
 * layers in is damaged, or on a crowded machine one of its own parts did not answer in time. The texts are those of BuildKit,
 * containerd and runc.
 */
const troubles =
  /no active session|session (?:healthcheck failed|not found|was closed)|context deadline exceeded|transport is closing|error reading from server|code = (?:Unavailable|Canceled|DeadlineExceeded|Internal)|use of closed network connection|connection reset by peer|broken pipe|input\/output error|device or resource busy|timed? ?out waiting|failed to (?:create|get|find) lease|lease .{0,100}not found|cgroup|did not terminate successfully: signal: killed|failed to start shim|failed to (?:prepare [^\n]{0,100} as |read downloaded context)|\/overlay2\/l\/|shim (?:disconnected|exited)|ttrpc: closed/i;

/** `process "…" did not complete successfully: exit code: 1`: a program of the student's ended by itself, whatever it is called. */
const ended = /exit code: \d+/;

/** Whether an error is the engine's own, so that nobody's files are to blame for it. */
export const isEngineTrouble = (error: string): boolean => troubles.test(error) && !ended.test(error);
