import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import { z } from 'zod';
import type { Call } from '../../access/call.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { SigningKey } from '../../ports/signing-key.js';

const limitSchema = z.string().regex(/^\d{1,4}$/, 'must be a whole number').transform(Number).pipe(z.int().min(1).max(1000)).default(20);

/** What every list can be asked with. */
export const page = { limit: limitSchema, after: z.string().max(500).optional() };
export const pageSchema = z.object(page);

export type Page = Readonly<{ limit: number; after?: string | undefined }>;

const NEXT = 'pagination-last';

const tokenSchema = z.tuple([z.string().min(1).max(100), z.string()]);

function contentOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

const isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Pages of lists, oldest row first. Where the next one begins is told in a header, by a token that only we can make. */
@Injectable()
export class Pages {
  constructor(private readonly key: SigningKey) {}

  /**
   * The query of a list; `after` is the id of the last row seen.
   * @throws DomainError `invalid_request` naming every bad field, a token of another list among them
   */
  async query<Shape extends z.ZodType<Page>>(schema: Shape, call: Call): Promise<z.output<Shape>> {
    const query = readShape(schema, call.query);
    return query.after === undefined ? query : { ...query, after: await this.idOf(query.after, call) };
  }

  /** One page, and where the next one begins. */
  async reply(call: Call, rows: readonly object[], lastId: string | undefined): Promise<Reply> {
    const headers = lastId === undefined ? {} : { [NEXT]: await this.tokenOf(lastId, call) };
    return jsonReply(200, rows, headers);
  }

  /** A page of a list that is short enough to be had whole, oldest first. @throws DomainError `invalid_request` */
  cut<Row extends { readonly id: string }>(rows: readonly Row[], { limit, after }: Page): readonly Row[] {
    const seen = after === undefined ? -1 : rows.findIndex(({ id }) => id === after);
    if (after !== undefined && seen < 0) throw unknownPlace();
    return rows.slice(seen + 1, seen + 1 + limit);
  }

  private async tokenOf(id: string, call: Call): Promise<string> {
    return Buffer.from(JSON.stringify([id, await this.seal(id, call)])).toString('base64url');
  }

  private async idOf(token: string, call: Call): Promise<string> {
    const read = tokenSchema.safeParse(contentOf(token));
    if (!read.success || !isSame(read.data[1], await this.seal(read.data[0], call))) throw unknownPlace();
    return read.data[0];
  }

  /** Whose list it is, and which. */
  private async seal(id: string, { tenantId, path }: Call): Promise<string> {
    return createHmac('sha256', await this.key.bytes()).update(JSON.stringify(['page', tenantId, path, id])).digest('base64url');
  }
}

const unknownPlace = (): DomainError => new DomainError('invalid_request', 'The request is not valid.', [{ field: 'after', message: 'is not a place in this list' }]);
