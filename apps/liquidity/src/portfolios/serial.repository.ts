import { DomainError } from '@sluice/kernel';
import { serialRepositoryOf, type Aggregate, type RepositoryClass, type SerialRepository } from '@sluice/persistence';

/** Documents that are listed in the order in which they were made, with what the refusals of their requests say. */
export function inOrderOfCreation<S extends object>(described: Aggregate<S>): RepositoryClass<SerialRepository<S>> {
  class InOrderOfCreation extends serialRepositoryOf(described) {
    protected override noSuch(id: string): DomainError {
      return new DomainError('not_found', `${id} is unknown.`);
    }

    protected override unknownPageEnd(): DomainError {
      return new DomainError('invalid_request', 'There is nothing to go on after.', [{ field: 'after', message: 'is unknown' }]);
    }
  }
  return InOrderOfCreation;
}
