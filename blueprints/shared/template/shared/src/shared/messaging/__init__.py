"""Events over RabbitMQ: at least once, in order per aggregate, with retries and a dead-letter queue."""
