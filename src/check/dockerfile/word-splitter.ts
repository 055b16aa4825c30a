/** Splits a text into words at its blanks while the text is being put together; what was quoted keeps its blanks. */
export class WordSplitter {
  readonly #words: string[] = [];
  #current = '';

  /** Adds a piece that blanks do not split. */
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
