import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import {
  BadRequestException, Body, ConflictException, Controller, Headers, HttpCode, NotFoundException, Param, Post, Req, Res, UnauthorizedException,
} from '@nestjs/common';
import { z } from 'zod';
import { type Fault, Faults } from '../control/faults.js';
import { parsed } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { accountQuerySchema, type Activity, activityQuerySchema, createAccountsRequestSchema, rejectRequestSchema, signRequestSchema, viewOf } from './activity.js';
import { stampedBy } from './keys.js';
import { fingerprintOf, Signer, type Start } from './signer.js';

type RawRequest = IncomingMessage & { readonly rawBody?: Buffer };

const DEFAULT_SLOW_MS = 2_000;

/** The signer's API, with the paths and answers of the real one. An organization stands for the tenant of its name. */
@Controller('public/v1')
export class SignerController {
  constructor(private readonly signer: Signer, private readonly faults: Faults, private readonly options: SimulatorsOptions) {}

  @Post('submit/sign_raw_payload')
  @HttpCode(200)
  async sign(@Req() request: RawRequest, @Res({ passthrough: true }) response: ServerResponse, @Headers('x-stamp') stamp?: string): Promise<object> {
    const { body, bytes, isAlone } = this.read(signRequestSchema, request, stamp);
    const fingerprint = fingerprintOf(bytes);
    const known = this.signer.byFingerprint(body.organizationId, fingerprint);
    if (known) return viewOf(known);
    if (this.signer.accountOf(body.organizationId, body.parameters.signWith) === null) throw refused('Could not find any resource to sign with.');
    const fault = this.faults.strike(body.organizationId, 'signer');
    if (fault?.mode === 'slow') await pause(fault.delayMs ?? DEFAULT_SLOW_MS);
    const activity = await this.signer.take(body, fingerprint, startUnder(fault, isAlone));
    if (fault?.mode === 'silent') await once(response, 'close');
    return viewOf(activity);
  }

  @Post('submit/create_wallet_accounts')
  @HttpCode(200)
  createAccounts(@Req() request: RawRequest, @Headers('x-stamp') stamp?: string): object {
    const { body, bytes } = this.read(createAccountsRequestSchema, request, stamp);
    const { walletId, accounts } = body.parameters;
    const addresses = accounts.map(({ path }) => this.signer.addAccount(body.organizationId, walletId, path).address);
    return doneView(body, bytes, { createWalletAccountsResult: { addresses } });
  }

  /** Takes back what is still open; an activity that has ended stays as it is. */
  @Post('submit/reject_activity')
  @HttpCode(200)
  async reject(@Req() request: RawRequest, @Headers('x-stamp') stamp?: string): Promise<object> {
    const { body, bytes } = this.read(rejectRequestSchema, request, stamp);
    const meant = existing(this.signer.byFingerprint(body.organizationId, body.parameters.fingerprint));
    if ((await this.signer.vote(meant, 'reject')) === null) throw refused('The activity has ended.');
    return doneView(body, bytes, {});
  }

  @Post('query/get_activity')
  @HttpCode(200)
  activity(@Req() request: RawRequest, @Headers('x-stamp') stamp?: string): object {
    const { body } = this.read(activityQuerySchema, request, stamp);
    return viewOf(existing(this.signer.find(body.organizationId, body.activityId)));
  }

  @Post('query/get_wallet_account')
  @HttpCode(200)
  account(@Req() request: RawRequest, @Headers('x-stamp') stamp?: string): object {
    const { body } = this.read(accountQuerySchema, request, stamp);
    const account = existing(this.signer.accountAt(body.organizationId, body.walletId, body.path));
    return { account: { ...account, curve: 'CURVE_SECP256K1', pathFormat: 'PATH_FORMAT_BIP32', addressFormat: 'ADDRESS_FORMAT_ETHEREUM' } };
  }

  /** Only who holds one of the two API keys is heard, and only with a stamp over these very bytes. */
  private read<T>(schema: z.ZodType<T>, { rawBody = Buffer.alloc(0) }: RawRequest, stamp: string | undefined): { body: T; bytes: Buffer; isAlone: boolean } {
    const key = stampedBy(stamp, rawBody);
    const { policyKey, proposerKey } = this.options.signer ?? {};
    if (key === null || (key !== policyKey?.toLowerCase() && key !== proposerKey?.toLowerCase())) throw new UnauthorizedException({ code: 16, message: 'no valid stamp', details: [] });
    return { body: parsed(schema, jsonOf(rawBody)), bytes: rawBody, isAlone: key === policyKey?.toLowerCase() };
  }
}

function startUnder(fault: Fault | null, isAlone: boolean): Start {
  if (fault?.mode === 'fail') return 'fails';
  if (fault?.mode === 'reject') return 'is-rejected';
  return isAlone ? 'signs' : 'waits';
}

const refused = (message: string) => new BadRequestException({ code: 3, message, details: [] });

function existing<T extends Activity | object>(found: T | null): T {
  if (found === null) throw new NotFoundException({ code: 5, message: 'not found', details: [] });
  return found;
}

const doneView = ({ organizationId, type }: { organizationId: string; type: string }, bytes: Buffer, result: object): object => {
  const fingerprint = fingerprintOf(bytes);
  return { activity: { id: fingerprint.slice(7, 43), organizationId, fingerprint, status: 'ACTIVITY_STATUS_COMPLETED', type, result } };
};

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw refused('The body is not JSON.');
  }
}

const voteSchema = z.object({ activityId: z.string().min(1), vote: z.enum(['approve', 'reject']) });

/** The customer of a sandbox, who approves or rejects what the wallet is asked to sign. */
@Controller('control/tenants/:tenantId/votes')
export class VotesController {
  constructor(private readonly signer: Signer) {}

  @Post()
  @HttpCode(200)
  async vote(@Param('tenantId') tenantId: string, @Body() body: unknown): Promise<object> {
    const { activityId, vote } = parsed(voteSchema, body);
    const activity = this.signer.find(tenantId, activityId);
    if (activity === null) throw new NotFoundException(`${tenantId} has no activity ${activityId}.`);
    const voted = await this.signer.vote(activity, vote);
    if (voted === null) throw new ConflictException(`The activity ${activityId} awaits no vote: it is ${activity.status}.`);
    return viewOf(voted);
  }
}
