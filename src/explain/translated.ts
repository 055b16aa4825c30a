/** English messages of systems and databases with their translations, which are in lower case with straight apostrophes. */
const messages: readonly (readonly [inEnglish: string, translations: readonly string[]])[] = [
  [
    'Permission denied',
    [
      'permission non accordée',
      'permission refusée',
      'keine berechtigung',
      'permiso denegado',
      'permesso negato',
      'permissão negada',
      'toegang geweigerd',
    ],
  ],
  ['Access is denied', ['accès refusé', 'zugriff verweigert', 'acceso denegado', 'accesso negato']],
  [
    'No such file or directory',
    [
      'aucun fichier ou dossier de ce type',
      'aucun fichier ou répertoire de ce type',
      'datei oder verzeichnis nicht gefunden',
      'no existe el archivo o el directorio',
      'no existe el fichero o el directorio',
      'file o directory non esistente',
      'arquivo ou diretório inexistente',
      'ficheiro ou diretoria inexistente',
      'bestand of map bestaat niet',
    ],
  ],
  [
    'The system cannot find the file specified',
    [
      'le fichier spécifié est introuvable',
      'das system kann die angegebene datei nicht finden',
      'el sistema no puede encontrar el archivo especificado',
      'impossibile trovare il file specificato',
      'o sistema não pode encontrar o arquivo especificado',
    ],
  ],
  [
    'The system cannot find the path specified',
    [
      "le chemin d'accès spécifié est introuvable",
      'das system kann den angegebenen pfad nicht finden',
      'el sistema no puede encontrar la ruta especificada',
      'impossibile trovare il percorso specificato',
    ],
  ],
  [
    'No space left on device',
    [
      'aucun espace disponible sur le périphérique',
      'auf dem gerät ist kein speicherplatz mehr verfügbar',
      'no queda espacio en el dispositivo',
      'spazio esaurito sul device',
      'não há espaço disponível no dispositivo',
    ],
  ],
  [
    'Address already in use',
    [
      'adresse déjà utilisée',
      'die adresse wird bereits verwendet',
      'la dirección ya se está usando',
      'indirizzo già in uso',
      'endereço já em uso',
    ],
  ],
  [
    'Only one usage of each socket address',
    [
      'une seule utilisation de chaque adresse de socket',
      'normalerweise darf jede socketadresse',
      'solo se permite un uso de cada dirección de socket',
    ],
  ],
  [
    'Connection refused',
    [
      'connexion refusée',
      'verbindungsaufbau abgelehnt',
      'conexión rehusada',
      'connessione rifiutata',
      'conexão recusada',
    ],
  ],
  ['Is a directory', ['est un dossier', 'ist ein verzeichnis', 'es un directorio', 'è una directory']],
  ['Not a directory', ["n'est pas un dossier", 'ist kein verzeichnis', 'no es un directorio']],
  ['File exists', ['le fichier existe', 'die datei existiert bereits', 'el archivo ya existe']],
  ['Name or service not known', ['nom ou service inconnu', 'der name oder der dienst ist nicht bekannt']],
  [
    'password authentication failed for user',
    [
      "authentification par mot de passe échouée pour l'utilisateur",
      'passwort-authentifizierung für benutzer',
      'la autentificación password falló para el usuario',
    ],
  ],
  ['database', ['la base de données', 'datenbank', 'no existe la base de datos']],
  ['relation', ['la relation', 'no existe la relación']],
  ['role', ['le rôle', 'no existe el rol']],
  ['does not exist', ["n'existe pas", 'existiert nicht']],
];

const translations: readonly (readonly [said: string, inEnglish: string])[] = messages.flatMap(
  ([english, others]) => others.map((said) => [said, english] as const),
);

/** Replaces known translated messages in a line by the English ones that phrases match. The rest of the line is unchanged. */
export function inEnglish(line: string): string {
  let read = line.replace(/«\s?/g, '«').replace(/(?<!\s)\s?»/g, '»');
  let plain = plainly(read);
  for (const [said, english] of translations) {
    const at = plain.indexOf(said);
    if (at < 0) continue;
    read = `${read.slice(0, at)}${english}${read.slice(at + said.length)}`;
    plain = plainly(read);
  }
  return read;
}

const plainly = (text: string): string =>
  text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()).replace(/[’‘]/g, "'");
