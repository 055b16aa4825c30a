import { words } from '../../../../wording/wording.ts';

/**
 * What a failing line was probably meant to be, and what to type instead. Each sentence begins with the cause, and applies to the
 * Dockerfile as well as to a script.
 */
export const say = words('check-slips', {
  en: {
    option: 'There is no option `{{option}}`: “{{phrase}}”. Leave it out.',
    optionValue: 'There is no option `{{option}}`: “{{phrase}}”. Leave it out, with `{{value}}` after it.',
    optionMeant: 'There is no option `{{option}}`. Did you mean `{{meant}}`?',
    runOption:
      '`{{option}}` is an option of RUN, but it stands behind the command, which does not know it. Write it right after RUN.',
    subcommand: '{{program}} has no command `{{word}}`. Check the word after {{program}}.',
    subcommandMeant: '{{program}} has no command `{{word}}`. Did you mean `{{program}} {{meant}}`?',
    apart: 'A space is missing in `{{word}}`. Write `{{apart}}`.',
    twoWords: '`{{word}}` are two words. Write `{{apart}}`.',
    uvAlone:
      'After uv its command is missing, so it does nothing here. Write the command that this step is for.',
    ofSync: '`{{option}}` is an option of uv sync, and here stands uv pip. Write uv sync.',
    ofUv: '`{{word}}` is a command of uv and not of pip. Write `uv {{word}}`.',
    runTooMuch: 'With run, uv starts another program called `sync`. Leave the word run out.',
    pythonModule:
      'After python `-m` is missing, so Python looks for a file called {{path}}. Write `python -m {{path}}`.',
    pythonFile: '`{{word}}` is a file for Python and no command. Write `uv run python {{word}}`.',
    runMissing:
      'After uv the word run is missing, so uv does not know `{{word}}`. Write `uv run python {{file}}`.',
    tooOld:
      'Line {{line}} installs a version of uv that is too old: it does not know `{{word}}` yet. Leave the version out there.',
    group: 'Your project has no dependency group `{{name}}`. Leave `{{option}}` out.',
    extra: 'Your project has no extra packages called `{{name}}`. Leave `{{option}}` out.',
    together: '`{{one}}` and `{{other}}` do not go together. Leave `{{one}}` out.',
    offline:
      'With `--offline` uv may not download anything, so it cannot install your packages. Leave that option out.',
    init: '`uv init` begins a new project, and yours is there already (pyproject.toml). Leave `uv init` out.',
    stale:
      'uv.lock does not fit your pyproject.toml any more. Run uv lock on your computer, and send both files.',

    prompt: 'The `{{sign}}` at the beginning is what a terminal shows before a command. Delete it.',
    slashes: 'A comment begins with #, and `//` is taken for a command. Write # there.',
    spaces:
      'There may be no space around =, so `{{name}}` is taken for a command. Write `{{name}}={{value}}`.',
    colon: 'A value is given with =, so `{{name}}:` is taken for a command. Write `{{name}}={{value}}`.',
    dollarLeft: 'There is no $ before a name that gets a value. Write `{{name}}={{value}}`.',
    windows: '`{{command}}` is a command of Windows, and a container runs Linux. Leave that line out.',
    windowsWord:
      '`{{command}}` is a word of Windows, and a container runs Linux. Leave that word out, and keep the command after it.',
    windowsMeant:
      '`{{command}}` is a command of Windows, and a container runs Linux. Here it is `{{meant}}`.',
    dockerWord:
      '`{{command}}` is for the Dockerfile, and this is a script. Leave that word out, and keep the command after it.',
    dockerLine:
      '`{{command}}` is for the Dockerfile, and this is a script. Move that line to the Dockerfile.',
    twice: '`{{command}}` stands here twice. Leave one out.',
    instructionInRun:
      '`{{command}}` is an instruction like RUN, so it cannot stand after RUN. Begin a line of its own with it.',
    quotedWhole: 'The quotes make one single word of the whole command `{{command}}`. Leave the quotes out.',
    listWhole:
      'In brackets each word needs quotes of its own, and here `{{command}}` is one single word. Leave the brackets and the quotes out.',
    sudo: '`sudo` is not in the image. Leave that word out: where no USER line says otherwise, everything runs as root anyway.',
    installer: 'The image has no `{{command}}`. uv is installed with pip, which is there.',
    installerOfProject: 'The image has no `{{command}}`. This project is installed with uv: uv sync.',
    typo: 'There is no program `{{command}}`. Did you mean `{{meant}}`?',
    terminal:
      '`{{command}}` is a command for your own terminal and belongs in none of these files. Delete that line.',
    server:
      '`{{command}}` is not among the packages of this project. Start the server with manage.py runserver, as the lesson does.',
    dashes: '`exec` takes no `--`. Leave the two dashes out.',
    bracket:
      'A space is missing after the bracket in `{{command}}`. Write `[ {{rest}}`, and a space before the closing one.',
    backslash:
      'Line {{line}} ends with a space after its backslash, so the command ends there and does not go on with `{{command}}`. Delete that space.',
    emptiedBlock:
      'Docker has replaced `{{variable}}` while it wrote this file, so nothing is left of it. Write <<"{{mark}}" with quotes above the block.',
    emptiedEcho:
      'The shell of the build has replaced `{{variable}}` while it wrote this file, so nothing is left of it. Write `\\{{variable}}` there, with a backslash.',
    empty: 'This command is empty: what stands there has no value. Write the command out.',

    html: '`{{code}}` is how a web page writes {{sign}}, and here it is taken as it is. Write {{sign}} instead.',
    nothingBefore: '`{{sign}}` joins two commands, and here none stands before it. Delete it.',
    nothingAfter: '`{{sign}}` joins two commands, and here none follows it. Delete it.',
    swallowed:
      '`{{sign}}` and a backslash stand at the end, so `{{word}}` of line {{line}} becomes a part of this command. Delete both signs.',
    swallowedPlain:
      'A backslash stands at the end, so `{{word}}` of line {{line}} becomes a part of this command. Delete the backslash.',
    exits: 'This `exit` ends the script, so what stands below never runs. Delete it.',
    openBlock:
      'The block that begins with <<{{mark}} never ends, so the shell only reads on and starts nothing. Put {{mark}} alone on a line below the text.',
    ifThen:
      'The condition of `if` needs `; then` behind it, and it is not complete here. Write `if …; then`.',
    closing: '`{{word}}` is missing: what `{{begin}}` begins has to end with it. Add `{{word}}` below.',
    apostrophe:
      'The apostrophe in `{{word}}` begins a quotation that never ends. Put the whole text into double quotes.',
    quote: 'A quotation begins with {{sign}} here and never ends. Add the second {{sign}}.',
    brace: 'Before } there has to be a semicolon, or the function never ends. Write `; }`.',

    pipInstall:
      'After pip the word install is missing, so pip takes `{{word}}` for a command. Write it in between.',
    pipOrder:
      'pip takes `{{word}}` for a command, because install comes after it. Write install first, then the package.',
    aptYes:
      'apt-get asks whether to go on, and nobody can answer while an image is built. Write `apt-get install -y`.',
    aptUv: 'apt-get knows no package uv. Install it with pip instead, which is there.',
    noValue: '`{{word}}` is a variable, and it has no value here. Leave the $ out.',
    sync: 'The word uv is missing before `sync`. Linux has another program of that name.',
    manageCommand: 'manage.py has no command `{{word}}`. Did you mean `{{meant}}`?',
    asks: 'This command asks a question, and nobody can answer when a container starts. Add `--noinput`, or leave it out.',
    percent: 'printf takes % for a sign of its own. Write %% for each % that is to be printed.',
    file: 'There is no file {{path}}. Did you mean {{meant}}?',
    emptyAddress: '`{{variable}}` has no value here, so the address is not complete. Write the number there.',
    emptyByLine:
      'Line {{line}} gives `{{name}}` no value, so the address is not complete. Write `{{name}}={{value}}` there, with nothing before it and no spaces.',
    percentVariable:
      '`{{word}}` is how Windows writes a variable, and a container runs Linux. Write the number there.',
    addressOption:
      'runserver takes its address without an option. Write {{address}} in place of `{{option}}`.',
    oddCopy:
      'A character in the COPY on line {{line}} ({{sign}}) cannot be seen, so the file has another name than {{path}}. Type that line again.',
    fromFolder:
      '`{{command}}` works in the image, and {{path}} is still in your folder only. Use COPY in place of RUN {{command}}.',
    copyList:
      'The build stops here: "/{{path}}": not found. Brackets need words in double quotes, so Docker takes each word here for a file. Use double quotes, or leave out the brackets, quotes and commas.',
    copyDrive:
      'The build stops here: "/{{path}}": not found. Paths begin in the folder that you build, not on the drive of your computer. Write {{instead}}.',
    copyOther:
      'The build stops here: "/{{path}}": not found. This project has no such file: it lists its packages in {{files}}. Copy those.',
    copyRenamed:
      'Your file is called {{found}}, and {{script}} is looked for, so there is nothing to copy. Give your file that name.',
    odd: 'A character in this step ({{sign}}) only looks like a plain one, or cannot be seen at all; it often comes from a web page. Type the line again.',

    shellWithoutC:
      'SHELL on line {{line}} leaves out "-c", so the shell takes each command for a file. Delete that line.',
    foreignShell:
      'SHELL on line {{line}} asks for {{shell}}, which this image does not have. Delete that line.',
    baseWithout: 'FROM on line {{line}} takes an image that has no `{{command}}`. Use {{allowed}} there.',
  },
});
