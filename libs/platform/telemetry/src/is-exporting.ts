const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

/** Whether spans have somewhere to go: an endpoint, or an exporter that is named; unless OTEL_SDK_DISABLED says otherwise. */
export function isExporting(environment: NodeJS.ProcessEnv): boolean {
  const told = (name: string): string => environment[name]?.trim() ?? '';
  const exporter = told('OTEL_TRACES_EXPORTER');
  if (told('OTEL_SDK_DISABLED').toLowerCase() === 'true' || exporter === 'none') return false;
  return exporter !== '' || ENDPOINTS.some((name) => told(name) !== '');
}
