#!/bin/bash
# Health check of MongoDB: can the user of analytics enter? That is asked once in the life of a container, because mongosh takes seconds of
# processor time; after that an open port is enough.
set -euo pipefail
if [ -e /tmp/user-exists ]; then
  exec 3<>/dev/tcp/127.0.0.1/27017
  exit
fi
url="mongodb://analytics:$ANALYTICS_DB_PASSWORD@127.0.0.1:27017/analytics_db"
if said=$(mongosh --quiet "$url" --eval 'db.runCommand({ ping: 1 }).ok' 2>&1); then
  touch /tmp/user-exists
  exit
fi
# While the volume is being made, the user is not there yet and the entrypoint is still the first process.
if [[ $said == *'uthentication failed'* && $(</proc/1/comm) != docker-entry* ]]; then
  said='analytics cannot log in: MongoDB keeps the password of its first start in its volume. "A password was changed" in docs/operations.md'
  echo "$said" >/proc/1/fd/1
fi
echo "$said"
exit 1
