import { BadRequestException } from '@nestjs/common';
import type { z } from 'zod';

/** The body in the schema's shape. @throws BadRequestException saying what is wrong with it. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new BadRequestException({ problems: read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })) });
}
