import { Injectable, Logger } from '@nestjs/common';
import { QuarantinedFiles, type Quarantined } from './adapters/quarantined-files.store.js';
import { readRailReports } from './bank-payments/rails/rail-files.js';
import { UnreadableReport, type RailReport } from './bank-payments/rails/rail-report.js';

/** Reads what the bank sends. A file that cannot be read is set aside for the operators, and says nothing. */
@Injectable()
export class BankFiles {
  private readonly logger = new Logger(BankFiles.name);

  constructor(private readonly quarantine: QuarantinedFiles) {}

  async read(bytes: Uint8Array, from: { tenantId: string; source: Quarantined['source'] }): Promise<readonly RailReport[]> {
    const read = readRailReports(bytes);
    if (!(read instanceof UnreadableReport)) return read;
    await this.quarantine.keep(bytes, read, from);
    this.logger.error(`A file of the bank's cannot be read and is quarantined: ${read.message}`);
    return [];
  }
}
