/** Programs that install packages, and what they say of the way to their index. */

/** Those that reached no index at all. */
const indexAway =
  /NewConnectionError|ConnectTimeoutError|ProxyError|Tunnel connection failed|error sending request for url|dns error|tcp connect error|Failed to fetch: `|Temporary failure resolving|operation timed out|Could not connect to proxy|HTTP status server error|HTTP error 5\d\d|ReadTimeoutError|Connection broken|Could not connect to|Unable to connect to|\b503 +Service Unavailable|curl: \((?:5|6|7|28|35|52|56)\)|wget: (?:unable to resolve|bad address|can't connect)/i;
const ownIndex = 'PIP_(?:EXTRA_)?INDEX_URL|UV_(?:DEFAULT_|EXTRA_)?INDEX|PIP_PROXY|(?:https?|all)_proxy';
/** A step that goes to an index, by a proxy or into a network of the student's choice, or into none. */
const ownWay = new RegExp(
  `--(?:extra-)?index-url|--(?:default-)?index\\b|\\s-i\\s|--proxy\\b|--network=none|${ownIndex}`,
  'i',
);
/** The same, for all steps of the Dockerfile. */
const ownWayForAll = new RegExp(`^[ \\t]*(?:ENV|ARG)[ \\t].*(?:${ownIndex})`, 'im');
const installs = /\b(?:pip3?|uv|apt-get|apt|poetry|apk|curl|wget)\b/;

/** Whether a step could not reach the index that everybody else reaches, too. */
export const lacksIndex = (dockerfile: string, instruction: string, log: string): boolean =>
  installs.test(instruction) &&
  !ownWay.test(instruction) &&
  !ownWayForAll.test(dockerfile) &&
  indexAway.test(log);
