"""Events over RabbitMQ: published in order per aggregate, handled at least once in any order."""
