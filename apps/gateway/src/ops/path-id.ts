import { Param, type PipeTransform } from '@nestjs/common';
import { idSchema } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';

const possibleId: PipeTransform<string, string> = {
  transform(id) {
    if (!idSchema.safeParse(id).success) throw new DomainError('not_found', 'There is nothing with this id.');
    return id;
  },
};

/** Hands the route the id in its path. What cannot be an id of ours, such as a text of a thousand letters, is one that nobody has. @throws DomainError `not_found` */
export const PathId = (): ParameterDecorator => Param('id', possibleId);
