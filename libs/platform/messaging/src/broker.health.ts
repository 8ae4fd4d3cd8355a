import { Injectable } from '@nestjs/common';

@Injectable()
export class BrokerHealth {
  ready(): boolean {
    return false;
  }

  blocked(): boolean {
    return false;
  }
}
