/*
 * Recognises what builds, containers and programs print when something is wrong. Callers pass the start of a line, so its
 * length does not matter.
 */
const beginnings: readonly RegExp[] = [
  /^\s*(ERROR|Error|error|FATAL|Fatal|fatal|WARN(ING)?|Warning|panic|npm ERR!?)\s?(\[[^\]]{0,60}\])?:/,
  /^\s*ERROR\s+\[/,
  /^\s*(#\d{1,4}|=>|->)\s+(\S+\s+)?(ERROR|CANCELED|CACHED|DONE|\[|sha256:|naming|exporting|transferring|writing|\d+\.\d+)/,
  /^\s*\[\+\] (Building|Running)/,
  /^\s*-{5,}>? ?$/,
  /^\s*> \[[^\]]{1,80}\]/,
  /^\s*Traceback \(most recent call last\)/,
  /^\s*File "[^"]{1,200}", line \d+/,
  /^\s*([\w.]{1,80}\.)?[A-Z]\w{0,60}(Error|Exception|NotFound|DoesNotExist|Warning|Interrupt)(:|$)/,
  /^\s*docker: /,
  /^\s*service "[^"]{1,60}" (refers to|depends on|has neither|declares) /,
  /^\s*(pull access denied|manifest for |permission denied|exited with code|npm ERR|error during connect|unauthorized:|toomanyrequests|invalid reference format)/i,
  /^\s*E: \S/,
  // Compose names the container: `web-1  | `, `shop_web_1  | `.
  /^\s{0,4}[A-Za-z][\w.-]{0,60}[-_]\d{1,3} {1,30}\| /,
  /^\s*(Invalid HTTP_HOST header|DisallowedHost at|Server Error \(\d|Page not found \(\d|Bad Request \(\d|Not Found: \/|Internal Server Error: \/)/,
  /^\s*(NET::)?ERR_[A-Z_]{4,60}\s*$/,
  /^\s*(This (site can[’']t be reached|page isn[’']t working)|Ce site est inaccessible|Cette page ne fonctionne pas)/,
  /^\s*\S{1,60} (refused to connect|didn[’']t send any data|n[’']a envoyé aucune donnée|n[’']autorise pas la connexion)\.?\s*$/,
  /^\s*(no space left on device|address already in use|exec format error|segmentation fault|connection refused)\b/i,
  /^\s*\S{1,40} ?: Le terme /,
  /^\s*(Killed\s*$|CONTAINER ID {2}|REPOSITORY {2}|Get "https?:)/,
  /^\s*(exec|standard_init_linux\.go:\d+:?|runc|OCI runtime|container_linux\.go:\d+:?)\s?(:|\/\S*:|user process|format|create|failed|exec)/,
  /^\s*((\/usr)?\/bin\/)?(ba|da|z|a)?sh(\.exe)?: /,
  /^\s*[\w./-]{1,60}: (\d+: |line \d+: )?(\S+: )?(not found|command not found|no such file or directory|permission denied|cannot (open|execute|access).{0,80})\s*\.?$/i,
  /^\s*(zsh|bash|sh|fish): /,
  /^\s*(COPY|ADD) failed:?\s/,
  /^\s*(dockerfile|Dockerfile|failed to (solve|parse|compute|read|create|build)|unable to|cannot) .{0,40}(parse error|solve|dockerfile|Docker daemon)/i,
  /^\s*failed to \w+/i,
  /^\s*unknown instruction:/i,
  /^\s*The command '.{0,200}' returned a non-zero code/,
  /^\s*(Step|STEP) \d+\/\d+ ?:/,
  /^\s*(Sending build context|Removing intermediate container|Successfully (built|tagged)|--->|---> )/,
  /^\s*Dockerfile:\d+\s*$/,
  /^\s*\d{1,4} \| /,
  /^\s*>>> /,
  /^\s*Cannot connect to the Docker daemon/,
  /^\s*Error response from daemon/,
  /^\s*(Unable to find image|Pulling from|Digest: sha256|Status: Downloaded)/,
  /^\s*× /,
  /^\s*(Bind for|listen tcp|bind:)\s.{0,200}(in use|allocated|denied)/,
  /^\s*(term|cat|ls|cd|cp|chmod|rm|mkdir): .{0,200}: (No such file|Permission denied|cannot )/i,
  /^\s*(Can't open|can't cd to|can't open) /i,
  /^\s*(You have \d+ unapplied|Watching for file changes|Performing system checks|Starting development server|Quit the server|Operations to perform|Running migrations|Applying \w+)\b.{0,200}/,
  /^\s*exit (code|status):? \d/i,
  /^\s*(curl: \(\d+\)|HTTP\/\d)/,
  /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
];
const anywhere: readonly RegExp[] = [
  /did not complete successfully: exit code/,
  /: (exec )?format error$/,
  /executable file not found in/,
  /failed to solve:/,
  /: no such file or directory(: unknown)?\.?$/i,
  /: permission denied(: unknown)?\.?$/i,
  /: (command )?not found$/,
  /[ :](commande introuvable|Aucun fichier ou dossier de ce type|Permission non accordée)\.?$/,
  /n[’']est pas reconnu (comme|en tant que)/,
  /port is already allocated/,
  /['’"] is not recognized as (an internal or external command|(the|a) name of a cmdlet)/,
  /^operable program or batch file\.$/,
  /address already in use/i,
  /\[Errno \d+\]/,
  /no such table: /,
  /failed to create task for container/,
];

/** A quick filter that every line of output passes and most other lines do not. */
const plausible =
  /[:[=>|"×]|-{5}|^\s*(?:[A-Z][a-z]+ [a-z]|exit |failed |runc|exec )|denied|found|format|[Kk]illed|exited|manifest|CONTAINER|REPOSITORY|ERR|unauthorized|toomany|recognized|^operable|^\s*(?:E: |ERR_|NET::|This |Ce|\S{1,60} (?:refused|didn|n[’'])|no space|address already|[Ss]egm|[Cc]onnection refused|DisallowedHost|Server Error|Page not)|introuvable|Aucun fichier|Permission non|n[’']est pas reconnu/;

/** Whether it is a line of BuildKit's plain progress log, which starts like a comment: `#9 [5/9] RUN …`, `#9 0.312 error: …`. */
export const isBuildLog = (line: string): boolean =>
  /^\s*#\d{1,4} (\[|\.\.\.|ERROR|CACHED|DONE|CANCELED|\d+\.\d+ |sha256:|transferring|naming|exporting|writing|resolve |extracting)/.test(
    line,
  );

/** Whether a line's start alone proves that a build, a container or a program printed it. */
export const beginsAsError = (line: string): boolean =>
  plausible.test(line) && beginnings.some((beginning) => beginning.test(line));

/** Whether a build, a container or a program printed the line. */
export const isErrorLine = (line: string): boolean =>
  plausible.test(line) &&
  (beginnings.some((beginning) => beginning.test(line)) || anywhere.some((phrase) => phrase.test(line)));
