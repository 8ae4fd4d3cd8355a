import { z } from 'zod';

/** The shapes that have a name in the dialect's OpenAPI document. */
export const shapes = z.registry<{ id: string }>();

/** Gives a shape its name. */
export function named<Shape extends z.ZodType>(id: string, shape: Shape): Shape {
  shapes.add(shape, { id });
  return shape;
}

export const tokenShape = named('Token', z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int().positive(), scope: z.string() }));
