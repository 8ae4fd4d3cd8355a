/** Another document already has this value in a field that is unique. */
export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey';

  constructor(readonly fields: readonly string[]) {
    super(`Another document has the same ${fields.join(', ')}.`);
  }
}
