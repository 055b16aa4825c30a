/** The words for a task in the languages of lessons. */

/** The words for a task, by meaning. */
export type TaskWord =
  | 'todo'
  | 'task'
  | 'exercise'
  | 'challenge'
  | 'activity'
  | 'question'
  | 'step'
  | 'part'
  | 'turn';

/** Placeholder comments that mark where code is missing; they are never casual mentions. */
export const placeholder =
  /(?:(?:insert|write|add|put|enter|type) )?your (?:code|answer|solution|commands?|config(?:uration)?)(?: (?:goes|comes))? (?:here|below)|start (?:your )?(?:code|solution) here|[àa] compl[ée]ter|[àa] remplir|fill (?:me|this|it) in|fill[ _]?me|fill in here|fill in(?=[ \t]{0,3}(?:[:.!]|$))|complete (?:me|here)|(?:votre|ton) code ici|(?:hier|zu|bitte) erg[äa]nzen|(?:dein|ihr) code hier|(?:escrib[ea] )?tu c[óo]digo aqu[íi]|complet[ae] aqu[íi]|seu c[óo]digo aqui|complete aqui|il tuo codice qui|da completare|tw[óo]j kod(?: tutaj)?|uzupełnij|ваш код(?: здесь| тут)?|(?:допишите|заполните|впишите|допишіть|заповніть)(?: здесь| тут)?|kodunuzu buraya yaz[ıi]n|buraya yaz[ıi]n|请?在(?:此处?|这里)(?:填写|编写|添加|补充|输入)|[请請](?:补充|補充|填[写寫])|待(?:完成|补充|補充|填[写寫])|ここに[^\s。:]{0,12}(?:書いて|記述|記入|追加|入力)(?:ください|して|する)?|여기에 (?:코드를 |명령을 )?(?:작성|입력|추가)(?:하세요|하시오)?/;

/** Words with the same meaning. */
export const spoken: readonly (readonly [TaskWord, RegExp])[] = [
  [
    'todo',
    /to-?dos?|to do(?=[ \t]{0,3}(?:[:.!]|$))|[àa] faire|fixme|xxx(?=[ \t]{0,2}:)|(?:сделать|зробити|por hacer|da fare|por fazer|yapılacak(?:lar)?|do zrobienia)(?=[ \t]{0,2}(?:\d|:|$))/,
  ],
  ['todo', placeholder],
  [
    'task',
    /tasks?|t[âa]ches?|aufgaben?|auftr[äa]ge?|tareas?|tarefas?|compit[oi]|opdracht(?:en)?|assignments?|homework|opp?gaver?|uppgift(?:er)?|zadani[ea]|задани[ея]|задач[аи]|завдання|görev(?:ler)?|ödev(?:ler)?|úkol(?:y)?|tehtävät?|feladat(?:ok)?|nhiệm vụ|tugas|任[务務]|作[业業]|[课課][题題]|과제/,
  ],
  [
    'exercise',
    /exerci[cs]es?|exos?|übung(?:en)?|ejercicios?|exerc[ií]cios?|esercizi|esercizio|esercitazion[ei]|oefening(?:en)?|øvelser?|övning(?:ar)?|ćwiczeni[ea]|упражнени[ея]|вправ[аи]|alıştırma(?:lar)?|egzersiz(?:ler)?|cvičení|bài tập|latihan|[练練][习習](?:问题|問題|题|題)?|演習(?:問題)?|実習|[实實][践踐战戰操训訓]|실습|연습(?: ?문제)?/,
  ],
  [
    'challenge',
    /challenges?|d[ée]fis?|missions?|retos?|desaf[íi]os?|desafios?|sfid[ae]|herausforderung(?:en)?|wyzwani[ea]|挑[战戰]|チャレンジ|미션|도전(?: ?과제)?/,
  ],
  [
    'step',
    /steps?|[ée]tapes?|schritte?|pasos?|passos?|passagg(?:io|i)|stap(?:pen)?|krok(?:i|y)?|шаги?|кроки?|adım(?:lar)?|bước|langkah|步[骤驟]|手順|ステップ|단계/,
  ],
  [
    'turn',
    /your turn|hands-on|practice|now you try|over to you|try it(?: yourself| out)?|[àa] (?:vous|toi)(?: de jouer)?(?=[ \t]{0,3}(?:[:.!–—-]|$))|[àa] (?:votre|ton) tour|jetzt (?:du|sie)|du bist dran|tu turno|te toca|sua vez|tocca a (?:te|voi)|动手[试試做]|やってみよう|직접 해 ?보기/,
  ],
  // Everyday words, which set a task only with a number.
  [
    'activity',
    /(?:activit[yée]|aktivit[äa]t|actividad|atividade|attività|problem|probl[èe]me|problema|pr[áa]ctica|pr[áa]tica|practical|manip(?:ulation)?|практик[аи]|практична робота|практическая работа)(?=[ \t\u00a0#№n°º(._-]{0,4}\d)/,
  ],
  [
    'part',
    /(?:parts?|partie|labs?|iteration|itération|milestone|jalon|checkpoint|level|niveau|stage|phase|teil|parte|deel|част[ьи]|частина|этап|етап|bölüm|część|лабораторная(?: работа)?|лабораторна(?: робота)?|[实實][验驗]|파트)(?=[ \t\u00a0#№n°º(-]{1,4}\d)|[实實][验驗](?=[\d一二三四五六七八九十])/,
  ],
  [
    'question',
    /(?:question|q|frage|pregunta|domanda|vraag|pergunta|pytanie|вопрос|питання|soru|câu hỏi|pertanyaan)(?=[ \t\u00a0#№n°º(._-]{0,4}\d)|(?:questions?|fragen?|preguntas?|domand[ae]|vra(?:ag|gen)|perguntas?|pytani[ea]|вопросы?|питання|soru(?:lar)?|câu hỏi|pertanyaan|[问問][题題]|質問|질문)(?=[ \t\u00a0]{0,2}:)|(?:questions|fragen|preguntas|domande|vragen|perguntas|pytania|вопросы|sorular)(?=[ \t\u00a0]{0,2}$)|(?:[问問][题題]?|[题題]目?|設問|質問|문제|질문)(?=[ \t#№.(]{0,3}[\d一二三四五六七八九十])|思考[题題]/,
  ],
];

/** Words with identical singular and plural; the content below them decides. */
export const oneOrSeveral =
  /^(?:завдання|cvičení|zadání|nhiệm vụ|bài tập|tugas|latihan|[^\p{Script=Latin}\p{Script=Cyrillic}]+)$/iu;
