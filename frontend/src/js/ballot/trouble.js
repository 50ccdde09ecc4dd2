/** Something that the voter is told: the key of a sentence that the page holds, and what stands in its places. */
export class Trouble extends Error {
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}
