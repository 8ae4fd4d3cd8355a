import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { RequestContract } from '@sluice/contract-kit';
import type { z } from 'zod';
import type { ProblemCode } from '../http/problem.js';

export const OPERATION = 'sluice:operation';

/** What a request's body is read by. `mediaType` is JSON unless told; a body is required unless told. */
export interface DescribedBody {
  readonly schema: z.ZodType;
  readonly mediaType?: string;
  readonly optional?: boolean;
}

/** What cannot be seen of a route from its decorators and types. */
export interface OperationNotes {
  readonly summary: string;
  readonly body?: DescribedBody;
  readonly query?: z.ZodObject;
  /** The one answer when all goes well: a body by its schema, a file by its media type, or neither. A repeated request may have a status of its own. */
  readonly answer: { readonly status: 200 | 201 | 202 | 204; readonly replayStatus?: 200; readonly body?: z.ZodType; readonly file?: string; readonly headers?: readonly string[] };
  /** The questions it asks of services: their refusals are its own. */
  readonly asks?: readonly RequestContract[];
  /** What else it may be turned away for, beyond what every route of its kind may. */
  readonly problems?: readonly ProblemCode[];
}

/** Describes a route for the dialect's OpenAPI document. */
export const Operation = (notes: OperationNotes): CustomDecorator => SetMetadata(OPERATION, notes);
