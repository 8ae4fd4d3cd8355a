import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const PUBLIC = 'sluice:public';

/** Declares that a route is open to everyone, and why. Nothing is opened by it: it tells what was meant from what was forgotten. */
export const Public = (reason: string): CustomDecorator => SetMetadata(PUBLIC, reason);
