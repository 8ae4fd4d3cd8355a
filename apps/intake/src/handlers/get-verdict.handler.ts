import { Controller } from '@nestjs/common';
import { getVerdict, type Verdict } from '@sluice/contract-intake';
import { OnRequest, type Ask } from '@sluice/messaging';
import { RunningChecker } from '../checking/running-checker.js';

@Controller()
export class GetVerdictHandler {
  constructor(private readonly checker: RunningChecker) {}

  @OnRequest(getVerdict)
  handle({ tenantId, body: { full } }: Ask<typeof getVerdict>): Promise<Verdict> {
    return full ? this.checker.inFull(tenantId) : this.checker.recent(tenantId);
  }
}
