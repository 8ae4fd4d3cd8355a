/** Made of the OpenAPI document: npm run generate. */
export interface paths {
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["readBraidOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/yield-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where yield comes from */
        get: operations["yieldSourcesCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/withdrawal-time-estimates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How long a withdrawal would take */
        post: operations["estimateCatalogue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List wallets, newest first */
        get: operations["listWallet"];
        put?: never;
        /** Open a wallet */
        post: operations["openWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a wallet */
        get: operations["readWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawal-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a withdrawal would do now */
        post: operations["previewWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw */
        post: operations["withdrawWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List withdrawals */
        get: operations["listWithdrawal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a withdrawal */
        get: operations["readWithdrawal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel what can be cancelled of a withdrawal */
        post: operations["cancelWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/payouts/{payoutId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a payout */
        post: operations["cancelPayout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/payouts/{payoutId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a failed payout again */
        post: operations["retryPayout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/payouts/{payoutId}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vote for a payout (sandbox) */
        post: operations["approveApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}/payouts/{payoutId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vote against a payout (sandbox) */
        post: operations["rejectApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the registrations */
        get: operations["listWebhook"];
        put?: never;
        /** Register for events */
        post: operations["registerWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/registrations/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a registration */
        delete: operations["unregisterWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Payout: {
            /** Format: uuid */
            id: string;
            legKey: string;
            /** @enum {string} */
            status: "planning" | "waiting_for_prior_approval" | "pending_customer_approval" | "pending_broadcast" | "broadcasted" | "processing" | "completed" | "failed" | "cancelled" | "skipped";
            amount: string;
            /** @constant */
            token: "usdc";
            /** @enum {string} */
            chain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
            destinationAddress: string;
            txHash: string | null;
            failureReason: string | null;
            turnkeyActivityId?: string | null;
            approvalRequestedAt?: string | null;
            approvalValidBefore?: string | null;
        };
        RetriedPayout: {
            /** Format: uuid */
            id: string;
            legKey: string;
            /** @constant */
            status: "planning";
        };
        WithdrawalSummary: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            requestId: string;
            /** Format: uuid */
            walletId: string;
            amountUsd: string;
            feeUsd: string;
            /** @enum {string} */
            destinationChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
            /** @constant */
            destinationToken: "usdc";
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "partially_completed" | "failed" | "cancelled";
            /** Format: date-time */
            createdAt: string;
            completedAt: string | null;
        };
        Withdrawal: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            requestId: string;
            /** Format: uuid */
            walletId: string;
            amountUsd: string;
            feeUsd: string;
            /** @enum {string} */
            destinationChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
            /** @constant */
            destinationToken: "usdc";
            destinationAddress: string;
            /** @enum {string} */
            status: "pending" | "processing" | "completed" | "partially_completed" | "failed" | "cancelled";
            txHash: string | null;
            failureReason: string | null;
            /** @enum {string} */
            customerApprovalState: "required" | "queued" | "not_required";
            blockedBy: string | null;
            payouts: components["schemas"]["Payout"][];
            sourceLegs: {
                /** Format: uuid */
                id: string;
                positionKey: string;
                /** @enum {string} */
                sourceChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                requestedUsdcUnits: string;
                /** @enum {string} */
                status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            }[];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            completedAt: string | null;
        };
        WithdrawalList: {
            data: components["schemas"]["WithdrawalSummary"][];
            nextCursor: string | null;
        };
        PortfolioWallet: {
            /** Format: uuid */
            id: string;
            label: string;
            /** @enum {string} */
            status: "creating" | "active" | "disabled" | "archived";
            /** Format: date-time */
            createdAt: string;
            depositAddresses: {
                [key: string]: string;
            };
            balance: {
                totalUsd: string;
                withdrawableUsd: string;
                earnedUsd: string;
            };
            strategy: {
                allocations: {
                    /** @enum {string} */
                    positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                    pct: number;
                }[];
                /** @constant */
                status: "aligned";
            };
            positions: {
                /** @enum {string} */
                positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                name: string;
                /** @enum {string} */
                chain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                targetWeightBps: number;
                valueUsd: string;
            }[];
        };
        PortfolioWalletList: {
            data: components["schemas"]["PortfolioWallet"][];
            nextCursor: string | null;
        };
        YieldSources: {
            yieldSources: {
                /** @enum {string} */
                positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                name: string;
                /** @enum {string} */
                chain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                unwindTime: string;
                type: string;
            }[];
        };
        WithdrawalPreview: {
            amountUsd: string;
            feeUsd: string;
            availableUsd: string;
            estimatedCompletionTime: string;
        };
        TimeEstimates: {
            /** @constant */
            destinationToken: "usdc";
            /** @enum {string} */
            destinationChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
            estimates: {
                /** @enum {string} */
                positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                targetWeightBps: number;
                /** @enum {string} */
                sourceChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                steps: {
                    /** @enum {string} */
                    step: "unwind_liquidity" | "convert_to_usdc" | "bridge_cctp" | "payout_transfer_and_finality";
                    p50: string;
                    p90: string;
                    max: string;
                }[];
                fullSettlementTime: {
                    p50: string;
                    p90: string;
                    max: string;
                };
            }[];
            fullSettlementTime: {
                p50: string;
                p90: string;
                max: string;
            };
        };
        WebhookEndpoint: {
            id: string;
            url: string;
            events: ("portfolio_wallet.withdrawal.status_changed" | "portfolio_wallet.withdrawal.payout.status_changed" | "portfolio_wallet.balance.updated")[];
            /** Format: date-time */
            createdAt: string;
        };
        WebhookRegistration: {
            id: string;
            url: string;
            events: ("portfolio_wallet.withdrawal.status_changed" | "portfolio_wallet.withdrawal.payout.status_changed" | "portfolio_wallet.balance.updated")[];
            /** Format: date-time */
            createdAt: string;
            secret: string;
        };
        WebhookEndpoints: {
            endpoints: components["schemas"]["WebhookEndpoint"][];
        };
        WebhookDeletion: {
            id: string;
            /** @constant */
            deleted: true;
        };
    };
    responses: {
        /** @description The token is missing or not valid. */
        Error401_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "unauthenticated";
                };
            };
        };
        /** @description Too many requests. */
        Error429_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "rate_limited";
                };
            };
        };
        /** @description Something went wrong on our side. */
        Error500_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "internal_error";
                };
            };
        };
        /** @description Not available now, or not in time; it is safe to repeat. */
        Error503_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "service_unavailable";
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "validation_error" | "precision_overflow" | "invalid_amount" | "invalid_address" | "unsupported_chain" | "unsupported_token" | "invalid_request_id" | "invalid_cursor" | "invalid_positions";
                };
            };
        };
        /** @description Too large. */
        Error413_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "payload_too_large";
                };
            };
        };
        /** @description Of a type that is not taken. */
        Error415_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "unsupported_media_type";
                };
            };
        };
        /** @description Not possible in this state. */
        Error409_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "request_id_conflict" | "insufficient_funds" | "wallet_not_active" | "withdrawal_not_cancellable" | "payout_not_cancellable" | "payout_not_retryable" | "payout_not_awaiting_approval";
                };
            };
        };
        /** @description There is no such resource. */
        Error404_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: string;
                    /** @enum {string} */
                    code: "wallet_not_found" | "withdrawal_not_found" | "payout_not_found" | "webhook_not_found" | "not_found";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readBraidOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        openapi: "3.1.1";
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
        };
    };
    yieldSourcesCatalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where yield comes from */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["YieldSources"];
                };
            };
            401: components["responses"]["Error401_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    estimateCatalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    destinationToken: "usdc";
                    /** @enum {string} */
                    destinationChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism";
                    /** @description Each positionKey once; targetWeightBps sum to 10000. */
                    positions: {
                        /** @enum {string} */
                        positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                        targetWeightBps: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description How long a withdrawal would take */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimeEstimates"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWallet: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List wallets, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioWalletList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    openWallet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestId: string;
                    label: string & (unknown & unknown);
                    /** @description Each positionKey once; targetWeightBps sum to 10000. */
                    positions: {
                        /** @enum {string} */
                        positionKey: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                        targetWeightBps: number;
                    }[];
                    /**
                     * @default none
                     * @enum {string}
                     */
                    approvalPolicy?: "none" | "customer";
                };
            };
        };
        responses: {
            /** @description Open a wallet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioWallet"];
                };
            };
            /** @description Open a wallet */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioWallet"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readWallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a wallet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioWallet"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    previewWallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    destinationChain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc";
                    /** @constant */
                    destinationToken: "usdc";
                    withdrawalAmount: string & (unknown & unknown);
                };
            };
        };
        responses: {
            /** @description What a withdrawal would do now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPreview"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    withdrawWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requestId: string;
                    /** @enum {string} */
                    chain: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc";
                    /** @constant */
                    token: "usdc";
                    withdrawalAmount: string & (unknown & unknown);
                    /** @description Not the zero address. In mixed case it has the checksum of EIP-55. */
                    destinationAddress: string;
                };
            };
        };
        responses: {
            /** @description Withdraw */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            /** @description Withdraw */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWithdrawal: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sort?: "createdAt";
                order?: "asc" | "desc";
                status?: ("pending" | "processing" | "completed" | "partially_completed" | "failed" | "cancelled")[];
            };
            header?: never;
            path: {
                walletId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List withdrawals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    cancelWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel what can be cancelled of a withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    cancelPayout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a payout */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payout"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    retryPayout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Try a failed payout again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetriedPayout"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    approveApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Vote for a payout (sandbox) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payout"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    rejectApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                walletId: string;
                withdrawalId: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Vote against a payout (sandbox) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payout"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the registrations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoints"];
                };
            };
            401: components["responses"]["Error401_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    registerWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uri
                     * @description An https URL of a public address; in the sandbox http and loopback are taken too, and no other address that is private or link-local.
                     */
                    callbackUrl: string;
                    eventTypes: ("portfolio_wallet.withdrawal.status_changed" | "portfolio_wallet.withdrawal.payout.status_changed" | "portfolio_wallet.balance.updated")[];
                };
            };
        };
        responses: {
            /** @description Register for events */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookRegistration"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    unregisterWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a registration */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeletion"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
}
