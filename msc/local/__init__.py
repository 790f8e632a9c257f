"""Runs a build on this machine as plain processes: servers, services and tests."""
