/** Made of the OpenAPI document: npm run generate. */
export interface paths {
    "/connect/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a token */
        post: operations["tokenToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List parties, oldest first */
        get: operations["listParty"];
        put?: never;
        /** Add a party */
        post: operations["openParty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/parties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a party */
        get: operations["readParty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portfolios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List portfolios, oldest first */
        get: operations["listPortfolio"];
        put?: never;
        /** Open a portfolio */
        post: operations["openPortfolio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portfolios/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a portfolio */
        get: operations["readPortfolio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bank-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List bank accounts, oldest first */
        get: operations["listBankAccount"];
        put?: never;
        /** Add a bank account */
        post: operations["addBankAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bank-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a bank account */
        get: operations["readBankAccount"];
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
        /** List withdrawals, oldest first */
        get: operations["listWithdrawal"];
        put?: never;
        /** Request a withdrawal */
        post: operations["requestWithdrawal"];
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
        get: operations["readWithdrawal"];
        put?: never;
        post?: never;
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
        /** Cancel a withdrawal */
        post: operations["cancelWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/balances/cash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cash in a portfolio by currency */
        get: operations["cashHolding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List transactions, oldest first */
        get: operations["transactionsHolding"];
        put?: never;
        post?: never;
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
        /** List subscriptions, oldest first */
        get: operations["listWebhook"];
        put?: never;
        /** Subscribe to events */
        post: operations["subscribeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a subscription */
        delete: operations["unsubscribeWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a subscription a test */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the active secrets, oldest first */
        get: operations["listWebhookSecret"];
        put?: never;
        /** Make a secret, shown this once */
        post: operations["makeWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/secrets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a secret */
        delete: operations["dropWebhookSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Token: {
            access_token: string;
            /** @constant */
            token_type: "Bearer";
            expires_in: number;
            scope: string;
        };
        Money: {
            currency: string;
            amount: number;
        };
        Created: {
            id: string;
        };
        Withdrawal: {
            id: string;
            /** @enum {string} */
            type: "SpecifiedAmount" | "Full";
            portfolioId: string;
            bankAccountId: string;
            consideration: components["schemas"]["Money"] | null;
            reference: string | null;
            closePortfolio: boolean;
            paidOut: components["schemas"]["Money"] | null;
            /** @enum {string} */
            status: "Pending" | "Active" | "Settled" | "Rejected" | "Cancelling" | "Cancelled";
            reason: string | null;
            /** Format: date-time */
            requestedAt: string;
        };
        Party: {
            id: string;
            name: string;
            /** @enum {string} */
            status: "Active" | "Suspended" | "Closed";
            /** Format: date-time */
            createdAt: string;
        };
        Portfolio: {
            id: string;
            partyId: string;
            name: string;
            currency: string;
            /** @enum {string} */
            mandateType: "ExecutionOnly" | "Discretionary";
            /** @enum {string} */
            accountType: "GIA" | "ISA" | "SIPP";
            /** @enum {string} */
            status: "Created" | "Active" | "Closing" | "Closed";
            /** Format: date-time */
            createdAt: string;
        };
        BankAccount: {
            id: string;
            partyId: string;
            name: string;
            sortCode: string;
            accountNumber: string;
            currency: string;
            countryCode: string;
            /** @enum {string} */
            status: "Pending" | "Active" | "Suspended" | "Inactive";
            isDefault: boolean;
            /** Format: date-time */
            addedAt: string;
            deactivatedAt: string | null;
        };
        CashBalance: {
            portfolioId: string;
            currency: string;
            amount: components["schemas"]["Money"];
            value: components["schemas"]["Money"] | null;
            fxRate: number | null;
        };
        Transaction: {
            id: string;
            portfolioId: string;
            isin: string | null;
            /** @enum {string} */
            type: "Buy" | "Sell" | "Deposit" | "Withdrawal" | "Charge" | "Adjustment" | "Dividend";
            /** @enum {string} */
            status: "Matched" | "Settled" | "Cancelled";
            price: components["schemas"]["Money"] | null;
            quantity: number | null;
            consideration: components["schemas"]["Money"];
            charges: components["schemas"]["Money"] | null;
            bookCost: components["schemas"]["Money"] | null;
            /** Format: date */
            date: string;
            /** Format: date-time */
            timestamp: string;
            settledOn: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        Withdrawals: components["schemas"]["Withdrawal"][];
        Parties: components["schemas"]["Party"][];
        Portfolios: components["schemas"]["Portfolio"][];
        BankAccounts: components["schemas"]["BankAccount"][];
        CashBalances: components["schemas"]["CashBalance"][];
        Transactions: components["schemas"]["Transaction"][];
        WebhookSubscription: {
            id: string;
            url: string;
            eventTypes: string[];
            /** @enum {string} */
            status: "Active" | "Inactive";
            /** Format: date-time */
            createdAt: string;
        };
        WebhookSubscriptions: components["schemas"]["WebhookSubscription"][];
        WebhookSecret: {
            id: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
        };
        NewWebhookSecret: {
            id: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: base64 */
            secret: string;
        };
        WebhookSecrets: components["schemas"]["WebhookSecret"][];
    };
    responses: {
        /** @description The request is malformed, or a field of it is. */
        Error400_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    /** @enum {string} */
                    title: "One or more validation errors occurred.";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
                };
            };
        };
        /** @description The credentials are missing or not valid. */
        Error401_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    /** @enum {string} */
                    title: "Unauthorized";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
                };
            };
        };
        /** @description No such version is spoken. */
        Error406_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    /** @enum {string} */
                    title: "Not Acceptable";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Content Too Large";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Unsupported Media Type";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Too Many Requests";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Internal Server Error";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Service Unavailable";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
                };
            };
        };
        /** @description Not possible in this state, or another request has the idempotency key. */
        Error409_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    /** @enum {string} */
                    title: "Conflict";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
                    type: string;
                    /** @enum {string} */
                    title: "Not Found";
                    status: number;
                    traceId: string;
                    errors: {
                        [key: string]: string[];
                    };
                    /** @description OAuth’s word, at the token endpoint. */
                    error?: string;
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
    tokenToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @constant */
                    grant_type: "client_credentials";
                    client_id: string;
                    client_secret: string;
                    scope?: string;
                };
            };
        };
        responses: {
            /** @description Get a token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listParty: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List parties, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parties"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    openParty: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string & (unknown & unknown);
                };
            };
        };
        responses: {
            /** @description Add a party */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readParty: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a party */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listPortfolio: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                partyId?: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List portfolios, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolios"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    openPortfolio: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    partyId: string;
                    name: string;
                    /** @enum {string} */
                    currency: "GBP" | "EUR" | "USD";
                    /** @enum {string} */
                    mandateType: "ExecutionOnly" | "Discretionary";
                    /** @enum {string} */
                    accountType: "GIA" | "ISA" | "SIPP";
                };
            };
        };
        responses: {
            /** @description Open a portfolio */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readPortfolio: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a portfolio */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listBankAccount: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                partyId?: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List bank accounts, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankAccounts"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    addBankAccount: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    partyId: string;
                    /** @description Has a letter or digit among what the bank shows of it: 70 characters in GBP, 70 characters in EUR, 22 characters in USD. */
                    name: string & (unknown & unknown);
                    /** @default  */
                    sortCode?: string;
                    accountNumber: string;
                    /** @enum {string} */
                    currency: "GBP" | "EUR" | "USD";
                    countryCode: string;
                    /** @default false */
                    isDefault?: boolean;
                } & (unknown & unknown & unknown);
            };
        };
        responses: {
            /** @description Add a bank account */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readBankAccount: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a bank account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankAccount"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWithdrawal: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                portfolioId?: string;
                reference?: string;
                status?: ("Pending" | "Active" | "Settled" | "Rejected" | "Cancelling" | "Cancelled")[];
                type?: "SpecifiedAmount" | "Full";
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List withdrawals, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawals"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    requestWithdrawal: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "SpecifiedAmount" | "Full";
                    portfolioId: string;
                    bankAccountId?: string | null;
                    consideration?: {
                        currency: string;
                        /** @description At most two decimals, however it is written. */
                        amount: number;
                    } | null;
                    reference?: string | null;
                    /** @default false */
                    closePortfolio?: boolean;
                };
            };
        };
        responses: {
            /** @description Request a withdrawal */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Created"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    readWithdrawal: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
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
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    cancelWithdrawal: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a withdrawal */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    cashHolding: {
        parameters: {
            query: {
                limit?: number;
                after?: string;
                portfolioId: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cash in a portfolio by currency */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashBalances"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    transactionsHolding: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
                portfolioId?: string;
                type?: ("Buy" | "Sell" | "Deposit" | "Withdrawal" | "Charge" | "Adjustment" | "Dividend")[];
                status?: ("Matched" | "Settled" | "Cancelled")[];
                startDate?: string;
                endDate?: string;
                updatedSince?: string | unknown | unknown;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List transactions, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transactions"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWebhook: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List subscriptions, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSubscriptions"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    subscribeWebhook: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
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
                    url: string;
                    eventTypes?: ("withdrawals.withdrawal_requested" | "withdrawals.withdrawal_activated" | "withdrawals.withdrawal_settled" | "withdrawals.withdrawal_rejected" | "withdrawals.withdrawal_cancelling" | "withdrawals.withdrawal_cancelled" | "webhooks.test")[] | null;
                };
            };
        };
        responses: {
            /** @description Subscribe to events */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSubscription"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    unsubscribeWebhook: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a subscription */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a subscription a test */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listWebhookSecret: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the active secrets, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecrets"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    makeWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
                /** @description The same key again is given the same answer. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Make a secret, shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookSecret"];
                };
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            406: components["responses"]["Error406_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    dropWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                "Accept-Version"?: "2021-05-17";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdraw a secret */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400_1"];
            401: components["responses"]["Error401_1"];
            404: components["responses"]["Error404_1"];
            406: components["responses"]["Error406_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
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
}
