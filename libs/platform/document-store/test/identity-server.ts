import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { credentials } from './s3-server.js';

export const roleArn = 'arn:aws:iam::123456789012:role/documents';

/** AWS STS at `/sts` and the agent of a node at `/agent`, as far as keys are had of them: by the current token alone. */
export class IdentityServer {
  token = 'first-token';
  lifeMs = 3_600_000;
  isAway = false;
  /** How often keys were given. */
  given = 0;
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((error: Error) => response.destroy(error));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (this.isAway) return void response.writeHead(503).end();
    const expiration = new Date(Date.now() + this.lifeMs).toISOString();
    const { accessKeyId, secretAccessKey } = credentials;
    const sessionToken = `session/${this.given}+${randomUUID()}==`;
    if (request.url === '/agent') {
      if (request.headers.authorization !== this.token) return void response.writeHead(401).end('{"message":"no"}');
      this.given += 1;
      return void response.setHeader('content-type', 'application/json').end(JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration: expiration }));
    }
    const asked = new URLSearchParams(body);
    const isRight = request.method === 'POST' && asked.get('Action') === 'AssumeRoleWithWebIdentity' && asked.get('Version') === '2011-06-15' && asked.get('RoleArn') === roleArn && asked.get('WebIdentityToken') === this.token;
    if (!isRight) return void response.writeHead(400).end('<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code></Error></ErrorResponse>');
    this.given += 1;
    response.setHeader('content-type', 'text/xml').end(`<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>${roleArn}</Arn></AssumedRoleUser>
      <Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
    </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`);
  }
}
