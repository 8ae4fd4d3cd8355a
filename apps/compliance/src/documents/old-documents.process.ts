import { Injectable } from '@nestjs/common';
import { DocumentStore } from '@sluice/document-store';
import type { Old, StoredFilter, Versioned } from '@sluice/persistence';
import { Cases } from '../cases/cases.repository.js';
import type { ComplianceCase } from '../cases/compliance-case.js';

/** What was uploaded, and what of it was made anew to be shown. */
const keysOf = ({ requirements }: ComplianceCase): string[] =>
  [...new Set(requirements.flatMap(({ upload }) => (upload === null ? [] : [upload.documentKey, upload.shownKey ?? upload.documentKey])))];

/** Nobody waits for documents any more: they were asked for long ago, and none waits for its review. */
const oldCases = ({ before, tenantId }: Old): StoredFilter => ({
  tenantId, documentsSince: { $ne: null, $lt: before }, documentsRemovedAt: { $exists: false }, 'requirements.status': { $ne: 'UPLOADED' },
});

/** Removes the bytes of documents that were kept long enough. That they were asked for, handed in and decided on stays in the case, with their hashes. */
@Injectable()
export class OldDocuments {
  constructor(private readonly cases: Cases, private readonly store: DocumentStore) {}

  /** The bytes go first: after a crash between the two they are removed once more, and nothing is said to be gone that is there. @returns of how many cases */
  async remove(old: Old, most: number): Promise<number> {
    const found = await this.cases.findWhere(oldCases(old), { limit: most });
    for (const one of found) await this.removeOf(one);
    return found.length;
  }

  private async removeOf({ id, tenantId, state }: Versioned<ComplianceCase>): Promise<void> {
    for (const key of keysOf(state)) await this.store.delete(key);
    await this.cases.change(id, { id: `documents of ${id}`, tenantId }, (current) => current && { state: { ...current.state, documentsRemovedAt: new Date() } });
  }
}
