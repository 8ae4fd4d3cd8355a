import { describe, expect, it } from '@jest/globals';
import { isExporting } from './tracing.js';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('spans are sent off', () => {
  it.each([
    ['to an endpoint', endpoint],
    ['to an endpoint for traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }],
    ['by an exporter that is named', { OTEL_TRACES_EXPORTER: 'console' }],
    ['when disabling is denied', { ...endpoint, OTEL_SDK_DISABLED: 'false' }],
  ])('%s', (_, environment) => expect(isExporting(environment)).toBe(true));
});

describe('spans are not even recorded', () => {
  it.each([
    ['without an endpoint', {}],
    ['with an empty one', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['when the SDK is disabled', { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }],
    ['when there is to be no exporter', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    ['for a sampler alone', { OTEL_TRACES_SAMPLER: 'always_on' }],
  ])('%s', (_, environment) => expect(isExporting(environment)).toBe(false));
});
