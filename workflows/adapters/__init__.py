"""The outside world: each adapter has a protocol, a real twin and an in-memory one."""
