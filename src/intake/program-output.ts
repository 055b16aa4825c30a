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
  /^\s*(Uncaught )?([\w.]{1,80}\.)?[A-Z]\w{0,60}(Error|Exception|NotFound|DoesNotExist|Warning|Interrupt)( \[[A-Z_]{1,60}\])?(:|$)/,
  // `django.core.exceptions.ImproperlyConfigured: …`
  /^\s*[a-z_]\w{0,40}(\.[a-z_]\w{0,40}){1,6}\.[A-Z]\w{1,60}: /,
  // Who says it, and where: `/usr/bin/python3: …`, `./main.go:14:23: …`, `src/App.tsx(3,8): …`
  /^(?!.{0,300}\?\s{0,9}$)\s*\.{0,2}\/[^\s:]{1,200}:(\d{1,6}:){0,2}\s/,
  /^\s*[\w@./-]{1,200}\.\w{1,5}(:\d{1,6}(:\d{1,6})?|\(\d{1,6},\d{1,6}\)): \S/,
  /^\s*(ls|cp|mv|cat|chmod|chown|mkdir|rm|ln|touch|useradd|groupadd|adduser|addgroup|gunicorn|psql|tar|sed|grep|find|su): (error: )?\S.{0,200}[^?]$/,
  /^\s*\/\S{1,200}\.([cm]?jsx?|tsx?|py|go|rb)(:\d{1,6})?\s*$/,
  /^\s*nginx: \[\w{4,8}\] /,
  /^\s*(time="[^"]{1,60}" )?level=(warning|error|fatal|panic|info) msg=/,
  /^\s*(FATA|ERRO|WARN|INFO)\[\d{1,6}\] /,
  /^\s*(npm (error|warn|WARN|ERR!)|gyp ERR!|ERR_PNPM_|ELIFECYCLE|➤ YN\d{4})( |:|$|[A-Z])/,
  /^\s*go: \S.{0,200}[^?]$/,
  /^\s*[\w.-]{1,60}[-_]\d{1,3} exited with code \d/,
  /^\s*(Exited \(\d|dependency (failed to start|cycle detected)|Gracefully stopping|executor failed running|error while interpolating|hint: |The following (paths|untracked)[^:]{1,120}:$|Untracked files:|Changes (not staged|to be committed)|nothing to commit|no changes added to commit|Everything up-to-date)/,
  /^\s*(unknown (shorthand )?flag: |flag needs an argument|"docker [\w -]{1,40}" requires|the input device is not a TTY|invalid argument "|no such (service|option)[ :]|empty compose file|invalid from flag|Got permission denied while|error (checking|getting) )/,
  // PowerShell: `cd : Cannot find path …`, `Invoke-WebRequest : Le serveur distant …`
  /^\s*[A-Za-z][\w.-]{0,40} : (Cannot|The|Unable|Impossible|Le|La|Die|Das|Der|No se|El) /,
  /^\s*docker: /,
  /^\s*service "[^"]{1,60}" (refers to|depends on|has neither|declares) /,
  /^\s*(pull access denied|manifest for |permission denied|exited with code|npm ERR|error during connect|unauthorized:|toomanyrequests|invalid reference format)/i,
  /^\s*E: \S/,
  // Compose names the container: `web-1  | `, `shop_web_1  | `.
  /^\s{0,4}[A-Za-z][\w.-]{0,60}[-_]\d{1,3} {1,30}\| /,
  /^\s*\{"(detail|error|message)": ?"/,
  /^\s*(<h1>)?(Invalid HTTP_HOST header|DisallowedHost at|Server Error \(\d|Page not found \(\d|Bad Request \(\d|Not Found: \/|Internal Server Error: \/)/,
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
  /[ :](commande introuvable|Aucun fichier ou dossier de ce type|Permission non accordée|Datei oder Verzeichnis nicht gefunden|Keine Berechtigung|(Kommando|Befehl) nicht gefunden|No existe el (archivo|fichero) o el directorio|Permiso denegado|orden no encontrada|File o directory non esistente|Permesso negato|comando non trovato|Permissão negada|comando não encontrado)\.?$/,
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
  /[:[=>|"×]|^\s*\/|-{5}|^\s*(?:[A-Z][a-z]+ [a-z]|exit |failed |runc|exec )|denied|found|format|[Kk]illed|exited|manifest|CONTAINER|REPOSITORY|ERR|unauthorized|toomany|recognized|^operable|^\s*(?:E: |ERR_|NET::|This |Ce|\S{1,60} (?:refused|didn|n[’'])|no space|address already|[Ss]egm|[Cc]onnection refused|DisallowedHost|Server Error|Page not)|HTTP|Interrupt|Uncaught|Gracefully|ELIFECYCLE|nothing to|no changes|Everything up|TTY|\(\d|introuvable|Aucun fichier|Permission non|n[’']est pas reconnu/;

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
