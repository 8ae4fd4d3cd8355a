import { Module } from '@nestjs/common';
import type { ModelDefinition } from '@nestjs/mongoose';
import { sharedRates } from '@sluice/persistence';
import { ServiceModule } from '@sluice/service-host';
import { clientSchema, tenantSchema } from './access/clients.repository.js';
import { olderAuditEndSchema, olderAuditSchema } from './audit/audit-log.repository.js';
import { braidDialect } from './dialects/braid/errors.js';
import { BraidModule } from './dialects/braid/routes.js';
import { bultraDialect } from './dialects/bultra/errors.js';
import { BultraModule, bultraOauth } from './dialects/bultra/routes.js';
import { wealthkernelDialect } from './dialects/wealthkernel/errors.js';
import { WealthKernelModule } from './dialects/wealthkernel/routes.js';
import { readDataKeys } from './gateway.config.js';
import { HttpModule } from './http/http.module.js';
import { idempotencySchema } from './idempotency/idempotency-records.repository.js';
import { operatorsDialect } from './operators/operator-errors.js';
import { OperatorsModule } from './operators/operators.module.js';
import { sandboxDocumentSchema } from './sandbox/sandboxes.repository.js';
import { ServicesModule } from './services/services.module.js';

/** Everything that the gateway stores. */
const collections: ModelDefinition[] = [
  { name: 'clients', schema: clientSchema, collection: 'clients' },
  { name: 'tenants', schema: tenantSchema, collection: 'tenants' },
  { name: 'idempotent_answers', schema: idempotencySchema, collection: 'idempotent_answers' },
  sharedRates,
  { name: 'sandboxes', schema: sandboxDocumentSchema, collection: 'sandboxes' },
  { name: 'audit_records', schema: olderAuditSchema, collection: 'audit_records' },
  { name: 'audit_ends', schema: olderAuditEndSchema, collection: 'audit_ends' },
];

@Module({
  imports: [
    ServiceModule.forRoot({ service: 'gateway', aggregates: collections, dataKeys: readDataKeys }),
    ServicesModule,
    HttpModule.serving([bultraDialect, bultraOauth, braidDialect, wealthkernelDialect, operatorsDialect]),
    BultraModule, BraidModule, WealthKernelModule, OperatorsModule,
  ],
})
export class GatewayModule {}
