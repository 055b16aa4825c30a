import { startOfLine } from './intake-result.ts';
import { beginsAsError, isBuildLog, isErrorLine } from './program-output.ts';
import { endsLikeProse, isProse, stopWordCount, wordsOf } from './prose.ts';

/** What a line is by itself, wherever it stands. */
export type LineKind =
  | 'blank'
  | 'comment'
  | 'shebang'
  | 'from'
  | 'instruction'
  /** A glob, a folder or a hidden file: what a .dockerignore is made of. */
  | 'pattern'
  | 'shell'
  | 'error'
  /** A line that only divides: `---`. */
  | 'rule'
  | 'talk'
  | 'other';

const instruction =
  /^\s*(FROM|RUN|COPY|ADD|WORKDIR|ENV|ARG|EXPOSE|ENTRYPOINT|CMD|USER|LABEL|VOLUME|HEALTHCHECK|SHELL|ONBUILD|STOPSIGNAL|MAINTAINER)(?=\s|$)/i;
/** An image, perhaps with a platform and a name: "from my point of view" is no instruction. */
const from = /^\s*FROM\s+(--\S+\s+)*[^\s?!,;]+(\s+AS\s+\S+)?\s*$/i;
/** FROM with a slip of the finger in it, before something like an image. */
const nearlyFrom =
  /^\s*(FORM|FRMO|FRO|FRM|FOM|FROMM|RFOM|FROM:|FRON)\s+[\w./-]+(:[\w.-]+)?(\s+AS\s+\S+)?\s*$/;
const shell =
  /^\s*(set\s+[-+]|exec\s|python3?(\.\d+)?\s|uv\s|gunicorn\s|uvicorn\s|daphne\s|celery\s|\.\s|source\s|export\s|echo\s|printf\s|if\s|while\s|until\s|for\s|case\s|sleep\s|cd\s|pip3?\s|chmod\s|mkdir\s|cp\s|mv\s|rm\s|sh\s|bash\s|test\s|wait\b|trap\s|nc\s|\.\/\S|\/\S+\/\S|\[\s|(then|fi|else|do|done|esac|exit|return|true)\b|elif\s|[A-Za-z_]\w*=(?!=)|\w+\s?\(\))/;
/** Commands that students type at their own shell, around Docker: not what a container runs. */
const atTheShell =
  /^\s*(\$\s+)?(sudo\s+)?(docker|docker-compose|git|curl|wget|ls|cat|cd|code|nano|vim?|touch|brew|winget|open|pwd|dir|whoami)(\s|$)/;
const onePattern = /^\s*!?[\w.*?[\]{}/@+~$-]+\s*$/;
const strongPattern = /^(?=.{0,300}$)\s*(!?(\*|\.[\w*])\S*|!?[\w.*-]\S*(\/|\*\S*)|!\*?[\w.-]+[./]\S*)\s*$/;
const onlyDivides = /^\s*(([-=*_#~–—]\s?){3,200}|--)\s*$/;
const shellSigns = /[$|;&<>"'()[\]{}\\=]|--|\/\w/;
const runnable =
  /^\s*RUN\s+(--\S+\s+)*(\[|<<|\\|set|pip3?|uv|uvx|apt|apt-get|apk|dnf|yum|python3?|chmod|chown|mkdir|cp|mv|rm|echo|printf|curl|wget|sh|bash|cd|touch|ln|useradd|adduser|groupadd|npm|yarn|poetry|export|\.|\/|test|cat|sed|find|if|for|true|ls|tar|git|make|su|dos2unix|export|whoami|id|env|sleep|exit)\b/i;

/** Whether any line starts as a Dockerfile's instruction does. */
export const isInstruction = (line: string): boolean => instruction.test(startOfLine(line));
export const isFrom = (line: string): boolean =>
  from.test(startOfLine(line)) || nearlyFrom.test(startOfLine(line));
export const isTerminalCommand = (line: string): boolean => atTheShell.test(startOfLine(line));
export const isIgnorePattern = (line: string): boolean => line.length < 300 && onePattern.test(line);
const isObviousIgnorePattern = (line: string): boolean =>
  isIgnorePattern(line) && strongPattern.test(line) && /[\w*]/.test(line);

/** An instruction's word that begins a sentence: "Run it again?", "FROM where do I copy uv.lock?". */
function isProseLikeInstruction(line: string): boolean {
  const start = startOfLine(line).trim();
  const [word = '', ...rest] = start.split(/\s+/);
  if (rest.length === 0) return false;
  const tail = rest.join(' ');
  const small = stopWordCount(tail);
  const asked = endsLikeProse(line) && !/["'\]]$/.test(start);
  const signs = shellSigns.test(tail);
  if (word === word.toUpperCase()) {
    if (asked && (small >= 1 || !signs)) return true;
    if (runnable.test(start) || /^(LABEL|ENV|ARG)$/.test(word)) return false;
    return word === 'FROM' ? small >= 2 : small >= 2 && !signs;
  }
  if (asked) return true;
  if (from.test(start)) return tail.length > 1 && small > 0;
  if (word.toLowerCase() === 'run' && runnable.test(start)) return small >= 2;
  return small >= 1 && !(signs && small < 2) && rest.length + 1 > wordsOf(word).length;
}

export function kindOfLine(line: string): LineKind {
  const start = startOfLine(line);
  const trimmed = start.trim();
  if (trimmed === '') return 'blank';
  if (/^\uFEFF?#!\s?\//.test(start)) return 'shebang';
  if (onlyDivides.test(start)) return 'rule';
  if (isBuildLog(start)) return 'error';
  if (trimmed.startsWith('#')) return 'comment';
  if (beginsAsError(start)) return 'error';
  if (nearlyFrom.test(start)) return 'from';
  if (instruction.test(start)) {
    if (isProseLikeInstruction(line)) return 'talk';
    return from.test(start) ? 'from' : 'instruction';
  }
  if (isErrorLine(start)) return 'error';
  if (shell.test(start)) return isProseLikeCommand(line) ? 'talk' : 'shell';
  if (isObviousIgnorePattern(line)) return 'pattern';
  return isProse(line) ? 'talk' : 'other';
}

/** A question may begin as a command does: "python is not found, what now?" */
function isProseLikeCommand(line: string): boolean {
  const start = startOfLine(line);
  if (/^\s*(echo|printf)\s+["']/.test(start) || /;\s*(then|do)\s*$/.test(start)) return false;
  if (endsLikeProse(line) && !/["'$;\]]\s*$/.test(start)) return true;
  const small = stopWordCount(start.replace(/^\s*\S+/, ''));
  return small >= 2 && !/[$|;<>"{}[\]\\=]|--/.test(start);
}
