export { DiskDocumentStore } from './disk.document-store.js';
export { DocumentStore, freshDocumentKey, isDocumentKeyOf, TooManyBytes } from './document-store.js';
export { documentsEnvironment, documentStoreProvider, openDocumentStore } from './open-document-store.js';
export { WorkloadKeys, type S3Keys, type WorkloadIdentity } from './s3.credentials.js';
export { S3DocumentStore, type S3Options } from './s3.document-store.js';
