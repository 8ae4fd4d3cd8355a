import type { ModelDefinition } from '@nestjs/mongoose';
import { auditEndSchema, auditSchema } from './audit.schemas.js';
import { claimSchema } from './claim.schema.js';
import { clientSchema, tenantSchema } from './client.schemas.js';
import { sandboxDocumentSchema } from './mongo-sandboxes.js';
import { signingKeySchema } from './stored-signing-key.js';

/** Everything the gateway keeps. */
export const collections: ModelDefinition[] = [
  { name: 'clients', schema: clientSchema, collection: 'clients' },
  { name: 'tenants', schema: tenantSchema, collection: 'tenants' },
  { name: 'idempotent_answers', schema: claimSchema, collection: 'idempotent_answers' },
  { name: 'signing_keys', schema: signingKeySchema, collection: 'signing_keys' },
  { name: 'sandboxes', schema: sandboxDocumentSchema, collection: 'sandboxes' },
  { name: 'audit_records', schema: auditSchema, collection: 'audit_records' },
  { name: 'audit_ends', schema: auditEndSchema, collection: 'audit_ends' },
];
