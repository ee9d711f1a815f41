import { describe, expect, it } from '@jest/globals';
import { classifySmtpError } from './classify.smtp.js';

describe('an SMTP failure', () => {
  it.each([
    ['550 to RCPT', { code: 'EENVELOPE', responseCode: 550 }, false, 'rejected'],
    ['554 to the body', { code: 'EMESSAGE', responseCode: 554 }, true, 'rejected'],
    ['an address that cannot be sent to', { code: 'EENVELOPE' }, false, 'rejected'],
    ['a body larger than the server says it takes', { code: 'EMESSAGE' }, false, 'rejected'],
    ['451 to RCPT', { code: 'EENVELOPE', responseCode: 451 }, false, 'deferred'],
    ['452 to the body', { code: 'EMESSAGE', responseCode: 452 }, true, 'deferred'],
    ['421 to MAIL', { code: 'EENVELOPE', responseCode: 421 }, false, 'deferred'],
    ['503 to DATA', { code: 'EENVELOPE', responseCode: 503 }, false, 'deferred'],
    ['530 to MAIL', { code: 'EENVELOPE', responseCode: 530 }, false, 'unreachable'],
    ['554 instead of a greeting', { code: 'EPROTOCOL', responseCode: 554 }, false, 'unreachable'],
    ['535 to AUTH', { code: 'EAUTH', responseCode: 535 }, false, 'unreachable'],
    ['454 to AUTH', { code: 'EAUTH', responseCode: 454 }, false, 'unreachable'],
    ['a refused connection', { code: 'ESOCKET' }, false, 'unreachable'],
    ['no greeting in time', { code: 'ETIMEDOUT' }, false, 'unreachable'],
    ['a connection lost before the final dot', { code: 'ECONNECTION' }, false, 'unreachable'],
    ['a connection lost after the final dot', { code: 'ECONNECTION' }, true, 'unknown'],
    ['no reply to the body in time', { code: 'ETIMEDOUT' }, true, 'unknown'],
    ['given up while the server had the body', { code: 'EABORT' }, true, 'unknown'],
    ['something unheard of', { code: 'EWHATEVER' }, false, 'deferred'],
  ])('%s: %o', (_, error, bodySent, outcome) => {
    expect(classifySmtpError({ message: 'why', ...error }, bodySent)).toEqual({ outcome, reason: 'why' });
  });
});
