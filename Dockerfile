# syntax=docker/dockerfile:1
# An image for each service, and two for the sandbox: `docker build --target payout -t sluice-payout .`
# The runtime holds Node and what it needs, no shell and no package manager. Both are arguments, for those who keep copies of their own.
ARG BUILDER=node:24-bookworm-slim
ARG RUNTIME=gcr.io/distroless/nodejs24-debian12:nonroot

FROM ${BUILDER} AS build
WORKDIR /sluice
COPY . .
RUN --mount=type=cache,target=/cache/npm npm ci --cache /cache/npm && npm run build && node tools/images/assemble.ts /images

FROM ${RUNTIME} AS runtime
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sluice" \
      org.opencontainers.image.description="Carries a withdrawal from the request to the money's arrival." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="gcr.io/distroless/nodejs24-debian12:nonroot"
ENV NODE_ENV=production SLUICE_VERSION=${VERSION} PATH=/nodejs/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /app
USER 65532:65532

# Every service: its own files, its own packages, and sbom.json beside them.
FROM runtime AS service
ENV PORT=3000 MANAGEMENT_PORT=9464
EXPOSE 3000
ENTRYPOINT ["node", "--import", "@sluice/telemetry/register"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MANAGEMENT_PORT ?? process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Documents lie in a volume where there is no bucket; a new volume belongs to whom its folder here belongs to.
FROM service AS gateway
COPY --from=build /images/gateway /app
COPY --from=build --chown=65532:65532 /images/empty /var/documents
CMD ["apps/gateway/dist/main.js"]

FROM service AS intake
COPY --from=build /images/intake /app
CMD ["apps/intake/dist/main.js"]

FROM service AS compliance
COPY --from=build /images/compliance /app
COPY --from=build --chown=65532:65532 /images/empty /var/documents
CMD ["apps/compliance/dist/main.js"]

FROM service AS liquidity
COPY --from=build /images/liquidity /app
CMD ["apps/liquidity/dist/main.js"]

FROM service AS bridging
COPY --from=build /images/bridging /app
CMD ["apps/bridging/dist/main.js"]

FROM service AS payout
COPY --from=build /images/payout /app
CMD ["apps/payout/dist/main.js"]

FROM service AS ledger
COPY --from=build /images/ledger /app
CMD ["apps/ledger/dist/main.js"]

FROM service AS webhooks
COPY --from=build /images/webhooks /app
CMD ["apps/webhooks/dist/main.js"]

FROM service AS operations
COPY --from=build /images/operations /app
CMD ["apps/operations/dist/main.js"]

# The sandbox's outside world: it is traced by nobody, and its journals are all that it writes.
FROM service AS simulators
ENV MANAGEMENT_PORT=3000
COPY --from=build /images/simulators /app
COPY --from=build --chown=65532:65532 /images/empty /var/journals
ENTRYPOINT ["node"]
CMD ["libs/testing/simulators/dist/main.js"]

# The sandbox's nodes, and the chains with the contracts on them. What is done on them is kept in /state.
FROM runtime AS chains
COPY --from=build /images/chains /app
COPY --from=build --chown=65532:65532 /images/chains/states /state
EXPOSE 8545
ENTRYPOINT ["/app/anvil"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8545', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}' }).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
