/** A refusal in words of MongoDB's protocol; becomes a reply with `ok: 0`. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly code: number;
  /** More fields of the reply, such as keyPattern. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

export const DUPLICATE_KEY = 11_000;
export const WRITE_CONFLICT = 112;
const INTERNAL_ERROR = 1;
const SHUTDOWN_IN_PROGRESS = 91;
const HOST_UNREACHABLE = 6;

const CODE_NAMES: Readonly<Record<number, string>> = {
  1: 'InternalError', 2: 'BadValue', 6: 'HostUnreachable', 9: 'FailedToParse', 14: 'TypeMismatch', 20: 'IllegalOperation',
  22: 'InvalidBSON', 26: 'NamespaceNotFound', 27: 'IndexNotFound', 40: 'ConflictingUpdateOperators', 43: 'CursorNotFound',
  48: 'NamespaceExists', 50: 'MaxTimeMSExpired', 59: 'CommandNotFound', 66: 'ImmutableField', 73: 'InvalidNamespace',
  85: 'IndexOptionsConflict', 86: 'IndexKeySpecsConflict', 91: 'ShutdownInProgress', 112: 'WriteConflict',
  115: 'CommandNotSupported', 121: 'DocumentValidationFailure', 225: 'TransactionTooOld', 11000: 'DuplicateKey',
};

/** The engine's own errors: an M and four base-36 digits. */
const ENGINE_CODES: Readonly<Record<string, number>> = {
  M0001: 2, M0003: 9, M0004: 14, M0008: 26, M0009: 27, M000D: 40, M000E: 43, M000F: 48, M000M: 66, M000R: 85, M000S: 86,
  M000U: 115, M001C: DUPLICATE_KEY, M00CO: 121,
};

/** PostgreSQL's errors. */
const POSTGRES_CODES: Readonly<Record<string, number>> = {
  '23505': DUPLICATE_KEY, '23P01': DUPLICATE_KEY, '40001': WRITE_CONFLICT, '40P01': WRITE_CONFLICT, '55P03': WRITE_CONFLICT,
  '57014': 50, '57P01': SHUTDOWN_IN_PROGRESS, '57P02': SHUTDOWN_IN_PROGRESS, '57P03': SHUTDOWN_IN_PROGRESS,
  '22021': 2, '22023': 2, '0A000': 115,
};

/** MongoDB's code for a SQLSTATE; internal error for one we do not know. */
export function codeOfSqlState(sqlState: string): number {
  return ENGINE_CODES[sqlState] ?? POSTGRES_CODES[sqlState] ?? INTERNAL_ERROR;
}

/** Codes in `writeErrors` are SQLSTATEs packed six bits a character, lowest first. Small numbers are codes already. */
export function codeOfWriteError(packed: number): number {
  if (packed <= 0xff_ffff) return packed;
  const characters = [0, 6, 12, 18, 24].map((shift) => String.fromCharCode(((packed >> shift) & 0x3f) + 48));
  return codeOfSqlState(characters.join(''));
}

/** The SQLSTATE of what the PostgreSQL driver threw, if the server said one. */
export function sqlStateOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** MongoDB's code for anything thrown while a command ran. Without a SQLSTATE it was the connection that failed. */
export function codeOfThrown(thrown: unknown): number {
  if (thrown instanceof CommandError) return thrown.code;
  const sqlState = sqlStateOf(thrown);
  if (sqlState !== undefined) return codeOfSqlState(sqlState);
  return isConnectionLoss(thrown) ? HOST_UNREACHABLE : INTERNAL_ERROR;
}

/** Whether the engine went away: told by itself, or by a socket that failed. */
export function isConnectionLoss(thrown: unknown): boolean {
  if (thrown instanceof CommandError || !(thrown instanceof Error)) return false;
  const sqlState = sqlStateOf(thrown);
  if (sqlState !== undefined) return sqlState.startsWith('57P') || sqlState.startsWith('08');
  return /ECONN|EPIPE|ETIMEDOUT|terminated|Connection|not queryable/i.test(`${'code' in thrown ? String(thrown.code) : ''} ${thrown.message}`);
}

/** The reply that tells a client of a failure. */
export function errorReply(thrown: unknown): Record<string, unknown> {
  const code = codeOfThrown(thrown);
  const details = thrown instanceof CommandError ? thrown.details : {};
  const errmsg = thrown instanceof Error ? thrown.message : String(thrown);
  return { ok: 0, errmsg, code, codeName: CODE_NAMES[code] ?? `Location${code}`, ...details };
}
