"""Runs a build on this machine as plain processes: its servers, its services, its tests."""
