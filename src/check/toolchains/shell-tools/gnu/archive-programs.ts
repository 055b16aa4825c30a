import { apart, type GnuProgramText } from './program.ts';
import { count, existingFile, mode } from './values.ts';

/** Archive programs, with the options of Debian 12's tar and gzip. */
export const archiveProgramTexts: Readonly<Record<string, GnuProgramText>> = {
  tar: {
    options: `AcdrtuxC:f:g:GnST:X:kUWOmpsF:L:Mb:BiH:V:aI:jJzZhK:N:PlvwoR
      | catenate concatenate create delete diff compare append test-label list update extract get check-device
      listed-incremental= incremental hole-detection= ignore-failed-read level= no-check-device no-seek seek occurrence?
      sparse-version= sparse add-file= directory= exclude= exclude-backups exclude-caches exclude-caches-all
      exclude-caches-under exclude-ignore= exclude-ignore-recursive= exclude-tag= exclude-tag-all= exclude-tag-under=
      exclude-vcs exclude-vcs-ignores no-null no-recursion no-unquote no-verbatim-files-from null verbatim-files-from
      recursion files-from= unquote exclude-from= anchored ignore-case no-anchored no-ignore-case no-wildcards
      no-wildcards-match-slash wildcards wildcards-match-slash keep-directory-symlink keep-newer-files keep-old-files
      no-overwrite-dir one-top-level? overwrite overwrite-dir recursive-unlink remove-files skip-old-files unlink-first
      verify ignore-command-error no-ignore-command-error to-stdout to-command= atime-preserve? clamp-mtime
      delay-directory-restore group= group-map= mode= mtime= touch no-delay-directory-restore no-same-owner
      no-same-permissions numeric-owner owner= owner-map= preserve-permissions same-permissions same-owner sort=
      preserve-order same-order acls no-acls no-selinux no-xattrs selinux xattrs xattrs-exclude= xattrs-include=
      force-local file= info-script= new-volume-script= tape-length= multi-volume rmt-command= rsh-command= volno-file=
      blocking-factor= read-full-records ignore-zeros record-size= format= old-archive portability pax-option= posix
      label= auto-compress use-compress-program= bzip2 xz lzip lzma lzop no-auto-compress zstd gzip gunzip ungzip compress
      uncompress backup? hard-dereference dereference starting-file= newer-mtime= newer= after-date= one-file-system
      absolute-names suffix= strip-components= transform= xform= checkpoint? checkpoint-action= full-time index-file=
      check-links no-quote-chars= quote-chars= quoting-style= block-number show-defaults show-omitted-dirs
      show-snapshot-field-ranges show-transformed-names show-stored-names totals? utc verbose warning= interactive
      confirmation restrict usage`,
    values: [
      ['strip-components', count('number of elements')],
      ['T X files-from exclude-from', existingFile],
      ['mode', mode],
    ],
    bundles: true,
    rules: [
      apart(
        'z gzip gunzip ungzip, j bzip2, J xz, zstd, Z compress uncompress',
        'Conflicting compression options',
      ),
    ],
  },
  gzip: {
    options:
      '123456789cdfhkLlnNqrS:tvV | stdout to-stdout decompress uncompress force keep list license no-name name quiet recursive rsyncable suffix= synchronous test verbose fast best',
  },
  gunzip: {
    options: 'cfhklnNqrS:tvV | stdout force keep list no-name name quiet recursive suffix= test verbose',
  },
};
