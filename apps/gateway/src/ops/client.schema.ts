import { z } from 'zod';
import { clientKinds, type ClientKind } from '../access/client.js';
import { scopesOf, type Scope } from '../access/scopes.js';

const scopes = <Kind extends ClientKind>(kind: Kind) =>
  z.object({ dialect: z.literal(kind), scopes: z.array(z.enum(scopesOf[kind] as readonly [Scope, ...Scope[]])).min(1).default([...scopesOf[kind]]) });

/** For which dialect (`ops`: an operator's key), and what of it; everything when no scopes are given. */
export const newClientSchema = z
  .object({ dialect: z.enum(clientKinds), scopes: z.unknown().optional() })
  .pipe(z.discriminatedUnion('dialect', [scopes('wealthkernel'), scopes('bultra'), scopes('braid'), scopes('ops')]));
