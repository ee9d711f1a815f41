# One file for every service and the migrations: `docker build --target <name> .`
# All targets share every layer but the last. The Node version is the one that package.json pins for laptops and CI.
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
COPY tools tools
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY protos protos
COPY deploy/healthcheck.mjs deploy/healthcheck.mjs
# A service compares the schema that it finds with the migrations that it was built with.
COPY apps/inventory/migrations apps/inventory/migrations
COPY apps/inventory/seeds apps/inventory/seeds
COPY apps/notifications/migrations apps/notifications/migrations
USER node
# Each target names its own port; /health/ready tells whether the service could take work now.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD ["node", "deploy/healthcheck.mjs"]

# Schema and, with `seed`, the demo products; runs once and ends. It has no port, so no health either.
FROM runtime AS migrate
HEALTHCHECK NONE
CMD ["node", "--enable-source-maps", "dist/tools/migrate/main.js", "up"]

FROM runtime AS inventory
ENV GRPC_HOST=0.0.0.0 GRPC_PORT=50051 OPS_HOST=0.0.0.0 OPS_PORT=9101
EXPOSE 50051 9101
CMD ["node", "--max-semi-space-size=64", "--enable-source-maps", "dist/apps/inventory/src/main.js"]

FROM runtime AS analytics
ENV OPS_HOST=0.0.0.0 OPS_PORT=9102
EXPOSE 9102
CMD ["node", "--optimize-for-size", "--enable-source-maps", "dist/apps/analytics/src/main.js"]

FROM runtime AS notifications
ENV OPS_HOST=0.0.0.0 OPS_PORT=9103
EXPOSE 9103
CMD ["node", "--optimize-for-size", "--enable-source-maps", "dist/apps/notifications/src/main.js"]

# The ledger is a file: the volume takes its owner from this folder.
FROM runtime AS payment-simulator
USER root
RUN install --directory --owner=node --group=node /var/lib/payments
USER node
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=9200 PAYMENT_LEDGER=/var/lib/payments/ledger.jsonl
EXPOSE 9200
CMD ["node", "--optimize-for-size", "--enable-source-maps", "dist/tools/payment-simulator/main.js"]

FROM runtime AS gateway
ENV HTTP_HOST=0.0.0.0 HTTP_PORT=3000
EXPOSE 3000
CMD ["node", "--max-semi-space-size=64", "--enable-source-maps", "dist/apps/gateway/src/main.js"]
