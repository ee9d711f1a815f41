import { eventExamples } from '../../../libs/contracts/src/events/examples.ts';
import { SCHEMAS } from '../../../libs/contracts/src/events/gen/event-map.ts';
import { portable } from '../../../libs/contracts/src/fields/portable-pattern.ts';
import {
  EXCHANGES,
  type ExchangeSpec,
  type QueueSpec,
  SUBSCRIPTIONS,
  TOPOLOGY,
  WORK_QUEUES,
  type WorkQueue,
} from '../../../libs/messaging/src/topology.ts';

type Event = keyof typeof SCHEMAS;
const EVENTS = Object.keys(SCHEMAS) as Event[];

const DESCRIPTION = `What the shop publishes on RabbitMQ. To listen, declare a durable queue of your own, bind it to the exchange
of an event's channel with the channel's address as routing key, and acknowledge each message after its effect.

An event may come more than once and in any order: its \`event_id\`, which is also the AMQP \`messageId\`, is the key of its effect.
Fields may be added to an event; whatever else changes gets another \`version\`.
The queues are those of the shop's own services. Nothing else consumes them.`;

const VERSION = { bindingVersion: '0.3.0' };
const mapOf = <K extends string, V>(keys: readonly K[], value: (key: K) => V) =>
  Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
const ref = (...path: string[]) => ({ $ref: `#/${path.join('/')}` });

/** Everything that is on the broker, as AsyncAPI 3: from the topology table, the schemas and the examples. */
export const asyncApiDocument = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Storefront events',
    version: '1.0.0',
    description: DESCRIPTION,
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  defaultContentType: 'application/json',
  servers: {
    development: {
      host: 'localhost:5672',
      protocol: 'amqp',
      protocolVersion: '0-9-1',
      description: 'The broker of `npm start` and of docker compose; guest / guest is for development.',
      security: [ref('components', 'securitySchemes', 'login')],
    },
  },
  channels: {
    ...mapOf(EVENTS, eventChannel),
    retry: keyedChannel(EXCHANGES.retry, 'Failed messages: to the queue in which they wait, and back.'),
    dead_letters: keyedChannel(EXCHANGES.deadLetters, 'Messages that a service could not handle.'),
    ...Object.fromEntries(TOPOLOGY.queues.map((queue) => [queue.name, queueChannel(queue)])),
  },
  operations: {
    ...Object.fromEntries(EVENTS.map((event) => [`publish.${event}`, publish(event)])),
    ...Object.fromEntries(WORK_QUEUES.map((queue) => [`consume.${queue}`, consume(queue)])),
  },
  components: {
    messages: mapOf(EVENTS, message),
    schemas: {
      EventHeaders: HEADERS,
      ...Object.fromEntries(EVENTS.map((event) => [SCHEMAS[event].title, payload(event)])),
    },
    securitySchemes: { login: { type: 'userPassword', description: 'A login of the broker; see docs/messaging.md.' } },
  },
});

const HEADERS = {
  type: 'object',
  properties: {
    traceparent: {
      type: 'string',
      pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
      description: 'W3C Trace Context of the request that made it happen.',
    },
    'x-attempt': { type: 'integer', minimum: 0, description: 'How often handling it has failed.' },
  },
  required: ['x-attempt'],
};

const exchangeBinding = (exchange: string) => {
  const { name, type } = TOPOLOGY.exchanges.find((each) => each.name === exchange) as ExchangeSpec;
  return {
    amqp: { is: 'routingKey', exchange: { name, type, durable: true, autoDelete: false, vhost: '/' }, ...VERSION },
  };
};

function eventChannel(event: Event) {
  return {
    address: event,
    description: SCHEMAS[event].description,
    messages: { [event]: ref('components', 'messages', event) },
    bindings: exchangeBinding(EXCHANGES.events),
  };
}

function keyedChannel(exchange: string, description: string) {
  const keys = TOPOLOGY.bindings.filter((each) => each.exchange === exchange).map(({ routingKey }) => routingKey);
  return {
    address: '{queue}',
    description,
    parameters: { queue: { enum: keys, description: 'The routing key: the name of a queue.' } },
    messages: mapOf(EVENTS, (event) => ref('components', 'messages', event)),
    bindings: exchangeBinding(exchange),
  };
}

function queueChannel({ name, arguments: given }: QueueSpec) {
  const bindings = TOPOLOGY.bindings.filter(({ queue }) => queue === name);
  const owner = WORK_QUEUES.find((queue) => name === queue || name.startsWith(`${queue}.`)) as WorkQueue;
  return {
    address: name,
    messages: mapOf(SUBSCRIPTIONS[owner], (event) => ref('components', 'messages', event)),
    bindings: {
      amqp: {
        is: 'queue',
        queue: { name, durable: true, exclusive: false, autoDelete: false, vhost: '/' },
        ...VERSION,
        // AsyncAPI has no field for these two.
        'x-arguments': given,
        'x-bindings': bindings.map(({ exchange, routingKey }) => ({ exchange, routingKey })),
      },
    },
  };
}

function publish(event: Event) {
  return {
    action: 'send',
    channel: ref('channels', event),
    messages: [ref('channels', event, 'messages', event)],
    bindings: { amqp: { deliveryMode: 2, mandatory: true, timestamp: true, ...VERSION } },
  };
}

function consume(queue: WorkQueue) {
  return {
    action: 'receive',
    channel: ref('channels', queue),
    messages: SUBSCRIPTIONS[queue].map((event) => ref('channels', queue, 'messages', event)),
    bindings: { amqp: { ack: true, ...VERSION } },
  };
}

function message(event: Event) {
  return {
    name: event,
    title: SCHEMAS[event].title,
    contentType: 'application/json',
    headers: ref('components', 'schemas', 'EventHeaders'),
    payload: ref('components', 'schemas', SCHEMAS[event].title),
    bindings: { amqp: { messageType: event, ...VERSION } },
    examples: [{ name: 'example', headers: { 'x-attempt': 0 }, payload: eventExamples[event] }],
  };
}

/** The event's schema without what names it as a file, its patterns as every language reads them. */
function payload(event: Event): object {
  const { $schema, $id, ...schema } = SCHEMAS[event];
  const plain = (key: string, value: unknown) =>
    key === 'pattern' && typeof value === 'string' ? portable({ source: value }) : value;
  return JSON.parse(JSON.stringify(schema, plain));
}
