import { Injectable } from '@nestjs/common';

/** How far a service is in its life. */
@Injectable()
export class ServiceState {
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  /** Its indexes are there and it takes messages. */
  started(): void {
    if (this.phase === 'starting') this.phase = 'running';
  }

  stopping(): void {
    this.phase = 'stopping';
  }

  get current(): 'starting' | 'running' | 'stopping' {
    return this.phase;
  }
}
