"""The emitted services as plain processes: their order, their settings, their readiness."""
