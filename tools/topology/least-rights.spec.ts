import { BROKER_USERS } from '@app/messaging';
import { describe, expect, it } from '@jest/globals';
import { LOGINS } from '../../stack/engines/rabbitmq-logins.ts';

describe('the logins of a stack', () => {
  it('have the least rights that the topology says', () => {
    const logins = LOGINS.map(({ user: name, ...permissions }) => ({ name, permissions }));
    expect(logins).toEqual(BROKER_USERS);
  });
});
