import type { Try } from '../deliveries/delivery.js';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whoever is called: any address on the public internet, friendly or not. */
export abstract class WebhookTarget {
  /** One try; never throws: whatever goes wrong is what came of it. */
  abstract post(post: Post, at: Date): Promise<Try>;
}
