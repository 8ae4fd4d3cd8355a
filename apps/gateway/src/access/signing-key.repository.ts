import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Schema, type Model } from 'mongoose';
import { GatewayConfig } from '../gateway.config.js';

export interface SigningKeyDocument {
  _id: string;
  key: string;
}

export const signingKeySchema = new Schema<SigningKeyDocument>({ _id: { type: String, required: true }, key: { type: String, required: true } }, { versionKey: false });

const ONLY = 'access-tokens';

/** The key from the environment; where there is none, one that the first instance makes and all others find. */
@Injectable()
export class SigningKey {
  private key: Promise<Uint8Array> | undefined;

  constructor(private readonly config: GatewayConfig, @InjectModel('signing_keys') private readonly keys: Model<SigningKeyDocument>) {}

  bytes(): Promise<Uint8Array> {
    this.key ??= this.load().catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }

  private async load(): Promise<Uint8Array> {
    const text = this.config.tokenSigningKey ?? (await this.stored());
    return new TextEncoder().encode(text);
  }

  private async stored(): Promise<string> {
    const fresh = { key: randomBytes(32).toString('base64url') };
    const found = await this.keys.findOneAndUpdate({ _id: ONLY }, { $setOnInsert: fresh }, { upsert: true, returnDocument: 'after' }).lean().exec();
    if (!found) throw new Error('The signing key was not stored.');
    return found.key;
  }
}
