"""What the tests of all services need: real servers, and the simulated providers."""
