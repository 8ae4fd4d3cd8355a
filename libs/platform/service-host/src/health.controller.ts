import { Controller, Get, HttpCode, ServiceUnavailableException } from '@nestjs/common';
import { Public } from './public.decorator.js';
import { Readiness, type Verdict } from './readiness.js';

@Controller('health')
@Public('asked by what runs the process')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers: nothing outside of it is asked, because a restart would not mend that. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** 200 when work can be given to this instance, 503 with what is amiss otherwise. */
  @Get('ready')
  @HttpCode(200)
  async ready(): Promise<Verdict> {
    const verdict = await this.readiness.check();
    if (verdict.status !== 'ready') throw new ServiceUnavailableException(verdict);
    return verdict;
  }
}
