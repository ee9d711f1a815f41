export const HELP = `npm start                       finds or starts the engines, builds, migrates, starts the services; Ctrl-C ends it all
npm start -- --fresh            the same from empty databases and seeds; says what it deletes

npm run stack -- <command>
  up [--fresh]                  what npm start does
  down                          ends the running stack; its data stays (--fresh deletes it at the next start)
  status [--json]               what runs where; --json prints .stack/endpoints.json
  logs <name> [-f]              the log of one process; -f goes on
  logs --trace <id>             what all services wrote about one trace, in the order of time
  stop | start | restart <name>… ends it and keeps it down / starts it / both
  kill <name>…                  SIGKILL: a crash, healed like any other
  pause | resume <name>…        SIGSTOP / SIGCONT
  help                          this

Names: postgres, rabbitmq, mongodb, gateway, inventory, orders, analytics, notifications, payment-simulator, mongo-ui.
Engines of yours: INVENTORY_DATABASE_URL + NOTIFICATIONS_DATABASE_URL + ORDERS_DATABASE_URL, RABBITMQ_URL, MONGODB_URI; they are used, never touched.
Ports: HTTP_PORT, GRPC_PORT, POSTGRES_PORT, RABBITMQ_PORT, RABBITMQ_UI_PORT, MONGODB_PORT, MONGO_UI_PORT; unset, a usual
port that is taken gives way to a free one. Other variables (RATE_LIMIT, LOG_LEVEL, SMTP_URL, OTEL_…) reach the services.
Everything lies in .stack/ (ignored by git); for root, when PostgreSQL's user cannot enter the clone, its data lies in
/var/tmp/storefront-backbone-…: status says where, --fresh deletes it.`;
