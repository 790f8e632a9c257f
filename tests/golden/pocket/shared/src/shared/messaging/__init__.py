"""Events over RabbitMQ: at least once, in order per aggregate, retried, then dead-lettered."""
