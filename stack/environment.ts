/** The operating system's part of the environment; nothing else of the caller's reaches an engine by accident (PGDATA, RABBITMQ_…). */
export function plainEnvironment(home?: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'USER', 'LOGNAME']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return home === undefined ? kept : { ...kept, HOME: home };
}
