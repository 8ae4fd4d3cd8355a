import { Catch, type ExceptionFilter } from '@nestjs/common';

/** Gives a handler's error to the transport as it was thrown: Nest's own filter would replace it by "Internal server error". */
@Catch()
export class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}
