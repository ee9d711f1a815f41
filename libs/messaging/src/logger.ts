/** What this library needs of a logger; pino fits. */
export interface MessagingLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Logs nothing. */
export const SILENT: MessagingLogger = { info() {}, warn() {}, error() {} };
