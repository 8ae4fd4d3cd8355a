import { Controller, Get, HttpCode, ServiceUnavailableException } from '@nestjs/common';
import { Database } from './database/database.js';
import { Public } from './public.decorator.js';
import { Readiness, type Verdict } from './readiness.js';

@Controller('health')
@Public('asked by what runs the process')
export class HealthController {
  constructor(private readonly readiness: Readiness, private readonly database: Database) {}

  /** 200 unless a restart may mend what is wrong: what is merely away comes back by itself, and nothing outside is asked. */
  @Get('live')
  live(): { status: 'live' } {
    const { stuck } = this.database;
    if (stuck !== null) throw new ServiceUnavailableException({ status: 'stuck', reason: stuck });
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
