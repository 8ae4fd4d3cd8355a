import { AddBankAccountHandler } from './handlers/add-bank-account.handler.js';
import { CheckBankAccountHandler } from './handlers/check-bank-account.handler.js';
import { GetBankAccountHandler } from './handlers/get-bank-account.handler.js';
import { ListBankAccountsHandler } from './handlers/list-bank-accounts.handler.js';
import { ResolveBankAccountHandler } from './handlers/resolve-bank-account.handler.js';
import { SetBankAccountStatusHandler } from './handlers/set-bank-account-status.handler.js';

/** Everything that payout is asked about parties' bank accounts. */
export const bankAccountHandlers = [
  AddBankAccountHandler, GetBankAccountHandler, ListBankAccountsHandler, SetBankAccountStatusHandler, ResolveBankAccountHandler, CheckBankAccountHandler,
];
