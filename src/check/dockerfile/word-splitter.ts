/** Splits a text into words at white space while it is being built. Quoted white space does not split. */
export class WordSplitter {
  readonly #words: string[] = [];
  #current = '';

  /** Adds a piece that white space does not split. */
  addWhole(piece: string): void {
    this.#current += piece;
  }

  addCharacter(character: string): void {
    if (/\s/.test(character)) this.#endWord();
    else this.#current += character;
  }

  finish(): readonly string[] {
    this.#endWord();
    return this.#words;
  }

  #endWord(): void {
    if (this.#current === '') return;
    this.#words.push(this.#current);
    this.#current = '';
  }
}
