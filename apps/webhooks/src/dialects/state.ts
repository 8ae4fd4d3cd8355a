import { holds, phases } from '@sluice/dialect-words';
import { z } from 'zod';

/** The canonical state in a change, which travels as text. */
export const stateSchema = z.object({ phase: z.enum(phases), hold: z.enum(holds) });
