import type { Scene } from '../stage.ts';
import { books } from './books.scene.ts';
import { braidBridge } from './braid-bridge.scene.ts';
import { bultraAch } from './bultra-ach.scene.ts';
import { bultraBankReject } from './bultra-bank-reject.scene.ts';
import { bultraCancelled } from './bultra-cancelled.scene.ts';
import { bultraDocument } from './bultra-document.scene.ts';
import { bultraInsufficientFunds } from './bultra-insufficient-funds.scene.ts';
import { bultraReceipt } from './bultra-receipt.scene.ts';
import { bultraReturn } from './bultra-return.scene.ts';
import { bultraSepa } from './bultra-sepa.scene.ts';
import { wealthkernelClosed } from './wealthkernel-closed.scene.ts';
import { wealthkernelSelling } from './wealthkernel-selling.scene.ts';

/** In the order in which they are played; a new dialect adds its scenes before the books. */
export const scenes: readonly Scene[] = [
  bultraAch, bultraCancelled, bultraBankReject, bultraInsufficientFunds, bultraDocument, bultraSepa, bultraReturn, bultraReceipt, braidBridge, wealthkernelSelling, wealthkernelClosed,
  books,
];
