/** The words for help in the languages of lessons. */

/** Words for help on the way, then words for the answer. */
const help =
  'hints?|clues?|nudges?|spoilers?|indices?|indications?|astuces?|coups? de pouce|hinweise?|pistas?|suggeriment[oi]|dicas?|ledtråd(?:ar)?|wskazówk[ai]|podpowied[źz]|(?:подсказ|підказ)\\p{L}{2,4}|[iİ]pu[cç]\\p{L}{1,8}|nápověda|vihje(?:et)?|vinkki|gợi ý|petunjuk';
const answer =
  'solutions?|answers?|answer keys?|walkthrough|r[ée]ponses?|corrig[ée]s?|correction|(?:\\p{L}{1,12})?l[öo]sung(?:en|s(?:vorschl[aä]ge?|hinweise?|wege?|ideen?|skizzen?))?|soluci(?:ón|ones)|soluzion[ei]|solu(?:ção|ções)|oplossing(?:en)?|uitwerking(?:en)?|antwoord(?:en)?|antwort(?:en)?|respuestas?|rispost[ae]|respostas?|gabarito|løsning(?:er|sforslag)?|lösning(?:ar|sförslag)?|rozwiązani[ea]|odpowied[źz]|решени\\p{L}{1,3}|ответ(?:ы|а|ов)?|рішення|розв.язок|відповід[ьі]|çözüm\\p{L}{0,8}|ceva[pb]\\p{L}{0,8}|řešení|ratkaisu(?:t)?|megoldás(?:ok)?|lời giải|đáp án|jawaban';
/** Words in scripts without spaces: adjacent characters may belong to another word. */
const helpJoined = '提示|小提示|ヒント|힌트';
const answerJoined =
  '(?:参考|參考)?(?:答案|解答)|解答例|模範解答|回答例|解析|解題|解题思路|答え|解説|(?:모범 ?)?답안|정답|해답|풀이';

/** Matches `答案` after `任务一的` or `练习1`, but not inside another word. */
const joined = (words: string): string =>
  `(?<!(?![的の题題考一二三四五六七八九十])\\p{Lo})(?:${words})(?!(?![的のをは은을])\\p{Lo})`;
const apart = (words: string): string => `(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`;

export const hintWord = new RegExp(
  `${apart(`${help}|${answer}`)}|${joined(`${helpJoined}|${answerJoined}`)}`,
  'iu',
);

const answerWord = new RegExp(`${apart(answer)}|${joined(answerJoined)}`, 'iu');

export const tipWord =
  /^[^\p{L}\p{N}]{0,6}(?:tips?|tipps?|pro tip|conseils?|consejos?|consigli[oi]?|conselhos?|совет(?:ы)?|порад[аи]|小?贴士|小?技巧|팁)(?![\p{L}\p{N}])/iu;

/** Texts on a collapsible block that invite the reader to open it for help. */
export const invitation =
  /^[^\p{L}\p{N}]{0,6}(?:(?:(?:need|want|get|more|some) (?:some |a |more )?help|help|i need (?:some |a )?(?:help|hint)|help me|i(?:’|'| a)m (?:lost|blocked)|lost|blocked|having (?:trouble|problems?|difficult(?:y|ies)|issues)|in trouble|stuck|i am stuck|i['’]m stuck|click|tap|press|expand|reveal|show|see|view|peek|give up|aide|(?:un peu )?besoin d['’ ](?:aide|un (?:petit )?(?:coup de pouce|indice))|bloqué|perdu|des difficultés|brauchst du hilfe|hilfe|ayuda|aiuto|ajuda|cliquez?|clique|voir|afficher|dévoiler|révéler|klicken?|anzeigen|aufklappen|haz clic|mostrar|ver|mostra|clicca|показать|нажмите|нужна помощь|помощь|показати|натисніть|допомога|göster|tıkla(?:yın)?|yardım|kliknij|pokaż|zobacz|rozwiń|pomoc)(?![\p{L}\p{N}])|[点點][击擊]|展开|展開|查看|クリック|見る|開く|클릭|보기)/iu;

/** The answer to the whole lesson, which belongs to no single task. */
export const wholeAnswer =
  /(?<!\p{L})(?:full|complete|whole|entire|final|complète|complet|entière|finale|vollständige|gesamte|completa|полное|повне|tam)(?!\p{L})|完整|全体|전체/iu;

/** Whether a title announces the answer, not just help on the way. */
export const speaksOfAnswer = (title: string): boolean => answerWord.test(title);

const plurals =
  /^(?:hints|clues|nudges|l[öo]sungshinweise|l[öo]sungsvorschl[aä]ge|muster(?:l[öo]sungen)|spoilers|solutions|answers|answer keys?|indices|indications|astuces|r[ée]ponses|corrig[ée]s|coups de pouce|hinweise|lösungen|pistas|soluciones|suggerimenti|soluzioni|dicas|soluções|oplossingen|uitwerkingen|antwoorden|antworten|respuestas|risposte|respostas|løsninger|lösningar|ledtrådar|rozwiązania|wskazówki|podpowiedzi|odpowiedzi|подсказки|решения|ответы|підказки|відповіді|[iİ]puçları|[iİ]pucuları|çözümler|cevaplar|ratkaisut|vihjeet|megoldások)$/iu;

/** A word whose singular and plural are the same; it counts as plural where no task is named. */
const eitherWay = /^[^\p{Script=Latin}\p{Script=Cyrillic}]+$|^(?:рішення|řešení)$/u;

/** Whether the word announces several hints; `alone`: nothing stands beside it. */
export const speaksOfSeveral = (word: string, alone: boolean): boolean =>
  plurals.test(word) || (alone && eitherWay.test(word));
