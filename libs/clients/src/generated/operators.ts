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
        get: operations["readOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List withdrawals, newest first
         * @description As a table where `Accept` is `text/csv`.
         */
        get: operations["listWithdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a withdrawal */
        get: operations["readWithdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what happened to a withdrawal in all services */
        get: operations["timelineWithdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stuck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List steps that take longer than promised
         * @description A page is of withdrawals, each of which may have several such steps.
         */
        get: operations["stuckWithdrawals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/actions/retry-step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask again for what a withdrawal waits for */
        post: operations["retryStepWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/actions/fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what was asked for, and end a withdrawal as failed */
        post: operations["failWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/actions/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop what can be stopped of a withdrawal */
        post: operations["cancelWithdrawals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List withdrawals with a possible hit on a list, oldest first */
        get: operations["listReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listed-names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List names that are like one on a list, longest known first */
        get: operations["listedNamesReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/actions/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Clear a referred withdrawal: it goes on */
        post: operations["clearReferrals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/actions/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a referred withdrawal */
        post: operations["refuseReferrals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the documents that withdrawals were asked for, oldest first */
        get: operations["listDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was uploaded */
        get: operations["contentDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a document */
        post: operations["acceptDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/documents/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject a document; a new one is asked for */
        post: operations["rejectDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List limits */
        get: operations["readLimits"];
        /**
         * Set all limits at once
         * @description What is not given is no limit any more.
         */
        put: operations["changeLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List accounts, newest first */
        get: operations["accountsLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the journal, oldest first */
        get: operations["entriesLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read debits and credits of the whole journal */
        get: operations["trialBalanceLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the event log, oldest first
         * @description There is always a `nextCursor`, also at the log’s end: it is where to ask again. `after=now` begins there.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Listen to the event log
         * @description Server-sent events: each is an event of the log, from now on. What is missed while nobody is connected is in the log.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent again, newest first */
        get: operations["replaysEvents"];
        put?: never;
        /**
         * Send events again, under the same ids
         * @description What is given together must all hold. Counts the deliveries.
         */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent, newest first, with every attempt */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send one event to its subscriber again */
        post: operations["redeliverDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the subscriptions of every dialect
         * @description With `active=false` those that were disabled because nothing but failures came of them, the latest first.
         */
        get: operations["listSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/subscriptions/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a subscription that was disabled */
        post: operations["enableSubscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List dead letters, latest first; or their causes, the most frequent first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a dead letter with its body, masked */
        get: operations["openDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put dead letters back into their queues */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give dead letters up */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invariants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read whether the invariants hold */
        get: operations["readInvariants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reconciliations, newest first */
        get: operations["listReconciliations"];
        put?: never;
        /** Compare the books with the providers’ journals */
        post: operations["makeReconciliations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a reconciliation */
        get: operations["readReconciliations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bank-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List files of the bank that could not be read, newest first */
        get: operations["filesBankReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unmatched-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reports of the bank that fit no payment, newest first */
        get: operations["unmatchedBankReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what operators did, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check that the audit log is whole */
        get: operations["verificationAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tenants that the key may act for */
        get: operations["listTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the tenant that the request is for */
        get: operations["currentTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API clients */
        get: operations["listClients"];
        put?: never;
        /**
         * Add an API client or an operator’s key
         * @description The secret is shown this once.
         */
        post: operations["addClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a client, at once and for good */
        delete: operations["revokeClients"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fee-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what each dialect’s withdrawals are charged */
        get: operations["listFeeSchedules"];
        put?: never;
        /** Set a fee schedule; its dialect is in the body */
        post: operations["addFeeSchedules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fee-schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a dialect’s fee schedule */
        put: operations["changeFeeSchedules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the pauses in force */
        get: operations["listPauses"];
        put?: never;
        /** Stop new payouts of the tenant, of a rail or chain, or by a provider */
        post: operations["pausePauses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pauses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Release a pause */
        delete: operations["releasePauses"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the key opens */
        get: operations["sessionOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count withdrawals by dialect, rail and phase */
        get: operations["flowOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how providers have lately answered */
        get: operations["providersOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/backlog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the deliveries that wait */
        get: operations["backlogOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/withdrawals/{id}/outlook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a withdrawal’s table, way and possible actions */
        get: operations["outlookOutlook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/action-previews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview what an action would do
         * @description Of those withdrawals that are there. Nothing is done.
         */
        get: operations["previewActionPreviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the tenant’s clock */
        get: operations["clockSandbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move the tenant’s clock ahead */
        post: operations["advanceSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read pace and rules */
        get: operations["readSandbox"];
        /**
         * Change pace and rules
         * @description What is not given stays as it is.
         */
        put: operations["changeSandbox"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let money arrive */
        post: operations["depositSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a holding arrive in a portfolio */
        post: operations["holdingSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/accrued-fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a fee accrue on a portfolio */
        post: operations["accrueSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put anything into a status, in its dialect’s words */
        post: operations["statusSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a provider fail */
        post: operations["addFaultSimulations"];
        /** End all faults */
        delete: operations["clearFaultsSimulations"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/bank-returns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the bank send a payment back */
        post: operations["returnPaymentSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/poison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put messages into a service’s queue that it cannot handle */
        post: operations["faultyMessagesSimulations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Amount: {
            /** @enum {string} */
            currency: "GBP" | "EUR" | "USD" | "USDC";
            /**
             * @description A decimal of its currency, with all of its decimals.
             * @example 1250.00
             */
            amount: string;
        };
        Withdrawal: {
            /**
             * @description The canonical id.
             * @example 6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11
             */
            id: string;
            tenantId: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            /**
             * @description What its dialect calls it.
             * @example wth_777666555444333
             */
            dialectId: string;
            /** @enum {string} */
            phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
            /** @enum {string} */
            hold: "none" | "rfi" | "approval" | "approval_queued";
            version: number;
            amount: components["schemas"]["Amount"];
            delivered: components["schemas"]["Amount"];
            fee: components["schemas"]["Amount"];
            sourceLegs: {
                id: string;
                positionKey: string;
                chain: string | null;
                amount: components["schemas"]["Amount"];
                /** @enum {string} */
                status: "pending" | "processing" | "completed" | "failed" | "cancelled";
            }[];
            payoutLegs: {
                id: string;
                key: string;
                attempt: number;
                /** @enum {string} */
                status: "planned" | "queued" | "awaiting_signature" | "signed" | "sent" | "confirming" | "delivered" | "failed" | "cancelled" | "not_needed";
                amount: components["schemas"]["Amount"];
                rail: ("ACH" | "WIRE" | "FPS" | "SEPA") | null;
                chain: ("ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana") | null;
                reference: string | null;
                txHash: string | null;
                failureReason: string | null;
            }[];
            /** @description What bounds its steps, each named after its step, and after its leg where it is a leg’s. */
            timers: {
                name: string;
                /**
                 * Format: date-time
                 * @example 2026-01-15T10:30:00.000Z
                 */
                dueAt: string;
            }[];
            history: {
                version: number;
                /** @enum {string} */
                phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
                /** @enum {string} */
                hold: "none" | "rfi" | "approval" | "approval_queued";
                /**
                 * Format: date-time
                 * @example 2026-01-15T10:30:00.000Z
                 */
                at: string;
            }[];
            /** @description Whom or what it waits for: a service’s answer, its client, an operator’s decision, its window. Null once it has ended. */
            waitsFor: ("compliance" | "acceptance" | "documents" | "decision" | "window" | "ledger" | "liquidity" | "bridging" | "payment" | "undoing") | null;
            /** @description Of the withdrawal’s trace. */
            traceId: string | null;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            updatedAt: string;
            endedAt: string | null;
        };
        WithdrawalList: {
            data: components["schemas"]["Withdrawal"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        StuckStep: {
            /**
             * @description The canonical id.
             * @example 6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a11
             */
            id: string;
            tenantId: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            /**
             * @description What its dialect calls it.
             * @example wth_777666555444333
             */
            dialectId: string;
            /** @enum {string} */
            phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
            /** @enum {string} */
            hold: "none" | "rfi" | "approval" | "approval_queued";
            step: string;
            legId: string | null;
            since: string | null;
            /** @description How long it may take (ISO 8601). */
            promise: string | null;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            overdueSince: string;
        };
        StuckStepList: {
            data: components["schemas"]["StuckStep"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        TimelineRow: {
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            at: string;
            service: string;
            /** @enum {string} */
            kind: "step" | "message" | "provider-call" | "timer" | "operator" | "webhook";
            name: string;
            outcome: string;
            attempt: number;
            /** @description Of the withdrawal’s trace. */
            traceId: string | null;
            detail: string | null;
        };
        Timeline: {
            data: components["schemas"]["TimelineRow"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        ChangeEvent: {
            id: string;
            sequence: number;
            tenantId: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            dialectId: string;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            at: string;
            withdrawalId: string;
            /** @example withdrawal.settled */
            type: string;
            data: {
                phase: string;
                hold: string;
                amount: components["schemas"]["Amount"];
            };
        };
        NoticeEvent: {
            id: string;
            sequence: number;
            tenantId: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            dialectId: string;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            at: string;
            withdrawalId: null;
            /** @constant */
            type: "webhook.endpoint-disabled";
            data: {
                subscriptionId: string;
                url: string;
                failures: number;
                /** Format: date-time */
                failingSince: string;
                cause: string;
            };
        };
        EventList: {
            data: (components["schemas"]["ChangeEvent"] | components["schemas"]["NoticeEvent"])[];
            nextCursor: string;
        };
        Replay: {
            ids?: string[];
            subscriptionId?: string;
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
            /** @constant */
            sinceFailure?: true;
            reason: string;
            id: string;
            count: number;
            /** Format: date-time */
            at: string;
        };
        ReplayList: {
            data: components["schemas"]["Replay"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Count: {
            count: number;
        };
        DeadLetter: {
            id: string;
            cause: string;
            service: string;
            type: string;
            withdrawalId: string | null;
            attempts: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
        };
        OpenedDeadLetter: {
            id: string;
            cause: string;
            service: string;
            type: string;
            withdrawalId: string | null;
            attempts: number;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            /** @description The message as JSON. Names, numbers and every text that could be one are left out. */
            body: string;
        };
        DeadLetterList: {
            data: components["schemas"]["DeadLetter"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        CauseCount: {
            cause: string;
            count: number;
        };
        CauseList: {
            data: components["schemas"]["CauseCount"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        DeadLetters: components["schemas"]["DeadLetterList"] | components["schemas"]["CauseList"];
        Delivery: {
            id: string;
            subscriptionId: string;
            eventId: string;
            type: string;
            withdrawalId?: string;
            /** @enum {string} */
            status: "pending" | "delivered" | "failed" | "dropped";
            url: string;
            body: string;
            attempts: {
                /** Format: date-time */
                at: string;
                status?: number;
                error?: string;
                tookMs: number;
            }[];
            /** Format: date-time */
            nextAt?: string;
            /** Format: date-time */
            createdAt: string;
        };
        DeliveryList: {
            data: components["schemas"]["Delivery"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Subscription: {
            id: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            url: string;
            events: string[];
            active: boolean;
            disabledAt: string | null;
            /** Format: date-time */
            createdAt: string;
        };
        SubscriptionList: {
            data: components["schemas"]["Subscription"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Document: {
            id: string;
            type: string;
            description: string;
            /** @enum {string} */
            status: "PENDING" | "UPLOADED" | "ACCEPTED" | "REJECTED";
            filename?: string;
            size?: number;
            /** Format: date-time */
            uploadedAt?: string;
            note?: string;
            reason?: string;
            withdrawalId: string;
            /** @enum {string} */
            stage: "up-front" | "in-review" | "before-payment";
            /** Format: date-time */
            requestedAt: string;
            /** Format: date-time */
            reviewedAt?: string;
            awaited: boolean;
        };
        DocumentList: {
            data: components["schemas"]["Document"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        ReviewedDocument: {
            id: string;
            type: string;
            description: string;
            /** @enum {string} */
            status: "PENDING" | "UPLOADED" | "ACCEPTED" | "REJECTED";
            filename?: string;
            size?: number;
            /** Format: date-time */
            uploadedAt?: string;
            note?: string;
            reason?: string;
        };
        Referral: {
            withdrawalId: string;
            /** @enum {string} */
            stage: "up-front" | "in-review" | "before-payment";
            listVersion: string;
            hits: {
                name: string;
                listed: string;
                list: string;
                listedId: string;
                score: number;
            }[];
            incomparable?: string[];
            /** Format: date-time */
            referredAt: string;
        };
        ReferralList: {
            data: components["schemas"]["Referral"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        ListedName: {
            subjectId: string;
            name: string;
            listVersion: string;
            hits: {
                name: string;
                listed: string;
                list: string;
                listedId: string;
                score: number;
            }[];
            /** Format: date-time */
            listedAt: string;
        };
        ListedNameList: {
            data: components["schemas"]["ListedName"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        ReferralDecision: {
            withdrawalId: string;
            /** @enum {string} */
            stage: "up-front" | "in-review" | "before-payment";
            /** @enum {string} */
            decision: "clear" | "refuse";
            reason: string;
        };
        Limit: {
            /** @enum {string} */
            scope: "tenant" | "account" | "counterparty";
            /** @enum {string} */
            currency: "GBP" | "EUR" | "USD" | "USDC";
            /** @default null */
            perWithdrawal: string | null;
            /** @default null */
            perDay: string | null;
            /** @default null */
            per30Days: string | null;
            /** @default null */
            countPerDay: number | null;
        };
        LimitList: {
            data: components["schemas"]["Limit"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        LedgerAccount: {
            id: string;
            /** @enum {string} */
            kind: "customer" | "portfolio" | "wallet" | "house" | "clearing" | "fee";
            owner: string;
            /** @enum {string} */
            currency: "GBP" | "EUR" | "USD" | "USDC";
            /**
             * @description A decimal of its currency, with all of its decimals.
             * @example 1250.00
             */
            posted: string;
            /**
             * @description A decimal of its currency, with all of its decimals.
             * @example 1250.00
             */
            pending: string;
            /**
             * @description A decimal of its currency, with all of its decimals.
             * @example 1250.00
             */
            available: string;
        };
        LedgerAccountList: {
            data: components["schemas"]["LedgerAccount"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        LedgerEntry: {
            id: string;
            withdrawalId: string | null;
            kind: string;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            at: string;
            lines: {
                accountId: string;
                /** @enum {string} */
                currency: "GBP" | "EUR" | "USD" | "USDC";
                /**
                 * @description A decimal of its currency, with all of its decimals.
                 * @example 1250.00
                 */
                debit: string;
                /**
                 * @description A decimal of its currency, with all of its decimals.
                 * @example 1250.00
                 */
                credit: string;
            }[];
        };
        LedgerEntryList: {
            data: components["schemas"]["LedgerEntry"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        TrialBalance: {
            balanced: boolean;
            currencies: {
                /** @enum {string} */
                currency: "GBP" | "EUR" | "USD" | "USDC";
                /**
                 * @description A decimal of its currency, with all of its decimals.
                 * @example 1250.00
                 */
                debits: string;
                /**
                 * @description A decimal of its currency, with all of its decimals.
                 * @example 1250.00
                 */
                credits: string;
                /**
                 * @description A decimal of its currency, with all of its decimals.
                 * @example 1250.00
                 */
                difference: string;
            }[];
        };
        Invariants: {
            ok: boolean;
            /** Format: date-time */
            checkedAt: string;
            invariants: {
                number: number;
                name: string;
                ok: boolean;
                violations: string[];
            }[];
        };
        Reconciliation: {
            id: string;
            /** Format: date-time */
            checkedAt: string;
            breaks: {
                /** @enum {string} */
                kind: "missing" | "extra" | "amount" | "duplicate" | "late";
                /** @enum {string} */
                provider: "bank" | "chain" | "custodian";
                reference: string;
                expected: string | null;
                actual: string | null;
            }[];
        };
        ReconciliationList: {
            data: components["schemas"]["Reconciliation"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        BankFile: {
            id: string;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            count: number;
            reason: string;
            sentence: string;
            /** Format: base64 */
            content: string;
            /** @enum {string} */
            source: "callback" | "statement";
        };
        BankFileList: {
            data: components["schemas"]["BankFile"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        UnmatchedReport: {
            id: string;
            /** Format: date-time */
            firstAt: string;
            /** Format: date-time */
            lastAt: string;
            count: number;
            /** @enum {string} */
            reason: "unreadable" | "unknown_key" | "unknown_payment" | "too_late" | "amount_differs";
            body: string;
        };
        UnmatchedReportList: {
            data: components["schemas"]["UnmatchedReport"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        AuditRecord: {
            id: string;
            sequence: number;
            tenantId: string;
            /** @enum {string} */
            kind: "intent" | "outcome";
            /** @description The same in both records of one action. */
            actionId: string;
            /** @example POST withdrawals/:id/actions/fail */
            action: string;
            /** @description Id of the key that was used. */
            who: string;
            reason: string | null;
            target: string;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            at: string;
            /** @description `done`, `refused: …` or `failed: …`; null in an intent. */
            outcome: string | null;
            previousHash: string;
            hash: string;
        };
        AuditRecordList: {
            data: components["schemas"]["AuditRecord"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        AuditVerification: {
            ok: boolean;
            records: number;
            lastHash: string | null;
            /** @description The first thing that is wrong. */
            breach: string | null;
            /** @description Actions whose outcome was never recorded. */
            open: string[];
        };
        Tenant: {
            id: string;
            name: string;
            feePortfolioId: string;
        };
        TenantList: {
            data: components["schemas"]["Tenant"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Client: {
            id: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid" | "ops";
            readonly scopes: string[];
            revokedAt: string | null;
        };
        ClientList: {
            data: components["schemas"]["Client"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        NewClient: {
            id: string;
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid" | "ops";
            readonly scopes: string[];
            revokedAt: string | null;
            /** @description Shown this once. The bearer token itself where the dialect has fixed ones. */
            secret: string;
        };
        FeeSchedule: {
            /** @enum {string} */
            id: "wealthkernel" | "bultra" | "braid";
            /** @enum {string} */
            dialect: "wealthkernel" | "bultra" | "braid";
            /** @enum {string} */
            charge: "accrued" | "none";
            readonly flat: components["schemas"]["Amount"][];
            /** @description Which withdrawals are charged. */
            withdrawals: "Full" | null;
            creditedTo: string | null;
        };
        FeeScheduleList: {
            data: components["schemas"]["FeeSchedule"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Session: {
            tenant: {
                id: string;
                name: string;
            };
            readonly scopes: string[];
            sandbox: boolean;
            /** @description Where a trace is shown, with `/trace/` and its id after it. */
            tracesUrl: string | null;
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            now: string;
        };
        Flow: {
            /** Format: date-time */
            now: string;
            /** Format: date-time */
            from: string;
            bucketSeconds: number;
            underWay: {
                /** @enum {string} */
                dialect: "wealthkernel" | "bultra" | "braid";
                rail: string | null;
                /** @enum {string} */
                phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
                /** @enum {string} */
                hold: "none" | "rfi" | "approval" | "approval_queued";
                count: number;
                /** Format: date-time */
                oldestAt: string;
            }[];
            ended: {
                /** @enum {string} */
                dialect: "wealthkernel" | "bultra" | "braid";
                rail: string | null;
                /** @enum {string} */
                phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
                /** @enum {string} */
                hold: "none" | "rfi" | "approval" | "approval_queued";
                count: number;
                /** Format: date-time */
                oldestAt: string;
            }[];
            buckets: {
                /** Format: date-time */
                from: string;
                started: number;
                settled: number;
                failed: number;
                medianSeconds: number | null;
                slowSeconds: number | null;
            }[];
        };
        Provider: {
            provider: string;
            calls: number;
            failed: number;
            /** Format: date-time */
            lastAt: string;
            lastOutcome: string;
            service: string;
        };
        ProviderList: {
            data: components["schemas"]["Provider"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        WebhookBacklog: {
            pending: number;
            endpoints: number;
            oldestAt: string | null;
        };
        ActionPreview: {
            id: string;
            dialectId: string;
            /** @enum {string} */
            action: "retry-step" | "fail" | "cancel";
            possible: boolean;
            step: string;
            nextStep: string | null;
            nextPhase: ("created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled") | null;
        };
        ActionPreviewList: {
            data: components["schemas"]["ActionPreview"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Outlook: {
            kind: string;
            states: {
                name: string;
                /** @enum {string} */
                phase: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
                /** @enum {string} */
                hold: "none" | "rfi" | "approval" | "approval_queued";
                sends: string | null;
                timeout: string | null;
                onTimeout: string | null;
                ends: boolean;
                on: {
                    message: string;
                    to: string;
                }[];
            }[];
            path: {
                step: string;
                /** Format: date-time */
                at: string;
            }[];
            actions: components["schemas"]["ActionPreview"][];
            timers: {
                name: string;
                /** Format: date-time */
                dueAt: string;
                leadsTo: string | null;
            }[];
        };
        Pause: {
            rail?: ("ACH" | "WIRE" | "FPS" | "SEPA") | ("ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana");
            /** @enum {string} */
            provider?: "bank" | "chain";
            id: string;
            reason: string;
            /** Format: date-time */
            since: string;
        };
        PauseList: {
            data: components["schemas"]["Pause"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
        };
        Clock: {
            /**
             * Format: date-time
             * @example 2026-01-15T10:30:00.000Z
             */
            now: string;
        };
        Sandbox: {
            /** @enum {string} */
            pace: "instant" | "clock";
            rfi: {
                dialects: ("wealthkernel" | "bultra" | "braid")[];
                upFrontOver: string | null;
                inReviewOver: string | null;
                otherOver: string | null;
                newCounterparty: boolean;
                autoReview: boolean;
            };
        };
        Created: {
            id: string;
        };
        StatusSet: {
            target: string;
            status: string;
        };
    };
    responses: {
        /** @description The request is malformed, or a field of it is. */
        Error400_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:invalid_request";
                    /** @enum {string} */
                    title: "The request is not valid";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The key is missing or not valid. */
        Error401_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:unauthenticated";
                    /** @enum {string} */
                    title: "Unauthorized";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The key lacks the scope. */
        Error403_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:insufficient_scope";
                    /** @enum {string} */
                    title: "Forbidden";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Too many requests. */
        Error429_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:rate_limited";
                    /** @enum {string} */
                    title: "Too many requests";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Something went wrong on our side. */
        Error500_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:internal";
                    /** @enum {string} */
                    title: "Internal error";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Not available now, or not in time; it is safe to repeat. */
        Error503_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:unavailable";
                    /** @enum {string} */
                    title: "Not available now";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_path";
                    /** @enum {string} */
                    title: "The request cannot be read";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description There is no such resource. */
        Error404_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:unknown_path" | "urn:sluice:problem:not_found";
                    /** @enum {string} */
                    title: "Not found";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_3: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_path" | "urn:sluice:problem:invalid_request";
                    /** @enum {string} */
                    title: "The request cannot be read" | "The request is not valid";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_4: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_body" | "urn:sluice:problem:malformed_path" | "urn:sluice:problem:invalid_request";
                    /** @enum {string} */
                    title: "The request cannot be read" | "The body cannot be read" | "The request is not valid";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Not possible in this state. */
        Error409_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:invalid_status";
                    /** @enum {string} */
                    title: "Not possible in this state";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Too large. */
        Error413_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:body_too_large";
                    /** @enum {string} */
                    title: "The body is too large";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Of a type that is not taken. */
        Error415_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:unsupported_media_type";
                    /** @enum {string} */
                    title: "Unsupported media type";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_5: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_body" | "urn:sluice:problem:invalid_request";
                    /** @enum {string} */
                    title: "The body cannot be read" | "The request is not valid";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description Not possible in this state. */
        Error409_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:limit_exceeded";
                    /** @enum {string} */
                    title: "A limit is exceeded";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_6: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_body" | "urn:sluice:problem:invalid_request" | "urn:sluice:problem:invalid_amount" | "urn:sluice:problem:precision_overflow" | "urn:sluice:problem:currency_mismatch";
                    /** @enum {string} */
                    title: "The body cannot be read" | "The request is not valid" | "The currency does not fit" | "The amount is not valid" | "The amount has too many decimals";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_7: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_body" | "urn:sluice:problem:invalid_request" | "urn:sluice:problem:currency_mismatch";
                    /** @enum {string} */
                    title: "The body cannot be read" | "The request is not valid" | "The currency does not fit";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_8: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    /** @enum {string} */
                    type: "urn:sluice:problem:malformed_body" | "urn:sluice:problem:invalid_request" | "urn:sluice:problem:invalid_amount" | "urn:sluice:problem:precision_overflow" | "urn:sluice:problem:currency_mismatch";
                    /** @enum {string} */
                    title: "The body cannot be read" | "The request is not valid" | "The amount is not valid" | "The amount has too many decimals" | "The currency does not fit";
                    status: number;
                    detail: string;
                    errors?: {
                        field: string;
                        message: string;
                    }[];
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
    readOpenApi: {
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
    listWithdrawals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                tenant?: string;
                dialect?: "wealthkernel" | "bultra" | "braid";
                phase?: "created" | "authorized" | "sourcing" | "bridging" | "delivering" | "cancelling" | "settled" | "partial" | "failed" | "rejected" | "cancelled";
                hold?: "none" | "rfi" | "approval" | "approval_queued";
                stuck?: boolean;
                createdFrom?: string;
                createdTo?: string;
                text?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List withdrawals, newest first */
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
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readWithdrawals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
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
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    timelineWithdrawals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what happened to a withdrawal in all services */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["Error400_3"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    stuckWithdrawals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List steps that take longer than promised */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StuckStepList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    retryStepWithdrawals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Ask again for what a withdrawal waits for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    failWithdrawals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Take back what was asked for, and end a withdrawal as failed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    cancelWithdrawals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Stop what can be stopped of a withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listReferrals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List withdrawals with a possible hit on a list, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listedNamesReferrals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List names that are like one on a list, longest known first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedNameList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    clearReferrals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Clear a referred withdrawal: it goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralDecision"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    refuseReferrals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Refuse a referred withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralDecision"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                withdrawalId?: string;
                status?: "PENDING" | "UPLOADED" | "ACCEPTED" | "REJECTED";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the documents that withdrawals were asked for, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    contentDocuments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what was uploaded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                    "image/png": unknown;
                    "image/jpeg": unknown;
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    acceptDocuments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Accept a document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewedDocument"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    rejectDocuments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Reject a document; a new one is asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewedDocument"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readLimits: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List limits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    changeLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "limits": [
                 *         {
                 *           "scope": "account",
                 *           "currency": "USD",
                 *           "perDay": "10000.00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    limits: {
                        /** @enum {string} */
                        scope: "tenant" | "account" | "counterparty";
                        /** @enum {string} */
                        currency: "GBP" | "EUR" | "USD" | "USDC";
                        /** @default null */
                        perWithdrawal?: string | null;
                        /** @default null */
                        perDay?: string | null;
                        /** @default null */
                        per30Days?: string | null;
                        /** @default null */
                        countPerDay?: number | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Set all limits at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitList"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    accountsLedger: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                owner?: string;
                kind?: "customer" | "portfolio" | "wallet" | "house" | "clearing" | "fee";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List accounts, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerAccountList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    entriesLedger: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                withdrawalId?: string;
                accountId?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the journal, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntryList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    trialBalanceLedger: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read debits and credits of the whole journal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                after?: string;
                withdrawalId?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the event log, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Listen to the event log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    replaysEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was sent again, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sinceFailure": true,
                 *       "reason": "Their disk was full."
                 *     }
                 */
                "application/json": {
                    ids?: string[];
                    subscriptionId?: string;
                    /**
                     * Format: date-time
                     * @description A time with its offset.
                     */
                    from?: string;
                    /**
                     * Format: date-time
                     * @description A time with its offset.
                     */
                    to?: string;
                    sinceFailure?: boolean;
                    reason: string;
                } | unknown | unknown | unknown | unknown | {
                    /** @constant */
                    sinceFailure: true;
                };
            };
        };
        responses: {
            /** @description Send events again, under the same ids */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_2"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                subscriptionId?: string;
                withdrawalId?: string;
                status?: "pending" | "delivered" | "failed" | "dropped";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was sent, newest first, with every attempt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    redeliverDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Send one event to its subscriber again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                active?: "true" | "false";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the subscriptions of every dialect */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    enableSubscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Enable a subscription that was disabled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                cause?: string;
                groupBy?: "cause";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List dead letters, latest first; or their causes, the most frequent first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetters"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    openDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a dead letter with its body, masked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedDeadLetter"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    redriveDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cause": "The account is unknown.",
                 *       "reason": "The account is there now."
                 *     }
                 */
                "application/json": {
                    ids?: string[];
                    cause?: string;
                    reason: string;
                } | unknown | unknown;
            };
        };
        responses: {
            /** @description Put dead letters back into their queues */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cause": "The account is unknown.",
                 *       "reason": "The account is there now."
                 *     }
                 */
                "application/json": {
                    ids?: string[];
                    cause?: string;
                    reason: string;
                } | unknown | unknown;
            };
        };
        responses: {
            /** @description Give dead letters up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readInvariants: {
        parameters: {
            query?: {
                full?: "true" | "false";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read whether the invariants hold */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invariants"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listReconciliations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List reconciliations, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    makeReconciliations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "The bank has confirmed it by phone."
                 *     }
                 */
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Compare the books with the providers’ journals */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readReconciliations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a reconciliation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    filesBankReports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List files of the bank that could not be read, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankFileList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    unmatchedBankReports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List reports of the bank that fit no payment, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedReportList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                target?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what operators did, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    verificationAudit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Check that the audit log is whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the tenants that the key may act for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    currentTenants: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the tenant that the request is for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listClients: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List API clients */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    addClients: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dialect": "bultra",
                 *       "scopes": [
                 *         "withdrawals:read"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @constant */
                    dialect: "wealthkernel";
                    /**
                     * @default [
                     *       "wealthkernel"
                     *     ]
                     */
                    scopes?: "wealthkernel"[];
                } | {
                    /** @constant */
                    dialect: "bultra";
                    /**
                     * @default [
                     *       "accounts:read",
                     *       "counterparties:read",
                     *       "withdrawals:read",
                     *       "documents:read",
                     *       "subscriptions:read",
                     *       "accounts:write",
                     *       "counterparties:write",
                     *       "withdrawals:write",
                     *       "documents:write",
                     *       "subscriptions:write"
                     *     ]
                     */
                    scopes?: ("accounts:read" | "counterparties:read" | "withdrawals:read" | "documents:read" | "subscriptions:read" | "accounts:write" | "counterparties:write" | "withdrawals:write" | "documents:write" | "subscriptions:write")[];
                } | {
                    /** @constant */
                    dialect: "braid";
                    /**
                     * @default [
                     *       "portfolio-wallets"
                     *     ]
                     */
                    scopes?: "portfolio-wallets"[];
                } | {
                    /** @constant */
                    dialect: "ops";
                    /**
                     * @default [
                     *       "ops:read",
                     *       "ops:write"
                     *     ]
                     */
                    scopes?: ("ops:read" | "ops:write")[];
                };
            };
        };
        responses: {
            /** @description Add an API client or an operator’s key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewClient"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    revokeClients: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke a client, at once and for good */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listFeeSchedules: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what each dialect’s withdrawals are charged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeScheduleList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    addFeeSchedules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dialect": "wealthkernel",
                 *       "charge": "accrued",
                 *       "flat": [
                 *         {
                 *           "currency": "GBP",
                 *           "amount": "5.00"
                 *         }
                 *       ],
                 *       "reason": "Agreed for this year."
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    dialect: "braid" | "bultra" | "wealthkernel";
                    /** @enum {string} */
                    charge: "accrued" | "none";
                    /** @default [] */
                    flat?: {
                        /** @enum {string} */
                        currency: "GBP" | "EUR" | "USD";
                        amount: string & (unknown & unknown);
                    }[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Set a fee schedule; its dialect is in the body */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeSchedule"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    changeFeeSchedules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "charge": "accrued",
                 *       "flat": [
                 *         {
                 *           "currency": "GBP",
                 *           "amount": "5.00"
                 *         }
                 *       ],
                 *       "reason": "Agreed for this year."
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    charge: "accrued" | "none";
                    /** @default [] */
                    flat?: {
                        /** @enum {string} */
                        currency: "GBP" | "EUR" | "USD";
                        amount: string & (unknown & unknown);
                    }[];
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Set a dialect’s fee schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeeSchedule"];
                };
            };
            400: components["responses"]["Error400_4"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listPauses: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the pauses in force */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PauseList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    pausePauses: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "rail": "FPS",
                 *       "reason": "The bank has an incident."
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    rail?: "ACH" | "WIRE" | "FPS" | "SEPA" | "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                    /** @enum {string} */
                    provider?: "bank" | "chain";
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Stop new payouts of the tenant, of a rail or chain, or by a provider */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    releasePauses: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Release a pause */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    sessionOverview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what the key opens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    flowOverview: {
        parameters: {
            query?: {
                window?: "PT1H" | "PT6H" | "P1D" | "P7D";
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count withdrawals by dialect, rail and phase */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Flow"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    providersOverview: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List how providers have lately answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    backlogOverview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Count the deliveries that wait */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookBacklog"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    outlookOutlook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a withdrawal’s table, way and possible actions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlook"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    previewActionPreviews: {
        parameters: {
            query: {
                action: "retry-step" | "fail" | "cancel";
                ids: string;
            };
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Preview what an action would do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionPreviewList"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    clockSandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the tenant’s clock */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    advanceSandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "by": "PT48H"
                 *     }
                 */
                "application/json": {
                    /** @description An ISO 8601 duration in days, hours, minutes and seconds, ten years at most. */
                    by: string;
                };
            };
        };
        responses: {
            /** @description Move the tenant’s clock ahead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readSandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read pace and rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    changeSandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "pace": "clock",
                 *       "rfi": {
                 *         "autoReview": false
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    pace?: "instant" | "clock";
                    rfi?: {
                        dialects?: ("wealthkernel" | "bultra" | "braid")[];
                        upFrontOver?: string | null;
                        inReviewOver?: string | null;
                        otherOver?: string | null;
                        newCounterparty?: boolean;
                        autoReview?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description Change pace and rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    depositSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "target": "acc_777666555444333",
                 *       "amount": "1250.00",
                 *       "currency": "USD"
                 *     }
                 */
                "application/json": {
                    target: string;
                    amount: string;
                    /** @enum {string} */
                    currency?: "GBP" | "EUR" | "USD" | "USDC";
                    /** @enum {string} */
                    chain?: "ethereum" | "arbitrum" | "base" | "polygon" | "optimism" | "bsc" | "solana";
                    /** @enum {string} */
                    positionKey?: "usdz" | "syrupUsdc" | "rlp" | "ustb";
                };
            };
        };
        responses: {
            /** @description Let money arrive */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_6"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    holdingSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "portfolioId": "prt-abcdefghij2345",
                 *       "isin": "GB00B3X7QG63",
                 *       "quantity": "10",
                 *       "price": "12.50",
                 *       "currency": "GBP"
                 *     }
                 */
                "application/json": {
                    portfolioId: string;
                    isin: string;
                    quantity: string & (unknown & unknown & unknown);
                    price: string & (unknown & unknown & unknown);
                    /** @enum {string} */
                    currency: "GBP" | "EUR" | "USD";
                };
            };
        };
        responses: {
            /** @description Let a holding arrive in a portfolio */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_7"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    accrueSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "portfolioId": "prt-abcdefghij2345",
                 *       "amount": "3.00",
                 *       "currency": "GBP"
                 *     }
                 */
                "application/json": {
                    portfolioId: string;
                    amount: string;
                    /** @enum {string} */
                    currency?: "GBP" | "EUR" | "USD" | "USDC";
                };
            };
        };
        responses: {
            /** @description Let a fee accrue on a portfolio */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_8"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    statusSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "target": "acc_777666555444333",
                 *       "status": "FROZEN"
                 *     }
                 */
                "application/json": {
                    target: string;
                    status: string;
                };
            };
        };
        responses: {
            /** @description Put anything into a status, in its dialect’s words */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusSet"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    addFaultSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "port": "bank",
                 *       "mode": "reject",
                 *       "code": "R03",
                 *       "count": 1
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    port: "bank" | "chain" | "attestation" | "custodian" | "signer" | "screening";
                    /** @enum {string} */
                    mode: "reject" | "fail" | "slow" | "silent" | "duplicate" | "fail_after_success" | "revert" | "expire";
                    code?: string;
                    count?: number;
                    /** @description An ISO 8601 duration in days, hours, minutes and seconds, ten years at most. */
                    delay?: string;
                };
            };
        };
        responses: {
            /** @description Let a provider fail */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    clearFaultsSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End all faults */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    returnPaymentSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "withdrawalId": "wth_777666555444333",
                 *       "code": "R03"
                 *     }
                 */
                "application/json": {
                    withdrawalId: string;
                    code: string;
                };
            };
        };
        responses: {
            /** @description Let the bank send a payment back */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    faultyMessagesSimulations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The tenant that the request is for, where the key may act for others than its own. */
                "Sluice-Tenant"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "service": "ledger",
                 *       "count": 3
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    service: "intake" | "compliance" | "liquidity" | "bridging" | "payout" | "ledger" | "webhooks";
                    /** @default 1 */
                    count?: number;
                };
            };
        };
        responses: {
            /** @description Put messages into a service’s queue that it cannot handle */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_5"];
            401: components["responses"]["Error401_1"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
}
