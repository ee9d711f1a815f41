// Runs once, when the volume is empty: analytics may read and write its own database and nothing else.
db.getSiblingDB('analytics_db').createUser({
  user: 'analytics',
  pwd: process.env.ANALYTICS_DB_PASSWORD,
  roles: [{ role: 'readWrite', db: 'analytics_db' }],
});
