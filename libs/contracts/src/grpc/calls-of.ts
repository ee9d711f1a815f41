import type { Observable } from 'rxjs';

/** Request and reply of every call of a generated client, by its name on the wire. */
export type CallsOf<Client> = {
  [Call in keyof Client as Capitalize<Call & string>]: Client[Call] extends (
    request: infer Request,
    ...rest: never[]
  ) => Observable<infer Reply>
    ? [Request, Reply]
    : never;
};
