import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { DomainError, Key } from '@sluice/kernel';
import { z } from 'zod';
import { ClientController } from '../../../access/access.guard.js';
import type { Call } from '../../../access/call.js';
import { GatewayConfig } from '../../../gateway.config.js';
import { cursorContent, cursorOf, pageOf } from '../../../http/paging.js';
import { HttpProblem } from '../../../http/problem.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import type { HttpRequest } from '../../../http/request.js';
import { readShape } from '../../../http/validation.js';
import { badField } from '../../../services/services.js';
import type { Page } from '../schema/requests.js';

/** The versions of the dialect that are spoken; a request that names none means the first. */
export const versions: readonly [string, ...string[]] = ['2021-05-17'];

/** Refuses a request for a version that is not spoken. */
@Injectable()
export class VersionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const version = context.switchToHttp().getRequest<HttpRequest>().headers['accept-version'] ?? versions[0];
    if (typeof version === 'string' && versions.includes(version)) return true;
    throw new HttpProblem('not_acceptable', `Accept-Version must be one of ${versions.join(', ')}.`);
  }
}

/** Routes of the dialect for clients with a token. */
export const WealthKernelController = (path: string): ClassDecorator => ClientController(`wealthkernel/${path}`, VersionGuard);

const NEXT = 'pagination-last';

const tokenSchema = z.tuple([z.string().min(1).max(100), z.string()]);

const isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const unknownToken = (): DomainError => badField('after', 'is not a place in this list');

/** Pages of lists, oldest row first. A header has the token under which the next one begins, and only we can make such tokens. */
@Injectable()
export class Pages {
  constructor(private readonly config: GatewayConfig) {}

  /**
   * The query of a list; `after` is the id of the last row seen.
   * @throws DomainError `invalid_request` naming every bad field, a token of another list among them
   */
  query<Shape extends z.ZodType<Page>>(schema: Shape, call: Call): z.output<Shape> {
    const query = readShape(schema, call.query);
    return query.after === undefined ? query : { ...query, after: this.rowOf(query.after, call) };
  }

  /** One page, and the token of its last row. */
  reply(call: Call, rows: readonly object[], lastId: string | undefined): Reply {
    const headers = lastId === undefined ? {} : { [NEXT]: cursorOf([lastId, sealOf(lastId, call, this.config.tokenKeys.current)]) };
    return jsonReply(200, rows, headers);
  }

  /** A page of a list that its service gives whole, oldest first. @throws DomainError `invalid_request` */
  cut<Row extends { readonly id: string }>(all: readonly Row[], query: Page): readonly Row[] {
    const found = pageOf(all, query);
    if (found === null) throw unknownToken();
    return found.rows;
  }

  private rowOf(token: string, call: Call): string {
    const read = tokenSchema.safeParse(cursorContent(token));
    if (!read.success) throw unknownToken();
    const [id, seal] = read.data;
    if (!this.config.tokenKeys.keys.some((key) => isSame(seal, sealOf(id, call, key)))) throw unknownToken();
    return id;
  }
}

/** Whose list it is, and which. */
const sealOf = (id: string, { tenantId, path }: Call, { bytes }: Key): string => createHmac('sha256', bytes).update(JSON.stringify(['page', tenantId, path, id])).digest('base64url');
