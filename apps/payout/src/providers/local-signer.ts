import { Injectable } from '@nestjs/common';
import { WalletSigner } from '@sluice/evm';
import { idFrom } from '@sluice/kernel';
import { ServiceConfig } from '@sluice/service-host';
import { providerCall } from '@sluice/telemetry';
import type { Address } from 'viem';
import { readTypedData, Signer, type SigningOrder, type SigningReport, type SigningRequest, writeTypedData } from './signer.js';

type Activity = SigningRequest & { readonly activityId: string };

/**
 * The sandbox's own keys. It remembers nothing: what is to be signed is in the request, and the customer's vote is given
 * again with every call.
 */
@Injectable()
export class LocalSigner extends Signer {
  override readonly takesVotes: boolean;

  constructor(private readonly wallets: WalletSigner, { sandbox }: ServiceConfig) {
    super();
    this.takesVotes = sandbox;
  }

  override addressOf(_tenantId: string, walletId: string): Promise<Address> {
    return this.wallets.addressOf(walletId);
  }

  override requestFor({ authorization, at }: SigningOrder): Promise<string> {
    return Promise.resolve(JSON.stringify({ at: at.toISOString(), typedData: writeTypedData(authorization) }));
  }

  override submit(request: SigningRequest): Promise<SigningReport> {
    const activityId = idFrom('activity', request.tenantId, request.request);
    return providerCall('signer.submit', () => (request.approval === 'none' ? this.sign({ ...request, activityId }) : this.inquire({ ...request, activityId })), ({ status }) => status);
  }

  override inquire({ activityId }: Activity): Promise<SigningReport> {
    return Promise.resolve({ activityId, status: 'pending' });
  }

  override withdraw({ activityId }: Activity): Promise<SigningReport> {
    return Promise.resolve({ activityId, status: 'rejected' });
  }

  override vote(activity: Activity, vote: 'approve' | 'reject'): Promise<SigningReport> {
    return vote === 'approve' ? this.sign(activity) : this.withdraw(activity);
  }

  private async sign({ walletId, request, activityId }: Activity): Promise<SigningReport> {
    const { typedData } = JSON.parse(request) as { typedData: string };
    return { activityId, status: 'signed', signature: await this.wallets.signTypedData(walletId, readTypedData(typedData)) };
  }
}
