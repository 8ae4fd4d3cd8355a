/** Made of the OpenAPI document: npm run generate. */
export interface paths {
    "/oauth2/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a token, by HTTP Basic with the client id and secret */
        post: operations["tokenToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List accounts, newest first */
        get: operations["listAccount"];
        put?: never;
        /** Open an account */
        post: operations["openAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an account */
        get: operations["readAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/counterparties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List counterparties, newest first */
        get: operations["listCounterparty"];
        put?: never;
        /** Add a counterparty */
        post: operations["addCounterparty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/counterparties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a counterparty */
        get: operations["readCounterparty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List withdrawals, newest first */
        get: operations["listWithdrawalRead"];
        put?: never;
        /** Create a withdrawal */
        post: operations["createWithdrawalOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a withdrawal */
        post: operations["acceptWithdrawalOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a withdrawal */
        post: operations["cancelWithdrawalOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a withdrawal */
        get: operations["readWithdrawalRead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the status of a withdrawal and the documents it waits for */
        get: operations["statusWithdrawalRead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Upload a document */
        post: operations["uploadDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is asked for and what was uploaded */
        get: operations["readDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/withdrawals/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the receipt of an executed withdrawal */
        get: operations["receiptReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Confirm the code on a receipt */
        get: operations["verifyReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List subscriptions, newest first */
        get: operations["listSubscription"];
        put?: never;
        /** Subscribe to events */
        post: operations["subscribeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}": {
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
        delete: operations["unsubscribeSubscription"];
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
        CreatedWithdrawal: {
            id: string;
            account_id: string;
            counterparty_id: string;
            amount: string;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "USDC";
            /** @enum {string} */
            rail: "ACH" | "WIRE" | "FPS" | "SEPA";
            /** @enum {string} */
            purpose: "PERSONAL_ACCOUNT" | "BUSINESS_PAYMENT" | "OTHER";
            /** @constant */
            status: "REQUESTED";
            /** Format: date-time */
            created_at: string;
        };
        Withdrawal: {
            id: string;
            account_id: string;
            counterparty_id: string;
            amount: string;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "USDC";
            /** @enum {string} */
            rail: "ACH" | "WIRE" | "FPS" | "SEPA";
            /** @enum {string} */
            purpose: "PERSONAL_ACCOUNT" | "BUSINESS_PAYMENT" | "OTHER";
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "CHANGES_REQUESTED" | "IN_PROGRESS" | "EXECUTED" | "FAILED" | "CANCELLED";
            reference?: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            accepted_at?: string;
            /** Format: date-time */
            executed_at?: string;
            /** Format: date-time */
            cancelled_at?: string;
            /** Format: date-time */
            failed_at?: string;
            failure_code?: string;
            failure_reason?: string;
            /** Format: date-time */
            returned_at?: string;
            return_code?: string;
        };
        AcceptedWithdrawal: {
            id: string;
            /** @constant */
            status: "ACCEPTED";
            /** Format: date-time */
            accepted_at?: string;
            /** Format: date-time */
            estimated_completion?: string;
        };
        CancelledWithdrawal: {
            id: string;
            /** @constant */
            status: "CANCELLED";
            /** Format: date-time */
            cancelled_at?: string;
        };
        RequiredDocument: {
            id: string;
            type: string;
            description: string;
            /** @enum {string} */
            status: "PENDING" | "UPLOADED" | "ACCEPTED" | "REJECTED";
        };
        WithdrawalStatus: {
            id: string;
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "CHANGES_REQUESTED" | "IN_PROGRESS" | "EXECUTED" | "FAILED" | "CANCELLED";
            required_documents: components["schemas"]["RequiredDocument"][];
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
            uploaded_at?: string;
            reason?: string;
        };
        UploadedDocument: {
            id: string;
            type: string;
            /** @constant */
            status: "UPLOADED";
            filename: string;
            size: number;
            /** Format: date-time */
            uploaded_at: string;
        };
        ConfirmedReceipt: {
            code: string;
            withdrawal_id: string;
            amount: string;
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "USDC";
            /** Format: date-time */
            executed_at: string;
            /** @enum {string} */
            status: "REQUESTED" | "ACCEPTED" | "CHANGES_REQUESTED" | "IN_PROGRESS" | "EXECUTED" | "FAILED" | "CANCELLED";
        };
        Account: {
            id: string;
            customer_id: string;
            /** @constant */
            type: "STANDARD";
            /** @enum {string} */
            currency: "USD" | "EUR" | "GBP" | "USDC";
            /** @enum {string} */
            status: "PENDING" | "ACTIVE" | "EDD" | "DORMANT" | "FROZEN" | "CLOSED";
            nickname?: string;
            balance: {
                available: string;
                total: string;
                pending: string;
            };
            /** Format: date-time */
            created_at: string;
        };
        Counterparty: {
            id: string;
            customer_id: string;
            /** @enum {string} */
            type: "INDIVIDUAL" | "BUSINESS";
            /** @enum {string} */
            status: "PENDING" | "APPROVED" | "REJECTED";
            supported_rails: ("ACH" | "WIRE" | "FPS" | "SEPA")[];
            profile: {
                name: string;
                /** @enum {string} */
                relationship_to_customer: "SELF" | "THIRD_PARTY";
            };
            account: {
                routing_number?: string;
                account_number?: string;
                sort_code?: string;
                iban?: string;
                bic?: string;
            };
            /** Format: date-time */
            created_at: string;
        };
        Pagination: {
            has_more: boolean;
            next_cursor?: string;
        };
        WithdrawalList: {
            data: components["schemas"]["Withdrawal"][];
            pagination: components["schemas"]["Pagination"];
        };
        AccountList: {
            data: components["schemas"]["Account"][];
            pagination: components["schemas"]["Pagination"];
        };
        CounterpartyList: {
            data: components["schemas"]["Counterparty"][];
            pagination: components["schemas"]["Pagination"];
        };
        Subscription: {
            id: string;
            url: string;
            events: string[];
            active: boolean;
            /** Format: date-time */
            created_at: string;
        };
        SubscriptionList: {
            data: components["schemas"]["Subscription"][];
            pagination: components["schemas"]["Pagination"];
        };
        NewSubscription: {
            id: string;
            url: string;
            events: string[];
            /** @constant */
            active: true;
            /** Format: date-time */
            created_at: string;
            secret?: string;
        };
        Token: {
            access_token: string;
            /** @constant */
            token_type: "Bearer";
            expires_in: number;
            scope: string;
        };
    };
    responses: {
        /** @description The request is malformed, or a field of it is. */
        Error400_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    error: "invalid_request" | "unsupported_grant_type" | "invalid_scope";
                    error_description?: string;
                };
            };
        };
        /** @description The credentials are missing or not valid. */
        Error401_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** @enum {string} */
                    error: "invalid_client";
                    error_description?: string;
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
                    /** @enum {string} */
                    error: "invalid_request" | "unsupported_grant_type" | "invalid_scope";
                    error_description?: string;
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
                    /** @enum {string} */
                    error: "invalid_request" | "unsupported_grant_type" | "invalid_scope";
                    error_description?: string;
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
                    /** @enum {string} */
                    error: "temporarily_unavailable";
                    error_description?: string;
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
                    /** @enum {string} */
                    error: "server_error";
                    error_description?: string;
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
                    /** @enum {string} */
                    error: "temporarily_unavailable";
                    error_description?: string;
                };
            };
        };
        /** @description The request is malformed, or a field of it is. */
        Error400_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "INVALID_REQUEST";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description The credentials are missing or not valid. */
        Error401_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "UNAUTHORIZED";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description The token lacks the scope. */
        Error403_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "FORBIDDEN";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Not possible in this state, or another request has the idempotency key. */
        Error409_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "IDEMPOTENCY_CONFLICT";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Too large. */
        Error413_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "PAYLOAD_TOO_LARGE";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Of a type that is not taken. */
        Error415_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "UNSUPPORTED_MEDIA_TYPE";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Too many requests. */
        Error429_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "RATE_LIMITED";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Something went wrong on our side. */
        Error500_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "INTERNAL_ERROR";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Not available now, or not in time; it is safe to repeat. */
        Error503_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "SERVICE_UNAVAILABLE";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
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
                    error: {
                        /** @enum {string} */
                        code: "NOT_FOUND";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description A rule of accounts, counterparties or rails stands against it. */
        Error422_1: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "INSUFFICIENT_FUNDS" | "ACCOUNT_NOT_TRANSACTABLE" | "COUNTERPARTY_NOT_APPROVED" | "COUNTERPARTY_MISMATCH" | "PURPOSE_NOT_ALLOWED" | "RAIL_NOT_SUPPORTED";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Not possible in this state, or another request has the idempotency key. */
        Error409_2: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "IDEMPOTENCY_CONFLICT" | "INVALID_STATUS";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Too large. */
        Error413_3: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "DOCUMENT_TOO_LARGE";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Of a type that is not taken. */
        Error415_3: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "UNSUPPORTED_MEDIA_TYPE" | "UNSUPPORTED_DOCUMENT_TYPE";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
                };
            };
        };
        /** @description Not possible in this state, or another request has the idempotency key. */
        Error409_3: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: {
                        /** @enum {string} */
                        code: "INVALID_STATUS";
                        message: string;
                        details?: {
                            field: string;
                            message: string;
                        }[];
                    };
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
                    scope?: string;
                };
            };
        };
        responses: {
            /** @description Get a token, by HTTP Basic with the client id and secret */
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
            413: components["responses"]["Error413_1"];
            415: components["responses"]["Error415_1"];
            429: components["responses"]["Error429_1"];
            500: components["responses"]["Error500_1"];
            503: components["responses"]["Error503_1"];
        };
    };
    listAccount: {
        parameters: {
            query?: {
                limit?: number;
                starting_after?: string;
                customer_id?: string;
            };
            header?: never;
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
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    openAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer_id: string;
                    /** @enum {string} */
                    currency: "USD" | "EUR" | "GBP";
                    nickname?: string;
                };
            };
        };
        responses: {
            /** @description Open an account */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    readAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read an account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    listCounterparty: {
        parameters: {
            query?: {
                limit?: number;
                starting_after?: string;
                customer_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List counterparties, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CounterpartyList"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    addCounterparty: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer_id: string;
                    /** @enum {string} */
                    type: "INDIVIDUAL" | "BUSINESS";
                    profile: {
                        /** @description Has a letter or digit among what each of its rails shows of it: 22 characters by ACH, 70 characters by WIRE, 70 characters by FPS, 70 characters by SEPA. */
                        name: string & (unknown & unknown);
                        /** @enum {string} */
                        relationship_to_customer: "SELF" | "THIRD_PARTY";
                    };
                    supported_rails: ("ACH" | "WIRE" | "FPS" | "SEPA")[];
                    account: {
                        [key: string]: unknown;
                    };
                } & (unknown & unknown & unknown);
            };
        };
        responses: {
            /** @description Add a counterparty */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counterparty"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    readCounterparty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a counterparty */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counterparty"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    listWithdrawalRead: {
        parameters: {
            query?: {
                limit?: number;
                starting_after?: string;
                account_id?: string;
                counterparty_id?: string;
                status?: "REQUESTED" | "ACCEPTED" | "CHANGES_REQUESTED" | "IN_PROGRESS" | "EXECUTED" | "FAILED" | "CANCELLED";
            };
            header?: never;
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
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    createWithdrawalOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    account_id: string;
                    counterparty_id: string;
                    /** @description In the account's currency, at most 99999999.99 by ACH, 9999999999.99 by WIRE, 1000000.00 by FPS, 999999999.99 by SEPA. */
                    amount: string & (unknown & unknown & unknown);
                    /** @enum {string} */
                    purpose: "PERSONAL_ACCOUNT" | "BUSINESS_PAYMENT" | "OTHER";
                    /** @enum {string} */
                    rail?: "ACH" | "WIRE" | "FPS" | "SEPA";
                    /** @description At most 80 characters by ACH, 140 characters by WIRE, 18 characters by FPS, 140 characters by SEPA, also where the rail follows from the currency. */
                    reference?: string;
                } & (unknown & unknown & unknown & unknown);
            };
        };
        responses: {
            /** @description Create a withdrawal */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWithdrawal"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            422: components["responses"]["Error422_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    acceptWithdrawalOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accept a withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedWithdrawal"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_2"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            422: components["responses"]["Error422_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    cancelWithdrawalOrder: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledWithdrawal"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_2"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    readWithdrawalRead: {
        parameters: {
            query?: never;
            header?: never;
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
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    statusWithdrawalRead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the status of a withdrawal and the documents it waits for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalStatus"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    uploadDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** @description A PDF, PNG or JPG of at most 10 × 2²⁰ bytes. */
                    file: unknown;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Upload a document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedDocument"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_2"];
            413: components["responses"]["Error413_3"];
            415: components["responses"]["Error415_3"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    readDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what is asked for and what was uploaded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    receiptReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Download the receipt of an executed withdrawal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            409: components["responses"]["Error409_3"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    verifyReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Confirm the code on a receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfirmedReceipt"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    listSubscription: {
        parameters: {
            query?: {
                limit?: number;
                starting_after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List subscriptions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    subscribeSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key again is given the same answer. */
                "x-bultra-idempotency-id"?: string;
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
                    events: ("WITHDRAWAL_REQUESTED" | "WITHDRAWAL_ACCEPTED" | "WITHDRAWAL_CHANGES_REQUESTED" | "WITHDRAWAL_IN_PROGRESS" | "WITHDRAWAL_EXECUTED" | "WITHDRAWAL_FAILED" | "WITHDRAWAL_CANCELLED")[];
                    secret?: string;
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
                    "application/json": components["schemas"]["NewSubscription"];
                };
            };
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            409: components["responses"]["Error409_1"];
            413: components["responses"]["Error413_2"];
            415: components["responses"]["Error415_2"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
        };
    };
    unsubscribeSubscription: {
        parameters: {
            query?: never;
            header?: never;
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
            400: components["responses"]["Error400_2"];
            401: components["responses"]["Error401_2"];
            403: components["responses"]["Error403_1"];
            404: components["responses"]["Error404_1"];
            429: components["responses"]["Error429_2"];
            500: components["responses"]["Error500_2"];
            503: components["responses"]["Error503_2"];
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
