/** A file or folder in an image, as far as the simulation tracks it. */
export interface Entry {
  readonly kind: 'file' | 'folder';
  /** The context path it was copied from; null if it was created in the image. */
  readonly from: string | null;
  /** Its content; null if unknown. */
  readonly text: string | null;
  /**
   * Who may execute it: everybody (true), nobody (false), only its owner and root while others may read it (`owner`), or the same with
   * others unable to read it either (`private`); null if unknown.
   */
  readonly executable: boolean | 'owner' | 'private' | null;
  readonly owner: string;
  readonly group: string;
  /** Whether its group may also write to it. */
  readonly groupWrites: boolean;
  /**
   * Who may not read the file or enter the folder: `others` excludes everyone but the owner (its group may or may not have access), `all`
   * everyone but root.
   */
  readonly closedTo: 'nobody' | 'others' | 'all';
  /** Line of the instruction that put it there, and whether the instruction named it or took it along with a folder. */
  readonly line: number;
  readonly named: boolean;
  /** Whether its content changes when the application's source changes. */
  readonly ofSource: boolean;
  /** The program it is, if it is one that the simulation models (`python`, `curl` …). */
  readonly tool: string | null;
  /** The source that it was built from; null if unknown or if nothing was built. */
  readonly madeFrom: string | null;
  /** The target of a symbolic link that did not exist at the link's creation or is a folder; null for any other file. */
  readonly leadsTo: string | null;
  /** False if the step that created it may not have run. */
  readonly certain: boolean;
}

/** Owner of files and folders that everybody may write to. */
export const anybody = '*';

export const plainFile: Entry = {
  kind: 'file',
  from: null,
  text: null,
  executable: false,
  owner: 'root',
  group: 'root',
  groupWrites: false,
  closedTo: 'nobody',
  line: 0,
  named: false,
  ofSource: false,
  tool: null,
  madeFrom: null,
  leadsTo: null,
  certain: true,
};
