import { Controller, Get } from '@nestjs/common';

/** There is nothing to wait for: whoever can answer is ready. */
@Controller('health')
export class HealthController {
  @Get(['live', 'ready'])
  ready(): object {
    return { status: 'ok' };
  }
}
