"""What the kill runs are made of: processes to kill, people who use them, the verdict."""

import pytest

pytest.register_assert_rewrite("tests.kills.verdict")
