import { startOfLine } from './intake-result.ts';
import { beginsAsError, isBuildLog, isErrorLine } from './program-output.ts';
import { endsLikeProse, isProse, stopWordCount, wordsOf } from './prose.ts';

/** What a line is, regardless of its context. */
export type LineKind =
  | 'blank'
  | 'comment'
  | 'shebang'
  | 'from'
  | 'instruction'
  /** A glob, a folder or a hidden file, as in a .dockerignore. */
  | 'pattern'
  /** A command of a shell script. */
  | 'shell'
  | 'error'
  /** Nothing but a divider: `---`. */
  | 'divider'
  | 'prose'
  | 'other';

const instruction =
  /^\s*(FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|EXPOSE|ENTRYPOINT|CMD|USER|LABEL|VOLUME|HEALTHCHECK|SHELL|ONBUILD|STOPSIGNAL|MAINTAINER)(?=\s|$)/i;
/** Requires something like an image, because "from my point of view" is not an instruction. */
const fromInstruction = /^\s*FROM\s+(--\S+\s+)*[^\s?!,;]+(\s+AS\s+\S+)?\s*$/i;
/** FROM with a typo, before something like an image. */
const mistypedFrom =
  /^\s*(FORM|FRMO|FRO|FRM|FOM|FROMM|RFOM|FROM:|FRON)\s+[\w./-]+(:[\w.-]+)?(\s+AS\s+\S+)?\s*$/;
const shellCommand =
  /^\s*(set\s+[-+]|exec\s|python3?(\.\d+)?\s|uv\s|gunicorn\s|uvicorn\s|daphne\s|celery\s|\.\s|source\s|export\s|echo\s|printf\s|if\s|while\s|until\s|for\s|case\s|sleep\s|cd\s|pip3?\s|chmod\s|mkdir\s|cp\s|mv\s|rm\s|sh\s|bash\s|test\s|wait\b|trap\s|nc\s|\.\/\S|\/\S+\/\S|\[\s|(then|fi|else|do|done|esac|exit|return|true)\b|elif\s|[A-Za-z_]\w*=(?!=)|\w+\s?\(\))/;
/** Commands that students type in their own terminal, as opposed to what a container runs. */
const terminalCommand =
  /^\s*(\$\s+)?(sudo\s+)?(docker|docker-compose|git|curl|wget|ls|cat|cd|code|nano|vim?|touch|brew|winget|open|pwd|dir|whoami)(\s|$)/;
const ignorePattern = /^\s*!?[\w.*?[\]{}/@+~$-]+\s*$/;
const obviousIgnorePattern =
  /^(?=.{0,300}$)\s*(!?(\*|\.[\w*])\S*|!?[\w.*-]\S*(\/|\*\S*)|!\*?[\w.-]+[./]\S*)\s*$/;
const divider =
  /^\s*(([-=*_#~:/–—]\s?){3,200}|--|[-=*_~<]{2,40}\s?(END|FIN|ENDE|EOF|End of file|Fin du fichier)\b[\w. /-]{0,60}[-=*_~>]{2,40})\s*$/i;
const shellSyntax = /[$|;&<>"'()[\]{}\\=]|--|\/\w/;
const runOfKnownCommand =
  /^\s*RUN\s+(--\S+\s+)*(\[|<<|\\|set|pip3?|uv|uvx|apt|apt-get|apk|dnf|yum|python3?|chmod|chown|mkdir|cp|mv|rm|echo|printf|curl|wget|sh|bash|cd|touch|ln|useradd|adduser|groupadd|npm|yarn|poetry|export|\.|\/|test|cat|sed|find|if|for|true|ls|tar|git|make|su|dos2unix|export|whoami|id|env|sleep|exit)\b/i;

/** Two things that are weighed against each other: `COPY vs ADD`, `docker vs virtual machine`, `CMD or ENTRYPOINT`. */
const comparison = /^\s*[\w.-]{2,20}\s+(?:vs\.?|versus|or|ou|oder)\s+[\w .-]{2,40}[\s?!.]{0,5}$/i;
const isComparison = (line: string): boolean => comparison.test(startOfLine(line));

/** A sentence about a program: `docker is slow`, `git ne marche pas`. */
const aboutProgram =
  /^\s*[a-z-]{2,16}\s+(?:is|isn['’]?t|was|does|doesn['’]?t|won['’]?t|can['’]?t|keeps|says|works|crash(?:es|ed)|fails|est|ne|n['’]est|marche|dit|ist|geht)(?=\s|$)/i;

/** Whether a line that begins like a command speaks of it instead. */
export const isAboutProgram = (line: string): boolean =>
  isComparison(line) || aboutProgram.test(startOfLine(line));

/** Whether the line starts like a Dockerfile instruction. */
export const isBlank = (line: string): boolean => line.trim() === '';
export const isInstruction = (line: string): boolean => instruction.test(startOfLine(line));
export const isFrom = (line: string): boolean =>
  fromInstruction.test(startOfLine(line)) || mistypedFrom.test(startOfLine(line));
export const isTerminalCommand = (line: string): boolean =>
  terminalCommand.test(startOfLine(line)) && !isAboutProgram(line);
export const isIgnorePattern = (line: string): boolean => line.length < 300 && ignorePattern.test(line);
const isObviousIgnorePattern = (line: string): boolean =>
  isIgnorePattern(line) && obviousIgnorePattern.test(line) && /[\w*]/.test(line);

/** Whether a sentence begins with an instruction's keyword: "Run it again?", "FROM where do I copy uv.lock?". */
function isProseStartingLikeInstruction(line: string): boolean {
  const start = startOfLine(line).trim();
  const [keyword = '', ...rest] = start.split(/\s+/);
  if (rest.length === 0) return false;
  const tail = rest.join(' ');
  const stopWords = stopWordCount(tail);
  const endsAsSentence = endsLikeProse(line) && !/["'\]]$/.test(start);
  const syntax = shellSyntax.test(tail);
  if (keyword === keyword.toUpperCase()) {
    if (endsAsSentence && (stopWords >= 1 || !syntax)) return true;
    if (runOfKnownCommand.test(start) || /^(LABEL|ENV|ARG)$/.test(keyword)) return false;
    return keyword === 'FROM' ? stopWords >= 2 : stopWords >= 2 && !syntax;
  }
  if (endsAsSentence) return true;
  if (fromInstruction.test(start)) return tail.length > 1 && stopWords > 0;
  if (keyword.toLowerCase() === 'run' && runOfKnownCommand.test(start)) return stopWords >= 2;
  return stopWords >= 1 && !(syntax && stopWords < 2) && rest.length + 1 > wordsOf(keyword).length;
}

export function kindOfLine(line: string): LineKind {
  const start = startOfLine(line);
  const trimmed = start.trim();
  if (trimmed === '') return 'blank';
  if (/^\uFEFF?#!\s?\//.test(start)) return 'shebang';
  if (divider.test(start)) return 'divider';
  if (isBuildLog(start)) return 'error';
  if (trimmed.startsWith('#')) return 'comment';
  if (beginsAsError(start)) return 'error';
  if (mistypedFrom.test(start)) return 'from';
  if (instruction.test(start)) {
    if (isComparison(line) || isProseStartingLikeInstruction(line)) return 'prose';
    // The title of a commit: `Add Dockerfile`. Docker wants a source and a destination.
    if (/^\s*(Add|Copy) [\w.-]+\s*$/.test(start)) return 'other';
    return fromInstruction.test(start) ? 'from' : 'instruction';
  }
  if (isErrorLine(start)) return 'error';
  if (shellCommand.test(start)) return isProseStartingLikeCommand(line) ? 'prose' : 'shell';
  if (isObviousIgnorePattern(line)) return 'pattern';
  return isProse(line) ? 'prose' : 'other';
}

/** Whether a sentence begins like a command: "python is not found, what now?" */
function isProseStartingLikeCommand(line: string): boolean {
  const start = startOfLine(line);
  if (/^\s*(echo|printf)\s+["']/.test(start) || /;\s*(then|do)\s*$/.test(start)) return false;
  if (endsLikeProse(line) && !/["'$;\]]\s*$/.test(start)) return true;
  return stopWordCount(start.replace(/^\s*\S+/, '')) >= 2 && !/[$|;<>"{}[\]\\=]|--/.test(start);
}
