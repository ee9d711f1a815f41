#!/bin/bash
# Runs once, when the volume is empty: a database and a role for each service that has one. No service can enter another's.
set -euo pipefail

database() { # database <name> <role> <password>
  psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set=database="$1" --set=role="$2" --set=password="$3" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"database" OWNER :"role";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
}

database inventory_db inventory "$INVENTORY_DB_PASSWORD"
database notifications_db notifications "$NOTIFICATIONS_DB_PASSWORD"
database orders_db orders "$ORDERS_DB_PASSWORD"
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --command 'REVOKE ALL ON DATABASE postgres FROM PUBLIC'
