import { Injectable } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';

@Injectable()
export class MessageTransport extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }

  async close(): Promise<void> {}

  on(): void {}

  unwrap<T>(): T {
    throw new Error('not there yet');
  }
}
