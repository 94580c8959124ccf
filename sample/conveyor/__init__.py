"""Conveyor takes jobs, runs workers and polls a backend."""
