/** The document store cannot be reached, or failed. */
export class DocumentStoreFailed extends Error {
  override readonly name = 'DocumentStoreFailed';
}
