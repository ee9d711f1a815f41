"""Listens to one event of the shop. Knows docs/asyncapi.json and nothing else; needs pika.

python3 listen.py asyncapi.json product_sold amqp://guest:guest@localhost:5672 [--queue mine] [--count 1]
"""

import argparse
import json
import sys

import pika

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("document")
options.add_argument("event")
options.add_argument("url")
options.add_argument("--queue", default="examples.listen", help="a queue of your own")
options.add_argument("--count", type=int, help="end after so many messages")
args = options.parse_args()

with open(args.document, encoding="utf-8") as file:
    api = json.load(file)
channel_spec = api["channels"][args.event]
exchange = channel_spec["bindings"]["amqp"]["exchange"]
schema = api["components"]["schemas"][api["components"]["messages"][args.event]["title"]]

connection = pika.BlockingConnection(pika.URLParameters(args.url))
channel = connection.channel()
channel.exchange_declare(exchange["name"], exchange["type"], durable=exchange["durable"], passive=True)
channel.queue_declare(args.queue, durable=True, arguments={"x-queue-type": "quorum"})
channel.queue_bind(args.queue, exchange["name"], routing_key=channel_spec["address"])
channel.basic_qos(prefetch_count=10)
print("listening", file=sys.stderr, flush=True)

seen = set()
for method, properties, body in channel.consume(args.queue):
    event = json.loads(body)
    missing = [field for field in schema["required"] if field not in event]
    if missing or event["version"] != schema["properties"]["version"]["const"]:
        print(f"not an event that I know: {properties.message_id} {missing}", file=sys.stderr)
    elif event["event_id"] not in seen:  # The same event may come again.
        seen.add(event["event_id"])
        print(json.dumps(event), flush=True)
    channel.basic_ack(method.delivery_tag)
    if args.count and len(seen) >= args.count:
        break
connection.close()
