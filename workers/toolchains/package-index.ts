/** Programs that install packages, and their errors on the way to a package index. */

/** Errors of programs that could not reach an index. */
const indexAway =
  /NewConnectionError|ConnectTimeoutError|ProxyError|Tunnel connection failed|error sending request for url|dns error|tcp connect error|Failed to fetch: `|Temporary failure resolving|operation timed out|Could not connect to proxy|HTTP status server error|HTTP error 5\d\d|ReadTimeoutError|Connection broken|Could not connect to|Unable to connect to|\b503 +Service Unavailable|curl: \((?:5|6|7|28|35|52|56)\)|wget: (?:unable to resolve|bad address|can't connect)/i;
const ownIndex = 'PIP_(?:EXTRA_)?INDEX_URL|UV_(?:DEFAULT_|EXTRA_)?INDEX|PIP_PROXY|(?:https?|all)_proxy';
/** A step with an index, a proxy or a network of the student's choice, or with no network. */
const ownWay = new RegExp(
  `--(?:extra-)?index-url|--(?:default-)?index\\b|\\s-i\\s|--proxy\\b|--network=none|${ownIndex}`,
  'i',
);
/** The same, set for all steps of the Dockerfile. */
const ownWayForAll = new RegExp(`^[ \\t]*(?:ENV|ARG)[ \\t].*(?:${ownIndex})`, 'im');
const installs = /\b(?:pip3?|uv|apt-get|apt|poetry|apk|curl|wget)\b/;

/** Whether a step failed to reach the package index that everyone uses, which is not the student's fault. */
export const lacksIndex = (dockerfile: string, instruction: string, log: string): boolean =>
  installs.test(instruction) &&
  !ownWay.test(instruction) &&
  !ownWayForAll.test(dockerfile) &&
  indexAway.test(log);
