import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable, NotFoundException } from '@nestjs/common';
import { isOfThePlatform } from './http.js';
import { ServiceConfig } from './service.config.js';

/** Where a port is set aside for the platform, its routes are not there for anyone who comes by another. */
@Injectable()
export class OnManagementPort implements CanActivate {
  constructor(private readonly config: ServiceConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { managementPort } = this.config;
    const { socket, method, url } = context.switchToHttp().getRequest<IncomingMessage>();
    if (managementPort !== undefined && socket.localPort !== managementPort) throw new NotFoundException(`Cannot ${method} ${url}`);
    return true;
  }
}

/** A second port of the same application, at which nothing but the platform's routes is answered. */
export class ManagementPort {
  private readonly server: Server;

  constructor(application: RequestListener, private readonly port: number) {
    this.server = createServer((request, response) => {
      if (isOfThePlatform(request)) application(request, response);
      else response.writeHead(404).end();
    });
  }

  async open(): Promise<void> {
    this.server.listen(this.port);
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
