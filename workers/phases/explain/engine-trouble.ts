/**
 * Errors of the engine itself, not of what it was asked to build or start: it lost its session with the worker, its layer store is
 * damaged, or one of its components did not answer in time on a crowded machine. The texts are those of BuildKit, containerd and runc.
 */
const troubles =
  /no active session|session (?:healthcheck failed|not found|was closed)|context deadline exceeded|transport is closing|error reading from server|code = (?:Unavailable|Canceled|DeadlineExceeded|Internal)|use of closed network connection|connection reset by peer|broken pipe|input\/output error|device or resource busy|timed? ?out waiting|failed to (?:create|get|find) lease|lease .{0,100}not found|cgroup|did not terminate successfully: signal: killed|failed to start shim|failed to (?:prepare [^\n]{0,100} as |read downloaded context)|\/overlay2\/l\/|shim (?:disconnected|exited)|ttrpc: closed/i;

/** `process "…" did not complete successfully: exit code: 1`: the student's own program ended, whatever its name. */
const ended = /exit code: \d+/;

/** Whether an error is the engine's own, so that no student's files are to blame. */
export const isEngineTrouble = (error: string): boolean => troubles.test(error) && !ended.test(error);
