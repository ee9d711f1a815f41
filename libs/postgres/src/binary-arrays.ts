/**
 * Array parameters in PostgreSQL's binary format: no quoting here, no parsing there.
 * Layout (array_recv): dimensions, has-nulls, element type, length, lower bound, then each element with its length.
 * https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c
 */
const OIDS = { int8: 20, int4: 23, text: 25, json: 114, timestamptz: 1184, uuid: 2950 } as const;

const HEADER = 20;
const NULL = -1;
const EPOCH_2000_MS = Date.UTC(2000, 0, 1);

/** int4[] */
export const int4Array = (values: readonly number[]): Buffer =>
  fixed(OIDS.int4, 4, values, (buffer, at, value) => buffer.writeInt32BE(value, at));

/** bigint[], each a safe integer */
export const int8Array = (values: readonly number[]): Buffer => fixed(OIDS.int8, 8, values, writeInt8);

/** uuid[] */
export const uuidArray = (values: readonly string[]): Buffer =>
  fixed(OIDS.uuid, 16, values, (buffer, at, value) => buffer.write(value.replaceAll('-', ''), at, 'hex'));

/** timestamptz[], each RFC 3339 with at most milliseconds, or null */
export const timestamptzArray = (values: readonly (string | null)[]): Buffer =>
  fixed(OIDS.timestamptz, 8, values, (buffer, at, value) =>
    writeInt8(buffer, at, (Date.parse(value) - EPOCH_2000_MS) * 1_000),
  );

/** json[] of encoded documents */
export const jsonArray = (values: readonly Buffer[]): Buffer =>
  variable(
    OIDS.json,
    values,
    (value) => value.length,
    (buffer, at, value) => value.copy(buffer, at),
  );

/** text[], which may hold nulls */
export const textArray = (values: readonly (string | null)[]): Buffer =>
  variable(OIDS.text, values, Buffer.byteLength, (buffer, at, value) => buffer.write(value, at));

function fixed<T>(
  oid: number,
  size: number,
  values: readonly (T | null)[],
  write: (buffer: Buffer, at: number, value: T) => unknown,
) {
  return variable(oid, values, () => size, write);
}

function variable<T>(
  oid: number,
  values: readonly (T | null)[],
  sizeOf: (value: T) => number,
  write: (buffer: Buffer, at: number, value: T) => unknown,
): Buffer {
  let total = HEADER + 4 * values.length;
  for (const value of values) if (value !== null) total += sizeOf(value);
  const buffer = header(Buffer.allocUnsafe(values.length === 0 ? 12 : total), oid, values);
  let at = HEADER;
  for (const value of values) {
    const size = value === null ? NULL : sizeOf(value);
    buffer.writeInt32BE(size, at);
    at += 4;
    if (value === null) continue;
    write(buffer, at, value);
    at += size;
  }
  return buffer;
}

/** An empty array has no dimension. */
function header(buffer: Buffer, oid: number, values: readonly unknown[]): Buffer {
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(values.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  if (values.length === 0) return buffer;
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

function writeInt8(buffer: Buffer, at: number, value: number): void {
  buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
  buffer.writeUInt32BE(value >>> 0, at + 4);
}
