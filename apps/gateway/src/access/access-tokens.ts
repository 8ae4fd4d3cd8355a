import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { decodeProtectedHeader, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { JOSEError, JWSSignatureVerificationFailed } from 'jose/errors';
import { z } from 'zod';
import { GatewayConfig } from '../gateway.config.js';
import type { Client } from './client.js';

const ISSUER = 'sluice';
const ALGORITHM = 'HS256';

const claimsSchema = z.object({ sub: z.string(), tenant: z.string(), scope: z.string() });

/** In the sandbox a token outlives a day's work; elsewhere it is short (spec: bultra, endpoints). */
const lifetimeSeconds = (sandbox: boolean): number => (sandbox ? 12 * 3_600 : 15 * 60);

/** JSON Web Tokens: forged and expired ones are recognised without the database. */
@Injectable()
export class AccessTokens {
  constructor(private readonly gateway: GatewayConfig, private readonly config: ServiceConfig) {}

  async issue(client: Client): Promise<{ token: string; expiresInSeconds: number }> {
    const expiresInSeconds = lifetimeSeconds(this.config.sandbox);
    const now = Math.floor(Date.now() / 1_000);
    const { id: kid, bytes } = this.gateway.tokenKeys.current;
    const token = await new SignJWT({ tenant: client.tenantId, scope: client.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .setIssuer(ISSUER)
      .setAudience(client.kind)
      .setSubject(client.id)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .sign(bytes);
    return { token, expiresInSeconds };
  }

  /** The client a token was given to; null when it is forged, expired or for another kind of client. */
  async read(token: string, kind: Client['kind']): Promise<Client | null> {
    try {
      const { sub, tenant, scope } = claimsSchema.parse(await this.verified(token, kind));
      return { id: sub, tenantId: tenant, kind, scopes: scope === '' ? [] : scope.split(' ') };
    } catch (error) {
      if (error instanceof JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  }

  /** By the key that it names; one that names none is of before keys had ids, and may be of any. @throws JOSEError */
  private async verified(token: string, kind: Client['kind']): Promise<JWTPayload> {
    const options = { issuer: ISSUER, audience: kind, algorithms: [ALGORITHM], requiredClaims: ['exp'] };
    for (const { bytes } of this.gateway.tokenKeys.candidates(keyIdOf(token))) {
      const read = await jwtVerify(token, bytes, options).catch(nullIfSignedOtherwise);
      if (read !== null) return read.payload;
    }
    throw new JWSSignatureVerificationFailed();
  }
}

/** @throws JOSEError */
function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    throw new JWSSignatureVerificationFailed();
  }
}

function nullIfSignedOtherwise(error: unknown): null {
  if (error instanceof JWSSignatureVerificationFailed) return null;
  throw error;
}
