import { Body, ConflictException, Controller, HttpCode, NotFoundException, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { parsed } from '../parsed.js';
import { viewOf } from './activity.js';
import { Signer } from './signer.js';

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
