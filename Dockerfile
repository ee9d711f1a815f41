# One file for every service and the migrations: `docker build --target <name> .`
# All targets share every layer but the last, which holds the one service: a change in a service makes one new image. The Node version is the one that package.json pins for laptops and CI.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# Compiles apps/, libs/ and the tools that run compiled. Optional packages are laptop things (a pinned Node, native helpers).
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY protos protos
COPY libs libs
COPY apps apps
# Only the tools that run in a container: a change in another one builds nothing again.
COPY tools/build tools/build
COPY tools/dlq tools/dlq
COPY tools/migrate tools/migrate
COPY tools/openapi tools/openapi
COPY tools/payment-simulator tools/payment-simulator
COPY tools/settings tools/settings
COPY tools/topology tools/topology
COPY tools/verify tools/verify
# Only what is known about types is kept between builds.
RUN --mount=type=cache,target=/app/.build npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
# What the image is made of, for scanners; and nothing that only an editor reads.
RUN npm sbom --omit=dev --omit=optional --package-lock-only --sbom-format=cyclonedx > sbom.json \
  && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete \
  && rm -rf node_modules/rxjs/src node_modules/rxjs/dist/bundles node_modules/rxjs/dist/esm* node_modules/bintrees/test node_modules/libphonenumber-js/bundle

FROM ${NODE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="storefront-backbone" \
  org.opencontainers.image.description="An e-commerce backbone: gateway, inventory, orders, analytics, notifications" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
# A running service installs nothing: no package manager, for whoever gets in.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn*
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/sbom.json ./
COPY package.json ./
COPY protos protos
COPY deploy/healthcheck.sh deploy/healthcheck.sh
# A service compares the schema that it finds with the migrations that it was built with.
COPY apps/inventory/migrations apps/inventory/migrations
COPY apps/inventory/seeds apps/inventory/seeds
COPY apps/notifications/migrations apps/notifications/migrations
COPY apps/orders/migrations apps/orders/migrations
COPY --from=build /app/dist/libs dist/libs
USER node
# glibc keeps what is freed in an arena for each thread: two instead of eight for each core.
ENV MALLOC_ARENA_MAX=2
# Each target names its own port; /health/ready tells whether the service could take work now.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["bash", "deploy/healthcheck.sh"]

# The configuration of every service, to look at all settings before anything starts; runs once and ends.
FROM runtime AS settings
HEALTHCHECK NONE
COPY --from=build /app/dist/apps dist/apps
COPY --from=build /app/dist/tools/payment-simulator dist/tools/payment-simulator
COPY --from=build /app/dist/tools/settings dist/tools/settings
CMD ["node", "--import=./dist/libs/service/src/source-maps.js", "dist/tools/settings/main.js"]

# Schema and, with `seed`, the demo products; runs once and ends. It has no port, so no health either.
FROM runtime AS migrate
HEALTHCHECK NONE
COPY --from=build /app/dist/tools/migrate dist/tools/migrate
CMD ["node", "--import=./dist/libs/service/src/source-maps.js", "dist/tools/migrate/main.js", "up"]

# Logins, exchanges and queues of the broker; runs once and ends.
FROM runtime AS topology
HEALTHCHECK NONE
COPY --from=build /app/dist/tools/topology dist/tools/topology
CMD ["node", "--import=./dist/libs/service/src/source-maps.js", "dist/tools/topology/main.js", "provision"]

FROM runtime AS inventory
ENV GRPC_HOST=0.0.0.0 GRPC_PORT=50051 OPS_HOST=0.0.0.0 OPS_PORT=9101
EXPOSE 50051 9101
COPY --from=build /app/dist/apps/inventory dist/apps/inventory
CMD ["node", "--max-semi-space-size=64", "--import=./dist/libs/service/src/source-maps.js", "dist/apps/inventory/src/main.js"]

FROM runtime AS analytics
ENV GRPC_HOST=0.0.0.0 GRPC_PORT=50053 OPS_HOST=0.0.0.0 OPS_PORT=9102
EXPOSE 50053 9102
COPY --from=build /app/dist/apps/analytics dist/apps/analytics
CMD ["node", "--max-semi-space-size=16", "--import=./dist/libs/service/src/source-maps.js", "dist/apps/analytics/src/main.js"]

FROM runtime AS notifications
ENV GRPC_HOST=0.0.0.0 GRPC_PORT=50054 OPS_HOST=0.0.0.0 OPS_PORT=9103
EXPOSE 50054 9103
COPY --from=build /app/dist/apps/notifications dist/apps/notifications
CMD ["node", "--max-semi-space-size=16", "--import=./dist/libs/service/src/source-maps.js", "dist/apps/notifications/src/main.js"]

FROM runtime AS orders
ENV GRPC_HOST=0.0.0.0 GRPC_PORT=50052 OPS_HOST=0.0.0.0 OPS_PORT=9104
EXPOSE 50052 9104
COPY --from=build /app/dist/apps/orders dist/apps/orders
CMD ["node", "--max-semi-space-size=16", "--import=./dist/libs/service/src/source-maps.js", "dist/apps/orders/src/main.js"]

# The ledger is a file: the volume takes its owner from this folder.
FROM runtime AS payment-simulator
USER root
RUN install --directory --owner=node --group=node /var/lib/payments
USER node
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=9200 PAYMENT_LEDGER=/var/lib/payments/ledger.jsonl
EXPOSE 9200
COPY --from=build /app/dist/tools/payment-simulator dist/tools/payment-simulator
CMD ["node", "--max-semi-space-size=16", "--import=./dist/libs/service/src/source-maps.js", "dist/tools/payment-simulator/main.js"]

FROM runtime AS gateway
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=3000
EXPOSE 3000
COPY --from=build /app/dist/apps/gateway dist/apps/gateway
CMD ["node", "--max-semi-space-size=64", "--import=./dist/libs/service/src/source-maps.js", "dist/apps/gateway/src/main.js"]
