import { startOfLine } from './intake-result.ts';

/*
 * Tells prose from code by counting stop words, which every sentence has and which hardly occur in a Dockerfile, a script or
 * a .dockerignore. The lists cover the languages that classes write in.
 */
const stopWords = new Set(
  [
    "i i'm i've im ive me my mine we our you your u it it's its he she they them this that these those here there",
    "is are was were be been am do does did done dont don't doesnt doesn't didnt have has had can cant can't could should would will wont",
    'a an the of in on to for from with without and or but so because if then when while where which what who why how',
    'not no yes nothing anything something wrong right ok okay correct fine good bad please pls plz thanks thank help hello hi hey',
    'just only also too very still again already now maybe think know understand need want try tried get gets got gives says said',
    "fails failed works work working error such me about after before into than like lol idk whats whats' any some all one",
    'je tu il nous vous mon ma mes le la les un une des est sont pas ne que qui quoi pourquoi comment avec dans pour mais et ou merci bonjour salut aide voici avant après ça ca cela faut fichier quel quelle',
    'ich du er sie wir mein meine meinen der die das den dem ein eine einen ist sind nicht kein was warum wie wo wer mit ohne für und oder aber bitte danke hallo hier hilfe vor nach zuerst geht funktioniert fehler richtig falsch datei welche welcher',
    'yo mi mis el los las una es son por qué que cómo como con sin para pero y o gracias hola ayuda aquí esto está antes después no funciona error archivo cual cuál',
    'io mio mia il lo gli è sono perché come con senza per ma grazie ciao aiuto ecco questo questa prima dopo non funziona quale',
    'eu meu minha os as um uma não nao por porque como com sem para mas obrigado obrigada olá ola ajuda aqui isso este esta qual',
    'ik mijn het een zijn niet geen wat waarom hoe waar met zonder voor maar bedankt hallo hier hulp deze dit werkt welke',
    'nie jest mam mój moja dlaczego jak gdzie co czy dzięki cześć proszę tutaj działa bir bu ne neden nasıl benim değil var yok teşekkürler merhaba lütfen',
    'saya ini itu apa kenapa bagaimana tidak terima kasih tolong bisa jag min det är inte varför hur tack hej hjälp jeg mit ikke hvorfor hvordan tak',
  ]
    .join(' ')
    .split(' '),
);

const greetings = new Set(
  (
    'hi hello hey hiya yo morning evening afternoon good day there everyone all thanks thank you thx ty cheers great nice cool perfect awesome ' +
    'super wow lol haha ok okay k kk yes yep yeah no nope sure got it fine done bye goodbye see later welcome a lot so much very again now works ' +
    'merci bonjour salut beaucoup bonsoir danke hallo vielen dank guten tag morgen servus moin tschüss hola gracias buenas buenos días tardes muchas ' +
    'ciao grazie mille buongiorno obrigado obrigada olá oi bedankt dank je wel hoi cześć dzięki dziękuję merhaba teşekkürler selam terima kasih ' +
    'hei hallå god dag moi halløj bonne journée soirée coucou bjr slt wesh salam salaam aleikum assalamu alaikum namaste sawubona jambo habari xin chào sawasdee ahoj dobrý den szia helló salutare bună ziua buna γεια σας здравствуй добрый день здорово вітаю привіт мерхаба שלום नमस्ते สวัสดี 안녕 こんばんは おはよう 早上好 您好 嗨 السلام عليكم أهلا ' +
    "d'accord à demain ça ca c'est c marche youpi oui non np gg you too ah super parfait génial nickel cimer maintenant enfin fonctionne jetzt funktioniert geht ahora ya finally worked resolved fixed solved réglé résolu ouais ouf cool bah bof vale perfecto genial si sí super toll prima klasse ja nein alles klar bis morgen perfetto va bene ok " +
    'gm gn sup wassup wsg whats up howdy greetings sir mam madam miss team evenin heya hoi cc bcp tkt dac nice cheers mate bro monsieur madame prof appreciated ' +
    'tack hej tak привет спасибо здравствуйте 谢谢 你好 ありがとう こんにちは 감사합니다 안녕하세요 شكرا مرحبا dockhand bot'
  ).split(' '),
);

/** `mercii`, `hellooo`: a letter that goes on counts once, in both. */
const short = (word: string): string => word.replace(/(\p{L})\1{1,80}/gu, '$1');
const shortGreetings = new Set([...greetings].map(short));
const isGreetingWord = (word: string): boolean => shortGreetings.has(short(word));

/** The words in the start of a line, in lower case. */
export const wordsOf = (line: string): readonly string[] =>
  startOfLine(line)
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/['\p{L}][\p{L}\p{M}']*/gu) ?? [];

export const stopWordCount = (line: string): number =>
  wordsOf(line).filter((word) => stopWords.has(word)).length;

/** Whether the line ends like a question, an exclamation or a smiley, and not like code. */
export const endsLikeProse = (line: string): boolean => {
  const end = line.slice(-40).trimEnd();
  return (
    /[\p{L}\p{M}\d).`'"*_?!？！] ?[?？！]$/u.test(end) ||
    /[\p{L}]!+$/u.test(end) ||
    /(^|\s)[:;]-?[()DPp/]$/.test(end)
  );
};

const codeSigns = /(&&|\|\||=|^-|["[\]{}\\])/;
const pictograph = /\p{Extended_Pictographic}/u;
const foreignScript =
  /^[^\p{ASCII}]*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Devanagari}\p{Script=Thai}]/u;

/** How a message ends: `LG`, `Cordialement, Lina`. */
const signOff =
  /^(?:lg|vg|mfg|gruß|grüße|(?:viele|liebe|beste) grüße|cdlt|cordialement|bien à (?:toi|vous)|bises|bisous|kind regards|best regards|regards|best wishes|cheers|saludos|un saludo|abraços?|saluti|groetjes|mvh|hälsningar|sent from my \w{1,20}|envoyé de mon \w{1,20})(?:[ ,.!–-]{1,4}\p{Lu}[\p{L}.]{0,30}){0,2}[ ,.!]{0,3}$/iu;
/** What an answer of a page or a model says above its remarks: `Explanation:`, `Why this works:`. */
const remarksBelow = /^\p{Lu}[\p{L}'’ ]{4,40} ?:$/u;
/** What Discord writes behind a message that was changed. */
const edited = /^\((?:edited|modifié|bearbeitet|editado|modificato|bewerkt|edytowane|редактировалось)\)$/iu;
/** A remark in a list: `- The first line picks the image.` */
const remark = /^[-*•–] (?=\p{Lu}[\p{L}'’]* )/u;

/** The same of something that is named first: `- \`WORKDIR /app\` sets the folder`, `* **CMD**: starts the server`. */
const remarkOn = /^[-*•–] (?:`[^`]{1,80}`|\*\*[^*]{1,80}\*\*):? {0,2}\S/;

/** Whether a line that does not start like code reads as prose. */
export function isProse(line: string): boolean {
  const start = startOfLine(line).trim().replace(remark, '');
  if (signOff.test(start) || remarksBelow.test(start) || edited.test(start)) return true;
  if (remarkOn.test(startOfLine(line).trim())) return true;
  if (/^<[@#][!&]?\d{1,21}>/.test(start) || /^<a?:\w{1,40}:\d{1,21}>$/.test(start) || /^@\w/.test(start))
    return true;
  if (foreignScript.test(start)) return true;
  const words = wordsOf(start);
  if (words.length === 0) return pictograph.test(start) || /^[.?!…]{1,9}$/.test(start);
  if (/^https?:\/\/\S+$/.test(start) || endsLikeProse(line)) return true;
  if (!codeSigns.test(start) && words.every(isGreetingWord)) return true;
  return words.length >= 2 && words.some((word) => stopWords.has(word)) && !codeSigns.test(start);
}

/** A signature such as `Lina`, below the sender's message. */
export const isName = (line: string): boolean =>
  /^\s{0,8}\p{Lu}\p{Ll}{1,20}(?:[ -]\p{Lu}\p{Ll}{0,20}\.?){0,2}\s*$/u.test(line.slice(0, 100));

/** A stricter test for code blocks, where code is expected. */
export const isCertainlyProse = (line: string): boolean =>
  isProse(line) &&
  (foreignScript.test(startOfLine(line).trim()) ||
    (stopWordCount(line) >= 2 && !/[$|;=<>{}[\]\\]|--/.test(startOfLine(line))));

/** `Bonsoir, j'espère que vous allez bien`, `Hi, how are you` without more. */
const politeWish =
  /^\P{L}*(?:(?:hi|hello|hey|good \w{3,9}|bonjour|bonsoir|salut|coucou|hallo|guten \w{3,6}|hola|ciao|ol[áa])(?: \p{L}{1,20}){0,2}\P{L}{1,5})?(?:i )?(?:hope|j['’]esp[èe]re|ich hoffe|espero|spero)(?: \p{L}['’\p{L}]{0,12}){1,4} (?:well|fine|good|ok|okay|bien|gut|bene|bem)\P{L}*$/iu;

/** Whom a greeting is for, and what is wished with it. */
const addressees =
  /(?<!\p{L})(?:[àa] (?:tous|toutes|toute la classe)(?: et (?:[àa] )?(?:tous|toutes))?|tout le monde|les (?:gens|amis|gars)|la (?:team|classe|compagnie)|to (?:all|everyone|you all)|guys|folks|team|prof(?:esseur)?|monsieur|madame|zusammen|a todos|a tutti)(?!\p{L})/giu;
const wishes =
  /(?<!\p{L})(?:bonne (?:soirée|journée|nuit|continuation|fin de (?:journée|semaine|soirée))|bon (?:week-?end|courage|dimanche|après-midi)|good (?:luck|night|evening|weekend)|have a (?:nice|good|great) (?:day|evening|weekend|one)|no (?:problem|worries)|np|kein problem|pas de (?:souci|problème)s?|aucun problème|de nada|you['’]re welcome|[àa] (?:plus|toute|la prochaine|bientôt|demain)|[çc]a roule|nickel chrome|d['’]acc?|je vois|schönen (?:tag|abend)|schönes wochenende|re|bon)(?!\p{L})/giu;

/** Whether the whole text is a greeting, thanks, an acknowledgement or a smiley. */
export function isGreeting(text: string): boolean {
  const short = text.slice(0, 200);
  if (text.length > 200 || /\?|https?:\/\//.test(short)) return false;
  const bare = short.replaceAll(/<[^<>]{1,60}>/g, ' ');
  const words = wordsOf(bare.replace(addressees, ' ').replace(wishes, ' '));
  if (wordsOf(bare).length === 0)
    return pictograph.test(short) || /^\s*([.!…]{1,20}|[:;]-?[()DPp])\s*$/.test(short);
  if (/^[!/]\w/.test(short.trim()) || codeSigns.test(short)) return false;
  if (politeWish.test(short)) return true;
  const greetingWords = words.filter(isGreetingWord).length;
  const thanks = words.some((word) =>
    /^(thanks|thank|thx|ty|merci|danke|gracias|grazie|obrigad[oa])$/.test(
      word.replace(/([si])\1{1,20}$/, '$1'),
    ),
  );
  return (
    greetingWords === words.length ||
    (thanks && words.length <= 12 && !words.includes('but') && !words.includes('not'))
  );
}

/** `# Help!`: too short to be a comment on the lines below. */
export const isShortAppeal = (comment: string): boolean =>
  comment.length < 40 && (/!\s*$/.test(comment) || isGreeting(comment.replace(/^[\s#]+/, '')));
