"""PostgreSQL, MongoDB, Redis and RabbitMQ: found or fetched, started and stopped together."""
