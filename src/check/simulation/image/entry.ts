/** A file or folder in an image, as far as the simulation knows it. */
export interface Entry {
  readonly kind: 'file' | 'folder';
  /** The path in the build context that it was copied from; null for one that was made in the image. */
  readonly from: string | null;
  /** What it holds; null where that is not known. */
  readonly text: string | null;
  /**
   * Who may execute it (`owner`: its owner and root, while others may read it; `private`: others may not even do that); null where
   * that is not known.
   */
  readonly executable: boolean | 'owner' | 'private' | null;
  readonly owner: string;
  readonly group: string;
  /** Its group may write to it, too. */
  readonly groupWrites: boolean;
  /** Who may not read the file, or enter the folder: others than its owner (its group may, or may not), or all but root. */
  readonly closedTo: 'nobody' | 'others' | 'all';
  /** The instruction that put it there, and whether by naming it or as part of a whole folder. */
  readonly line: number;
  readonly named: boolean;
  /** Its content changes when the application's source does. */
  readonly ofSource: boolean;
  /** The program that it is, when it is one the simulation knows (`python`, `curl` …). */
  readonly tool: string | null;
  /** The source that a build has made it of; null where that is not known, or where nothing was built. */
  readonly madeFrom: string | null;
  /** Where a symbolic link leads that was not there when it was made, or is a folder; null for any other file. */
  readonly leadsTo: string | null;
  /** False when the step that made it may not have run. */
  readonly certain: boolean;
}

/** The owner of what everybody may write to. */
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
