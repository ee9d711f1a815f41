import pg from 'pg';

/**
 * FerretDB 1.24 filters with `_jsonb->'field' @> value` and indexes with B-trees, which cannot serve `@>`: whatever is asked for,
 * it reads the whole collection. So each index on one field that queries use gets a sibling that can, at once: a GIN index.
 * A short pending list, because every search reads all of it.
 */
const EQUALITY_INDEXES = `
  CREATE OR REPLACE FUNCTION public.add_equality_index(index oid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    found record;
  BEGIN
    SELECT i.indrelid::regclass AS of_table, c.relname AS name, n.nspname AS schema,
      substring(pg_get_indexdef(i.indexrelid) FROM 'USING btree \\(\\(\\((_jsonb -> ''[^'']+''::text)\\)\\)\\)$') AS field
    INTO found
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE i.indexrelid = index;
    IF found.field IS NULL OR found.name LIKE '\\_ferretdb%' THEN RETURN; END IF;
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin ((%s) jsonb_path_ops) WITH (gin_pending_list_limit = 256)',
      regexp_replace(found.name, '_idx$', '_eq'), found.of_table, found.field);
  END $$;

  CREATE OR REPLACE FUNCTION public.add_equality_indexes() RETURNS event_trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM public.add_equality_index(objid) FROM pg_event_trigger_ddl_commands() WHERE object_type = 'index';
  END $$;

  DROP EVENT TRIGGER IF EXISTS equality_indexes;
  CREATE EVENT TRIGGER equality_indexes ON ddl_command_end WHEN TAG IN ('CREATE INDEX')
    EXECUTE FUNCTION public.add_equality_indexes();

  SELECT public.add_equality_index(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = '_jsonb');`;

/** Makes the PostgreSQL below FerretDB answer equality by an index. Safe to repeat; old collections are indexed at once. */
export async function ensureEqualityIndexes(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(EQUALITY_INDEXES);
  } finally {
    await client.end();
  }
}
