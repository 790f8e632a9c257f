"""PostgreSQL, MongoDB, Redis and RabbitMQ: located or downloaded, started and stopped together."""
